using PenneoDashboard.Events;
using PenneoDashboard.Events.States;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Events.States;

public sealed class CasefileStandingTests
{
    [Fact]
    public void OneSignerLeft_IsNamedWithWhatIsKnown()
    {
        var standing = Of(1, [Happened.Summary(9001), Happened.Summary(9002)], Happened.Signer("requestSent", 1), Happened.Signer("signed", 2, 9002));

        Assert.Equal("Waiting for signer 9001: request sent at 1, not opened yet.", standing.Headline(Happened.Ago));
        Assert.Equal([9001], standing.WaitedFor.Select(x => x.SignerId));
        Assert.Equal(EventTone.Progress, standing.Tone());
    }

    [Fact]
    public void SeveralLeft_TheLongestIsNamed()
    {
        var standing = Of(
            null,
            [Happened.Summary(9001), Happened.Summary(9002, "Bo Sample"), Happened.Summary(9003)],
            Happened.Signer("opened", 5), Happened.Signer("requestSent", 2, 9002), Happened.Signer("requestActivated", 9, 9003));

        Assert.Equal("Waiting for 3 signers. Longest: Bo Sample (signer 9002), request sent at 2, not opened yet.", standing.Headline(Happened.Ago));
        Assert.Equal([9002, 9001, 9003], standing.WaitedFor.Select(x => x.SignerId));
    }

    [Fact]
    public void MailThatDoesNotArrive_ComesFirst()
    {
        var standing = Of(
            1, [Happened.Summary(9001), Happened.Summary(9002)], Happened.Signer("requestSent", 1), Happened.Signer("undeliverable", 8, 9002));

        Assert.Equal("Waiting for 2 signers. Stuck: signer 9002, e-mail could not be delivered at 8: check the address.", standing.Headline(Happened.Ago));
        Assert.Equal(EventTone.Danger, standing.Tone());
    }

    [Fact]
    public void Bounce_IsAWarning() =>
        Assert.Equal(EventTone.Warning, Of(1, [Happened.Summary()], Happened.Signer("requestSent", 1), Happened.Signer("transientBounce", 2)).Tone());

    [Fact]
    public void EverySignerKnownHasSigned_ClaimsNoMore()
    {
        var standing = Of(1, [Happened.Summary()], Happened.Signer("signed", 1));

        Assert.StartsWith("Every signer heard of so far has signed, but Penneo has not reported", standing.Headline(Happened.Ago), StringComparison.Ordinal);
        Assert.Empty(standing.WaitedFor);
        Assert.Equal(EventTone.Neutral, standing.Tone());
    }

    [Fact]
    public void NoSignerEvents_SaysWhatWouldBringThem() =>
        Assert.Contains("A subscription to the topic “signer”", Of(1, [], Happened.Casefile("changed", 1, 1)).Headline(Happened.Ago), StringComparison.Ordinal);

    [Fact]
    public void OnlyUnknownEventTypes_SaysThatNobodyKnows() =>
        Assert.Equal("No event has told yet who it waits for.", Of(1, [Happened.Summary()], Happened.Signer("teleported", 1)).Headline(Happened.Ago));

    [Theory]
    [InlineData(5, "Completed at 9: everyone has signed and the final documents are ready.", EventTone.Success)]
    [InlineData(6, "Failed at Penneo at 9. It may need their support.", EventTone.Danger)]
    [InlineData(7, "Expired at 9, before everyone had signed.", EventTone.Danger)]
    [InlineData(3, "Deleted at 9.", EventTone.Neutral)]
    [InlineData(8, "Anonymized at 9.", EventTone.Neutral)]
    [InlineData(2, "Rejected at 9. No event has told who did it.", EventTone.Danger)]
    public void WhenItIsOver_NobodyIsWaitedFor(int status, string headline, EventTone tone)
    {
        var standing = Of(status, [Happened.Summary()], Happened.Signer("requestSent", 1), Happened.Casefile("x", status, 9));

        Assert.Equal(headline, standing.Headline(Happened.Ago));
        Assert.True(standing.IsOver);
        Assert.Empty(standing.WaitedFor);
        Assert.Equal(tone, standing.Tone());
    }

    [Fact]
    public void OverWithoutTheEventThatSaidSo_HasNoTime() =>
        Assert.Equal("Failed at Penneo. It may need their support.", Of(6, [], Happened.Signer("signed", 1)).Headline(Happened.Ago));

    [Fact]
    public void Signed_IsAlmostDone()
    {
        var standing = Of(4, [Happened.Summary()], Happened.Signer("requestSent", 1));

        Assert.Equal("Everyone has signed. Penneo is preparing the final documents.", standing.Headline(Happened.Ago));
        Assert.Empty(standing.WaitedFor);
        Assert.False(standing.IsOver);
    }

    [Theory]
    [InlineData(2, "Alma Example (signer 9001) rejected at 3, which ended the casefile.")]
    [InlineData(1, "Alma Example (signer 9001) rejected at 3.")]
    public void Rejection_NamesTheSigner(int status, string headline)
    {
        var standing = Of(status, [Happened.Summary(name: "Alma Example")], Happened.Signer("rejected", 3), Happened.Casefile("rejected", 2, 4));

        Assert.Equal(headline, standing.Headline(Happened.Ago));
        Assert.Equal(EventTone.Danger, standing.Tone());
    }

    [Fact]
    public void UnknownStatus_IsTakenForOpen() =>
        Assert.StartsWith("Waiting for signer 9001", Of(42, [Happened.Summary()], Happened.Signer("opened", 1)).Headline(Happened.Ago), StringComparison.Ordinal);

    [Fact]
    public void SecondRound_IsWaitedForAgain()
    {
        var standing = Of(1, [Happened.Summary()], Happened.Signer("signed", 1), Happened.Signer("requestActivated", 2), Happened.Signer("requestSent", 3));

        Assert.Equal("Waiting for signer 9001: request sent at 3, not opened yet.", standing.Headline(Happened.Ago));
        Assert.Equal(2, standing.Signers[0].Round);
    }

    private static CasefileStanding Of(int? status, SignerSummary[] signers, params EventItem[] events) =>
        new(Happened.Of(status, signers.Length), signers, [.. events.Select((x, i) => x with { Sequence = i + 1 })]);
}
