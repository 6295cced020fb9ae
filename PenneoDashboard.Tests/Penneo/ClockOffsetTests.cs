using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Penneo;

public sealed class ClockOffsetTests
{
    [Theory]
    [InlineData(61, "61 seconds ahead of", true)]
    [InlineData(-61, "61 seconds behind", true)]
    [InlineData(-60, "60 seconds behind", false)]
    [InlineData(420, "7 minutes ahead of", true)]
    [InlineData(-7200, "2 hours behind", true)]
    [InlineData(-500_000, "6 days behind", true)]
    public void Words_AreAsLargeAsTheyNeedToBe(int seconds, string words, bool matters)
    {
        var off = TimeSpan.FromSeconds(seconds);

        Assert.Equal((words, matters), (ClockOffset.Words(off), ClockOffset.Matters(off)));
    }

    [Fact]
    public async Task EveryAnswer_TellsHowFarOursIsOff()
    {
        await using var penneo = await FakePenneo.StartAsync();
        await using var host = new ApiHost(penneo);
        var clock = host.Services.GetRequiredService<PenneoClock>();
        Assert.Null(clock.Off);

        await host.Current.ListAsync(TestContext.Current.CancellationToken);

        // The host's clock begins in the year 2000, the fake Penneo's is the machine's.
        Assert.InRange(clock.Off!.Value.TotalDays, -365_000, -365);
        penneo.Fail(PenneoCall.CurrentList, Answers.Error(403, "No."));
        host.Clock.Advance(TimeSpan.FromDays(365_000));
        await Assert.ThrowsAsync<PenneoException>(() => host.Current.ListAsync(TestContext.Current.CancellationToken));
        Assert.InRange(clock.Off!.Value.TotalDays, 300_000, 365_000);
    }
}
