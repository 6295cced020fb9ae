using CsCheck;
using PenneoDashboard.Events;
using PenneoDashboard.Events.States;
using PenneoDashboard.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Events.States;

/// <summary>What must hold of whatever comes.</summary>
public sealed class CasefileStatePropertyTests
{
    [Fact]
    public void Order_AndRepetition_DoNotMatter() => Gen.Select(AnyEvents.Some, Gen.Int).Sample((events, seed) =>
        Assert.Equal(Text(CasefileStanding.Of(events)), Text(CasefileStanding.Of(AnyEvents.Disordered(events, seed)))));

    [Fact]
    public void EveryState_HasWordsAndFitsItself() => AnyEvents.Some.Sample(events =>
    {
        var standing = CasefileStanding.Of(events);

        Assert.NotEmpty(standing.Headline(Happened.Ago));
        Assert.Equal(events.Where(x => x.SignerId is not null).Select(x => x.SignerId!.Value).Distinct().Order(), standing.Signers.Select(x => x.SignerId));
        Assert.Equal(standing.WaitedFor.Count > 0, standing.WaitingSince is not null);
        Assert.All(standing.WaitedFor, x => Assert.True(x.IsWaitedFor && x.TurnSince <= x.Since));
        if (standing.State is not (CasefileState.InProgress or CasefileState.Blocked))
            Assert.Empty(standing.WaitedFor);
        if (standing.State == CasefileState.Blocked)
            Assert.True(standing.WaitedFor[0].IsUnreachable && standing.StateSince is not null);
        if (standing.WaitedFor.Count == 0)
            Assert.Null(StallRules.Usual.StalledAt(standing.Stall));
    });

    [Fact]
    public void StatusOfTheRow_IsTheStatusOfTheEvents_InAnyOrderOfArrival() => Gen.Select(AnyEvents.Some, Gen.Int).Sample((events, seed) =>
    {
        var shuffled = events.ToArray();
        new Random(seed).Shuffle(shuffled);
        var row = new CasefileRow();
        foreach (var x in shuffled)
            Apply(row, x);

        Assert.Equal(CasefileStanding.Of(events).Status, row.Status);
    });

    [Fact]
    public void Stall_OfTheCasefile_IsItsWorstSigners() => AnyEvents.Some.Sample(events =>
    {
        var standing = CasefileStanding.Of(events);
        var rules = new StallRules { Reminders = null };

        Assert.Equal(standing.WaitedFor.Select(x => rules.StalledAt(x.Stall)).Min(), rules.StalledAt(standing.Stall));
    });

    private static void Apply(CasefileRow row, EventItem x) => AggregateProjection.Apply(
        row,
        null,
        new StoredEvent { OccurredAt = x.OccurredAt, Sequence = x.Sequence },
        new IncomingEvent(x.Topic, x.EventType!, x.EventTime, 531, x.SignerId, x.CasefileStatus, null, null, null));

    private static string Text(CasefileStanding x) => string.Join(
        '\n',
        [$"{x.State} {x.Status} {x.StatusAt} {x.StateSince} {x.WaitingSince} {x.Stall}", .. x.Signers.Select(s => s.ToString()), "waits for " + string.Join(",", x.WaitedFor.Select(s => s.SignerId)), .. x.Notes.Select(n => n.ToString())]);
}
