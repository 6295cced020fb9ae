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
}
