using Microsoft.Extensions.Time.Testing;

namespace PenneoDashboard.Tests;

/// <summary>A clock that can also be set, as the machine's can: timers and stopwatches do not notice.</summary>
internal sealed class SettableClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private long _setBack;

    public override long GetTimestamp() => base.GetTimestamp() + _setBack;

    public void Set(DateTimeOffset now)
    {
        _setBack += (GetUtcNow() - now).Ticks;
        AdjustTime(now);
    }
}
