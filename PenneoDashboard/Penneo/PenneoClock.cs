namespace PenneoDashboard.Penneo;

/// <summary>How far this machine's clock is off, by the newest answer of the Penneo in use.</summary>
public sealed class PenneoClock
{
    private const long Unknown = long.MinValue;

    private long _ticks = Unknown;

    /// <summary>How far ours is ahead, to a second or two; null until Penneo has told its time.</summary>
    public TimeSpan? Off => Volatile.Read(ref _ticks) is var ticks && ticks != Unknown ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>False while the difference is one that nobody needs to care for.</summary>
    public static bool Matters(TimeSpan off) => ClockOffset.Matters(off);

    internal void Saw(TimeSpan? off)
    {
        if (off is { } known)
            Volatile.Write(ref _ticks, known.Ticks);
    }
}
