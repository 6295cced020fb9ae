using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Events;
using PenneoDashboard.Live;
using PenneoDashboard.Timeline;
using Xunit;

namespace PenneoDashboard.Tests.Timeline;

public sealed class TimelineViewTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly TimelineView _view;

    public TimelineViewTests() => _view = new TimelineView(_time);

    [Fact]
    public void Apply_NewCasefileWhollyInTheDelta_NeedsNoReading()
    {
        var delta = Delta(Item(1, 531, 9001), Item(2, 531, 9002));
        Assert.Empty(_view.Unknown(delta));

        _view.Apply(delta, []);

        var group = Assert.Single(_view.Groups);
        Assert.Equal([9001L, 9002], group.Lanes().Select(x => x.SignerId));
        Assert.Equal([1L, 2], group.Events.Select(x => x.Sequence));
        Assert.Equal(2, group.Casefile.EventCount);
    }

    [Fact]
    public void Unknown_CasefileWithEarlierEvents_MustBeRead()
    {
        var delta = Delta([Item(8, 531, 9001)], eventCount: 5);
        Assert.Equal([531L], _view.Unknown(delta).Select(x => x.Id));

        _view.Apply(delta, [Detail(531, 8, [Item(3, 531, 9001), Item(8, 531, 9001)])]);

        Assert.Equal([3L, 8], Assert.Single(_view.Groups).Events.Select(x => x.Sequence));
    }

    [Fact]
    public void Apply_WhatWasReadAlready_IsNotShownTwice()
    {
        _view.Load(EventFilter.All, [Detail(531, 2, [Item(1, 531, 9001), Item(2, 531, 9001)])], [Item(3, null, null)], hasMore: false);

        _view.Apply(Delta([Item(2, 531, 9001), Item(3, null, null)], eventCount: 2), []);

        Assert.Equal([1L, 2], Assert.Single(_view.Groups).Events.Select(x => x.Sequence));
        Assert.Equal([3L], _view.Loose.Select(x => x.Sequence));
    }

    [Fact]
    public void Apply_NewActivity_MovesTheCasefileUp()
    {
        _view.Load(EventFilter.All, [Detail(2, 9, []), Detail(1, 5, [])], [], hasMore: false);
        _view.Apply(Delta([Item(10, 1, 11)], eventCount: 3), []);
        Assert.Equal([1L, 2], _view.Groups.Select(x => x.Casefile.Id));
    }

    [Fact]
    public void Apply_LateArrival_StandsWhereItHappened()
    {
        _view.Apply(Delta(Item(1, 1, 11, 10), Item(2, 1, 11, 30)), []);
        _view.Apply(Delta([Item(3, 1, 11, 20)], eventCount: 3), []);
        Assert.Equal([1L, 3, 2], Assert.Single(_view.Groups).Events.Select(x => x.Sequence));
    }

    [Fact]
    public void Apply_FilteredOut_ChangesTheCasefileButShowsNoEvent()
    {
        _view.Load(new EventFilter { EventType = "signed" }, [Detail(1, 1, [Item(1, 1, 11)])], [], hasMore: false);

        var delta = Delta([Item(2, 1, 11) with { EventType = "opened" }], eventCount: 2);
        _view.Apply(delta with { Casefiles = new Dictionary<long, CasefileChange> { [1] = delta.Casefiles[1] with { Casefile = delta.Casefiles[1].Casefile with { Status = 5 } } } }, []);

        var group = Assert.Single(_view.Groups);
        Assert.Equal([1L], group.Events.Select(x => x.Sequence));
        Assert.Equal(5, group.Casefile.Status);
    }

    [Fact]
    public void Apply_OnlyFilteredOut_AddsNoCasefile()
    {
        _view.Load(new EventFilter { EventType = "opened" }, [], [], hasMore: false);
        var delta = Delta([Item(2, 1, 11)], eventCount: 7);
        Assert.Empty(_view.Unknown(delta));
        _view.Apply(delta, []);
        Assert.True(_view.IsEmpty);
    }

    [Fact]
    public void Pause_CountsOnlyWhatMatchesAndResumeGivesAllBack()
    {
        _view.Load(new EventFilter { EventType = "signed" }, [], [], hasMore: false);
        _view.Pause();
        _view.Hold(Delta(Item(1, 1, 11), Item(2, 1, 11) with { EventType = "opened" }));
        _view.Hold(Delta(Item(3, 1, 11)));
        Assert.Equal((2, true, false), (_view.Held.Count, _view.IsPaused, _view.Held.TooMany));
        Assert.True(_view.IsEmpty);

        var held = _view.Resume();

        Assert.Equal([1L, 2, 3], held!.SelectMany(x => x.Events).Select(x => x.Sequence));
        Assert.Equal((0, false), (_view.Held.Count, _view.IsPaused));
    }

    [Fact]
    public void Pause_WithMoreThanIsWorthKeeping_MustReadAgain()
    {
        _view.Pause();
        for (var i = 0; i <= HeldEvents.Most; i++)
            _view.Hold(Delta(Item(i + 1, 1, 11)));
        Assert.True(_view.Held.TooMany);
        Assert.Equal(HeldEvents.Most + 1, _view.Held.Count);
        Assert.Null(_view.Resume());
        Assert.False(_view.Held.TooMany);
    }

    [Fact]
    public void Pause_WithAGapInTheFeed_MustReadAgain()
    {
        _view.Pause();
        _view.Hold(Delta() with { Gap = true });
        Assert.Null(_view.Resume());
    }

    [Fact]
    public void Payloads_AreNotKept()
    {
        var payload = new RawJson("{}");
        _view.Apply(Delta(Item(1, 1, 11) with { Payload = payload }, Item(2, null, null) with { Payload = payload }), []);
        Assert.All([.. _view.Groups[0].Events, .. _view.Loose], x => Assert.Null(x.Payload));
    }

    [Fact]
    public void Redelivery_IsCountedOnTheEvent()
    {
        _view.Apply(Delta(Item(1, 1, 11), Item(2, null, null)), []);
        _view.Apply(Delta() with { Redeliveries = [new Redelivery(1, 3), new Redelivery(2, 2), new Redelivery(77, 2)] }, []);
        Assert.Equal(3, _view.Groups[0].Events[0].DeliveryCount);
        Assert.Equal(2, _view.Loose[0].DeliveryCount);
    }

    [Fact]
    public void Fresh_LastsAWhileAndOnlyForWhatCameWhileWatching()
    {
        _view.Load(EventFilter.All, [Detail(1, 1, [Item(1, 1, 11)])], [], hasMore: false);
        _view.Apply(Delta([Item(2, 1, 11)], eventCount: 2), []);
        var group = _view.Groups[0];
        Assert.False(group.IsFresh(1, _time.GetUtcNow()));
        Assert.True(group.IsFresh(2, _time.GetUtcNow()));
        _time.Advance(TimelineGroup.FreshFor);
        Assert.False(group.IsFresh(2, _time.GetUtcNow()));
        Assert.False(group.HasFresh(_time.GetUtcNow()));
    }

    [Fact]
    public void Load_AfterAGap_MarksWhatIsNew()
    {
        _view.Load(EventFilter.All, [Detail(1, 1, [Item(1, 1, 11)])], [], hasMore: false);
        _view.Load(EventFilter.All, [Detail(1, 2, [Item(1, 1, 11), Item(2, 1, 11)])], [], hasMore: false);
        Assert.Equal([false, true], _view.Groups[0].Events.Select(x => _view.Groups[0].IsFresh(x.Sequence, _time.GetUtcNow())));
    }

    [Fact]
    public void Caps_KeepTheNewest()
    {
        for (var i = 1; i <= TimelineWindow.MostFollowed + 5; i++)
            _view.Apply(Delta(Item(i, i, 11)), []);
        Assert.Equal(TimelineWindow.MostFollowed, _view.Groups.Count);
        Assert.Equal(6, _view.Groups[^1].Casefile.Id);
        Assert.True(_view.Window.HasOlder);

        var group = new TimelineGroup(Detail(1, 0, []));
        for (var i = 1; i <= TimelineGroup.MostEvents + 5; i++)
            group.Add(Item(i, 1, 11, i), Start);
        Assert.Equal(TimelineGroup.MostEvents, group.Events.Count);
        Assert.Equal(6, group.Events[0].Sequence);
    }

    [Fact]
    public void LookingAway_NothingMovesAndWhatIsElsewhereIsCounted()
    {
        _view.Load(EventFilter.All, [Detail(2, 9, []), Detail(1, 5, [])], [], hasMore: false);
        Assert.True(_view.TryFollow(false));

        var delta = Delta([Item(10, 1, 11), Item(11, 3, 31), Item(12, 3, 31)], eventCount: 8);
        Assert.Empty(_view.Unknown(delta));
        _view.Apply(delta, []);

        Assert.Equal([2L, 1], _view.Groups.Select(x => x.Casefile.Id));
        Assert.Equal([10L], _view.Groups[1].Events.Select(x => x.Sequence));
        Assert.Equal((2, true), (_view.Unseen, _view.Window.HasNewer));
        Assert.False(_view.TryFollow(true));
    }

    [Fact]
    public void LookingBack_WithNothingElsewhere_PutsWhatStirredOnTop()
    {
        _view.Load(EventFilter.All, [Detail(2, 9, []), Detail(1, 5, [])], [], hasMore: false);
        _view.TryFollow(false);
        _view.Apply(Delta([Item(10, 1, 11)], eventCount: 3), []);
        Assert.True(_view.TryFollow(true));
        Assert.Equal([1L, 2], _view.Groups.Select(x => x.Casefile.Id));
    }

    [Fact]
    public void Refresh_KeepsThePlaces()
    {
        _view.Load(EventFilter.All, [Detail(2, 9, []), Detail(1, 5, [])], [], hasMore: false);
        _view.TryFollow(false);
        _view.Refresh([Detail(2, 9, []), Detail(1, 20, [Item(20, 1, 11)])]);
        Assert.Equal([2L, 1], _view.Groups.Select(x => x.Casefile.Id));
        Assert.True(_view.Groups[1].IsFresh(20, Start));
        Assert.True(_view.Window.HasNewer);
    }

    private static EventItem Item(long sequence, long? casefile, long? signer, int second = 0) => new()
    {
        Sequence = sequence,
        Recognized = true,
        Topic = signer is null ? "casefile" : "signer",
        EventType = "signed",
        EventTime = Start.AddSeconds(second == 0 ? sequence : second),
        ReceivedAt = Start,
        CasefileId = casefile,
        SignerId = signer,
        SubscriptionId = 1,
        DeliveryCount = 1,
        Verification = Verification.Unsigned,
    };

    private static CasefileDetail Detail(long id, long lastSequence, IReadOnlyList<EventItem> events) =>
        new(new CasefileSummary(id, 1, null, lastSequence, Start, Start, events.Count, 0), [], events);

    private static FeedDelta Delta(params EventItem[] events) => Delta(events, null);

    private static FeedDelta Delta(EventItem[] events, int? eventCount)
    {
        var casefiles = events.Where(x => x.CasefileId is not null).GroupBy(x => x.CasefileId!.Value).ToDictionary(x => x.Key, x => new CasefileChange(
            new CasefileSummary(x.Key, 1, null, x.Max(e => e.Sequence), Start, Start, eventCount ?? x.Count(), x.Select(e => e.SignerId).Distinct().Count()),
            [.. x.Select(e => e.SignerId).OfType<long>().Distinct().Select(s => new SignerSummary(s, null, "signed", Start, 1))]));
        return new FeedDelta(events, casefiles, [], false);
    }
}
