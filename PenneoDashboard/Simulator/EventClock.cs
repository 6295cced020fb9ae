namespace PenneoDashboard.Simulator;

/// <summary>
/// Hands out event times in whole microseconds, never the same one twice: Penneo's legacy events have no id, so the
/// time is what tells two of them apart.
/// </summary>
public sealed class EventClock(TimeProvider time)
{
    private long _last;

    /// <summary>UTC.</summary>
    public DateTimeOffset Next()
    {
        var now = time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMicrosecond;
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
                return new DateTimeOffset(next * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
        }
    }
}
