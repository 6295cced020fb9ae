using Microsoft.Extensions.Time.Testing;

namespace PenneoDashboard.Tests.Penneo;

/// <summary>
/// Moves a fake clock on for a call to a <see cref="FakePenneo"/>: fast where nothing but the clock is waited for, at about
/// its real pace where an answer may be on its way, so that on a busy machine none comes too late.
/// </summary>
internal sealed class ClockPusher(FakePenneo penneo, FakeTimeProvider clock)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan SmallStep = TimeSpan.FromMilliseconds(5);

    // Longer than the usual pause between two attempts, much shorter than the time limit of one.
    private static readonly TimeSpan EachAttempt = TimeSpan.FromSeconds(4);

    private int _answered = -1;
    private TimeSpan _left;

    public void Push()
    {
        if (_answered != penneo.Answered)
            (_answered, _left) = (penneo.Answered, EachAttempt);
        var isFast = penneo.Hanging > 0 || _left > TimeSpan.Zero;
        _left -= Step;
        clock.Advance(isFast ? Step : SmallStep);
    }
}
