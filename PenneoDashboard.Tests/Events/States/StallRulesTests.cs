using PenneoDashboard.Events.States;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Events.States;

public sealed class StallRulesTests
{
    private const double Day = 24 * 60;

    [Theory]
    [InlineData("requestSent", StallReason.NeverOpened, 3 * Day)]
    [InlineData("requestActivated", StallReason.NeverOpened, 3 * Day)]
    [InlineData("requestSent requestOpened", StallReason.NotSigned, 1 + (5 * Day))]
    [InlineData("requestSent opened opened", StallReason.NotSigned, 1 + (5 * Day))]
    [InlineData("requestSent transientBounce", StallReason.Undelivered, 1)]
    [InlineData("requestSent undeliverable", StallReason.Undelivered, 1)]
    [InlineData("requestSent reminderSent reminderSent", StallReason.Reminded, 2)]
    public void WhoDoesNotGoOn_StrikesARule(string types, StallReason reason, double minute)
    {
        var facts = Of(types).Stall;

        var first = StallRules.Usual.Strikes(facts).MinBy(x => x.At);
        Assert.Equal((reason, minute), (first.Reason, (first.At - Happened.Start).TotalMinutes));
        Assert.Equal(first.At, StallRules.Usual.StalledAt(facts));
    }

    [Theory]
    [InlineData("")]
    [InlineData("requestSent reminderSent reminderSent signed")]
    [InlineData("requestSent opened rejected")]
    public void WhoIsNotWaitedFor_StallsNothing(string types) => Assert.Null(StallRules.Usual.StalledAt(Of(types).Stall));

    [Fact]
    public void SendingAgain_StartsTheDaysAnew()
    {
        var facts = SignerStanding.Of(Happened.Summary(), [Happened.Signer("requestSent", 0), Happened.Signer("undeliverable", 5), Happened.Signer("requestSent", 30)]).Stall;

        Assert.Equal(Happened.Start.AddMinutes(30).AddDays(3), StallRules.Usual.StalledAt(facts));
    }

    [Fact]
    public void RuleThatIsOff_StrikesNobody()
    {
        var off = new StallRules { NeverOpenedDays = null, NotSignedDays = null, Undelivered = false, Reminders = null };

        Assert.All(
            new[] { "requestSent", "opened", "undeliverable", "requestSent reminderSent reminderSent" },
            x => Assert.Empty(off.Strikes(Of(x).Stall)));
    }

    [Fact]
    public void Problems_AreNamed()
    {
        Assert.Empty(StallRules.Usual.Problems());
        Assert.Empty(new StallRules { NeverOpenedDays = 0, NotSignedDays = null, Reminders = 1 }.Problems());
        Assert.Equal(
            ["neverOpenedDays", "notSignedDays", "reminders"], new StallRules { NeverOpenedDays = -1, NotSignedDays = 366, Reminders = 0 }.Problems().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Reasons_HaveWords()
    {
        Assert.Equal("sent but not opened for 3 days", StallReason.NeverOpened.Words(StallRules.Usual));
        Assert.Equal("opened but not signed for 1 day", StallReason.NotSigned.Words(new StallRules { NotSignedDays = 1 }));
        Assert.Equal("reminded once without a signature", StallReason.Reminded.Words(new StallRules { Reminders = 1 }));
    }

    private static SignerStanding Of(string types) => SignerStanding.Of(
        Happened.Summary(), types.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((x, i) => Happened.Signer(x, i, sequence: i + 1)));
}
