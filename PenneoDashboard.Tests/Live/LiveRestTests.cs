using CsCheck;
using PenneoDashboard.Live;
using Xunit;

namespace PenneoDashboard.Tests.Live;

public sealed class LiveRestTests
{
    [Theory]
    [InlineData(1, 4, 0)]
    [InlineData(1, 2, 10)]
    [InlineData(2, 2, 30)]
    [InlineData(200, 2, 2000)]
    public void Rest_GrowsWithTheNumberOfWatchers(int watchers, int processors, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), LiveRest.After(TimeSpan.FromMilliseconds(10), watchers, processors));

    [Fact]
    public void AllTogether_TakeAQuarterOfTheMachine_OrAsMuchAsOneCan() =>
        Gen.Select(Gen.Int[1, 10_000], Gen.Int[1, 64], Gen.Int[1, 50_000]).Sample((watchers, processors, micros) =>
        {
            var work = TimeSpan.FromMicroseconds(micros);
            var rest = LiveRest.After(work, watchers, processors);
            var busy = watchers * (work / (work + rest));
            Assert.True(busy <= (processors * 0.25) + 0.001 || rest == LiveRest.Longest, $"{busy} of {processors} processors are busy");
        });
}
