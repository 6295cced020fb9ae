using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Shared;

public sealed class RelativeTimeTickerTests
{
    [Fact]
    public void All_listeners_hear_one_tick_and_none_after_leaving()
    {
        var clock = new FakeTimeProvider();
        using var ticker = new RelativeTimeTicker(clock);
        int first = 0, second = 0;
        Action countFirst = () => first++, countSecond = () => second++;
        ticker.Tick += countFirst;
        ticker.Tick += countSecond;

        clock.Advance(RelativeTimeTicker.Interval);
        ticker.Tick -= countFirst;
        clock.Advance(RelativeTimeTicker.Interval);
        ticker.Tick -= countSecond;
        clock.Advance(RelativeTimeTicker.Interval);

        Assert.Equal((1, 2), (first, second));
    }
}
