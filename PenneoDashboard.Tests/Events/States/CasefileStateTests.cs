using PenneoDashboard.Events;
using PenneoDashboard.Events.States;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Events.States;

public sealed class CasefileStateTests
{
    [Theory]
    [InlineData(null, CasefileState.InProgress)]
    [InlineData(0, CasefileState.InProgress)]
    [InlineData(1, CasefileState.InProgress)]
    [InlineData(2, CasefileState.Rejected)]
    [InlineData(3, CasefileState.Deleted)]
    [InlineData(4, CasefileState.InProgress)]
    [InlineData(5, CasefileState.Completed)]
    [InlineData(6, CasefileState.Failed)]
    [InlineData(7, CasefileState.Expired)]
    [InlineData(8, CasefileState.Anonymized)]
    [InlineData(42, CasefileState.InProgress)]
    public void Status_MakesTheState(int? status, CasefileState state) =>
        Assert.Equal(state, Of(Happened.Signer("requestSent", 1) with { CasefileStatus = status }).State);

    [Theory]
    [InlineData("undeliverable", CasefileState.Blocked)]
    [InlineData("transientBounce", CasefileState.Blocked)]
    [InlineData("rejected", CasefileState.Rejected)]
    [InlineData("finalized", CasefileState.Completed)]
    public void WithoutTheCasefilesOwnEvent_ItsSignersTell(string type, CasefileState state) =>
        Assert.Equal(state, Of(Happened.Signer("requestSent", 1), Happened.Signer(type, 2)).State);

    [Fact]
    public void OneFinalizedOfTwo_IsNotTheEnd() =>
        Assert.Equal(CasefileState.InProgress, Of(Happened.Signer("finalized", 1), Happened.Signer("requestSent", 2, 9002)).State);

    [Fact]
    public void UnreachableSigner_AfterTheEnd_BlocksNothing() =>
        Assert.Equal(CasefileState.Completed, Of(Happened.Signer("undeliverable", 1), Happened.Casefile("completed", 5, 2)).State);

    [Fact]
    public void TurnAndSteps_AreOfTheRoundTheyAreIn()
    {
        var standing = Of(
            Happened.Signer("requestActivated", 1), Happened.Signer("requestSent", 2), Happened.Signer("requestOpened", 3), Happened.Signer("opened", 4), Happened.Signer("opened", 5),
            Happened.Signer("signed", 6), Happened.Signer("requestActivated", 10), Happened.Signer("requestSent", 11), Happened.Signer("opened", 14), Happened.Signer("requestOpened", 15));

        var signer = Assert.Single(standing.Signers);
        Assert.Equal([10, 11, 15, 14, null], signer.Times.All.Select(Minute));
        Assert.Equal((10, 14), (Minute(signer.TurnSince), Minute(signer.Since)));
        Assert.Equal(10, Minute(standing.WaitingSince));
        Assert.Equal(14, Minute(standing.Stall.SeenSince));
    }

    [Fact]
    public void Blocking_MailThatDoesNotArriveFirst_ThenWhoseTurnIsLongest()
    {
        var standing = Of(
            Happened.Signer("requestSent", 1, 1), Happened.Signer("requestSent", 5, 2), Happened.Signer("transientBounce", 6, 2), Happened.Signer("requestSent", 7, 3),
            Happened.Signer("undeliverable", 8, 3), Happened.Signer("requestSent", 0, 4), Happened.Signer("opened", 9, 4), Happened.Signer("signed", 2, 5));

        Assert.Equal([3, 2, 4, 1], standing.WaitedFor.Select(x => x.SignerId));
        Assert.Equal(0, Minute(standing.WaitingSince));
        Assert.Equal(6, Minute(standing.StateSince));
    }

    [Fact]
    public void StateSince_IsWhenTheCasefileSaidSo()
    {
        Assert.Equal(9, Minute(Of(Happened.Signer("signed", 1), Happened.Casefile("completed", 5, 9)).StateSince));
        Assert.Equal(3, Minute(Of(Happened.Signer("rejected", 3)).StateSince));
        Assert.Equal(1, Minute(Of(Happened.Signer("requestSent", 1), Happened.Signer("opened", 4)).StateSince));
    }

    [Fact]
    public void Note_CompletedWithoutASignature()
    {
        var standing = Of(
            Happened.Signer("opened", 1), Happened.Signer("signed", 2), Happened.Signer("requestSent", 1, 9002), Happened.Signer("deleted", 3, 9003), Happened.Casefile("completed", 5, 9));

        var note = Assert.Single(standing.Notes);
        Assert.Equal((IntegrityProblem.NoSignature, 9002), (note.Problem, note.SignerId));
        Assert.StartsWith("No event says that signer 9002 signed", Words(note), StringComparison.Ordinal);
    }

    [Fact]
    public void Note_OfMissingEvents_NeedsAllOfThem()
    {
        EventItem[] newest = [Happened.Casefile("completed", 5, 9)];

        Assert.Empty(new CasefileStanding(Happened.Of(5) with { EventCount = 2 }, [Happened.Summary()], newest).Notes);
        Assert.Single(new CasefileStanding(Happened.Of(5), [Happened.Summary()], newest).Notes);
    }

    [Fact]
    public void Note_SignedBeforeItWasSeen()
    {
        var note = Assert.Single(Of(Happened.Signer("signed", 2, sequence: 7), Happened.Signer("opened", 3)).Notes);

        Assert.Equal((IntegrityProblem.SignedUnseen, 9001, 7), (note.Problem, note.SignerId, note.Sequence));
        Assert.StartsWith("Signer 9001 signed before any event", Words(note), StringComparison.Ordinal);
        Assert.Empty(Of(Happened.Signer("signed", 2)).Notes);
        Assert.Empty(Of(Happened.Signer("opened", 1), Happened.Signer("signed", 2), Happened.Signer("opened", 3)).Notes);
    }

    [Fact]
    public void Note_ComeLongAfterItHappened()
    {
        var late = Happened.Signer("opened", 1, sequence: 3) with { ReceivedAt = Happened.Start.AddMinutes(61) };
        var note = Assert.Single(Of(Happened.Signer("requestSent", 0) with { ReceivedAt = Happened.Start.AddMinutes(10) }, late).Notes);

        Assert.Equal((IntegrityProblem.Late, 3, 1, TimeSpan.FromHours(1)), (note.Problem, note.Sequence, note.Count, note.Delay));
        Assert.Equal("An event arrived 60 min after it happened.", Words(note));
        var two = Assert.Single(Of(late, late with { Sequence = 4, EventType = "requestOpened", ReceivedAt = late.ReceivedAt.AddMinutes(1) }).Notes);
        Assert.Equal((4, 2), (two.Sequence, two.Count));
        Assert.Equal("2 events arrived late, the latest 61 min after it happened.", Words(two));
    }

    [Fact]
    public void EveryState_HasWords() =>
        Assert.All(Enum.GetValues<CasefileState>(), x => Assert.True(x.Label().Length > 0 && x.Meaning().Length > 0 && Enum.IsDefined(x.Tone())));

    private static string Words(IntegrityNote note) => note.Words(x => $"signer {x}", x => $"{x.TotalMinutes:0} min");

    private static double? Minute(DateTimeOffset? at) => (at - Happened.Start)?.TotalMinutes;

    private static CasefileStanding Of(params EventItem[] events) =>
        CasefileStanding.Of([.. events.Select((x, i) => x with { Sequence = x.Sequence == 0 ? i + 1 : x.Sequence, CasefileStatus = x.Topic == "signer" && x.CasefileStatus == 1 ? null : x.CasefileStatus })]);
}
