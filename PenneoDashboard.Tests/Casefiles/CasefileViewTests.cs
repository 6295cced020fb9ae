using PenneoDashboard.Casefiles;
using PenneoDashboard.Events;
using PenneoDashboard.Events.States;
using PenneoDashboard.Live;
using PenneoDashboard.Shared;
using PenneoDashboard.Tests.Events.States;
using Xunit;

namespace PenneoDashboard.Tests.Casefiles;

public sealed class CasefileViewTests
{
    private readonly CasefileView _view = new(531);

    [Fact]
    public void Commit_AfterTheRead_IsAddedInTheOrderOfTimeAndMarkedNew()
    {
        _view.Load(Detail(Event(1, 10)));

        Assert.Equal(Change.Some, _view.Apply(Delta(Event(2, 5), Event(3, 20))));

        Assert.Equal([2L, 1, 3], _view.Events.Select(x => x.Sequence));
        Assert.Equal((false, true), (_view.IsNew(1), _view.IsNew(3)));
        Assert.Equal(3, _view.Casefile!.LastSequence);
        Assert.All(_view.Events, x => Assert.Null(x.Payload));
    }

    [Fact]
    public void Commit_WhileReading_IsTakenOnce()
    {
        _view.BeginLoad();
        Assert.Equal(Change.None, _view.Apply(Delta(Event(2, 20), Event(3, 30))));

        Assert.True(_view.Load(Detail(Event(1, 10), Event(2, 20))));

        Assert.Equal([1L, 2, 3], _view.Events.Select(x => x.Sequence));
        Assert.Equal(3, _view.Casefile!.LastSequence);
    }

    [Fact]
    public void Commit_ThatWasRead_ChangesNothing()
    {
        _view.Load(Detail(Event(1, 10), Event(2, 20)));

        Assert.Equal(Change.None, _view.Apply(Delta(Event(2, 20))));

        Assert.Equal(2, _view.Events.Count);
        Assert.False(_view.IsNew(2));
    }

    [Fact]
    public void Commit_OfAnotherCasefile_ChangesNothing()
    {
        _view.Load(Detail(Event(1, 10)));

        Assert.Equal(Change.None, _view.Apply(Delta(Event(2, 20) with { CasefileId = 532 })));

        Assert.Single(_view.Events);
    }

    [Fact]
    public void FirstEvent_BringsAnUnknownCasefileToLife()
    {
        _view.Load(null);
        Assert.Null(_view.Casefile);
        Assert.Null(_view.Standing);

        Assert.Equal(Change.Some, _view.Apply(Delta(Event(7, 10))));

        Assert.Equal(7, _view.Casefile!.LastSequence);
        Assert.StartsWith("Waiting for signer 9001", _view.Standing!.Headline(Happened.Ago), StringComparison.Ordinal);
    }

    [Fact]
    public void Standing_FollowsEachCommit()
    {
        _view.Load(Detail(Event(1, 10)));
        Assert.Equal(SigningStage.Asked, _view.Standing!.Signers[0].Stage);

        _view.Apply(Delta(Event(2, 20, "opened")));

        Assert.Equal(SigningStage.Viewed, _view.Standing!.Signers[0].Stage);
        Assert.Equal(1, _view.EventsOf(9001));
        Assert.Equal(0, _view.EventsOf(1));
    }

    [Fact]
    public void Redelivery_IsCountedOnly()
    {
        _view.Load(Detail(Event(1, 10)));

        Assert.Equal(Change.Some, _view.Apply(Redelivered(1, 2)));
        Assert.Equal(Change.None, _view.Apply(Redelivered(1, 2)));
        Assert.Equal(Change.None, _view.Apply(Redelivered(99, 2)));

        Assert.Equal(2, Assert.Single(_view.Events).DeliveryCount);
    }

    [Fact]
    public void Gap_AsksForAnotherRead()
    {
        _view.Load(Detail(Event(1, 10)));
        Assert.Equal(Change.Unknown, _view.Apply(new FeedDelta([], new Dictionary<long, CasefileChange>(), [], Gap: true)));

        _view.BeginLoad();
        _view.Apply(new FeedDelta([], new Dictionary<long, CasefileChange>(), [], Gap: true));
        Assert.False(_view.Load(Detail(Event(1, 10))));

        _view.BeginLoad();
        Assert.True(_view.Load(Detail(Event(1, 10))));
    }

    [Fact]
    public void TooManyEvents_TheOldestGo()
    {
        _view.Load(Detail([.. Enumerable.Range(1, CasefileView.MostEvents).Select(i => Event(i, i))]));

        _view.Apply(Delta(Event(5000, 5000)));

        Assert.Equal(CasefileView.MostEvents, _view.Events.Count);
        Assert.Equal((2L, 5000L), (_view.Events[0].Sequence, _view.Events[^1].Sequence));
    }

    private static EventItem Event(long sequence, double minute, string type = "requestSent") => Happened.Signer(type, minute, sequence: sequence);

    private static CasefileDetail Detail(params EventItem[] events) =>
        new(Happened.Of(1, lastSequence: events.Max(x => x.Sequence)), [Happened.Summary()], events);

    private static FeedDelta Delta(params EventItem[] events) => new(
        [.. events.Select(x => x with { Payload = new RawJson("{}") })],
        events.Where(x => x.CasefileId == 531).GroupBy(x => 531L)
            .ToDictionary(x => x.Key, x => new CasefileChange(Happened.Of(1, lastSequence: x.Max(e => e.Sequence)), [Happened.Summary()])),
        [],
        Gap: false);

    private static FeedDelta Redelivered(long sequence, int count) => new([], new Dictionary<long, CasefileChange>(), [new Redelivery(sequence, count)], Gap: false);
}
