using PenneoDashboard.Events;
using PenneoDashboard.History;
using PenneoDashboard.Live;
using PenneoDashboard.Security.Masking;
using PenneoDashboard.Tests.Events;
using Xunit;

namespace PenneoDashboard.Tests.History;

public sealed class HistoryViewTests : IAsyncLifetime
{
    private static readonly Dictionary<long, CasefileChange> NoCasefiles = [];

    private readonly EventFeed _feed = new();
    private readonly LogFixture _log;
    private readonly HistoryView _view;

    public HistoryViewTests()
    {
        _log = new LogFixture(_feed);
        _view = new HistoryView(_log.Events);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task Read_EmptyLog_IsKnownToBeEmpty()
    {
        await _view.ReadAsync(new EventFilter { Topic = "signer" }, null, Cancel);

        Assert.True(_view.IsLogEmpty);
        Assert.Empty(_view.Page!.Items);
        Assert.Equal(new EventTotal(0, true), _view.Total);
    }

    [Fact]
    public async Task Read_OnePageOnly_KnowsItsTotalWithoutCounting()
    {
        await StoreAsync(1, 3);
        await _view.ReadAsync(EventFilter.All, null, Cancel);

        Assert.False(_view.IsLogEmpty);
        Assert.Equal(new EventTotal(3, true), _view.Total);
        Assert.Null(_view.Page!.Next);
    }

    [Fact]
    public async Task Count_OfSeveralPages_IsKeptWhilePagingAndAskedAnewForAnotherFilter()
    {
        await StoreAsync(1, 60);
        var casefile = new EventFilter { CasefileId = 1 };
        await _view.ReadAsync(casefile, null, Cancel);
        Assert.Null(_view.Total);

        await _view.CountAsync(Cancel);
        Assert.Equal(new EventTotal(60, true), _view.Total);
        await _view.ReadAsync(casefile, _view.Page!.Next, Cancel);
        Assert.Equal(new EventTotal(60, true), _view.Total);
        Assert.Equal(10, _view.Page.Items.Count);
        await _view.ReadAsync(EventFilter.All, 30, Cancel);
        Assert.Null(_view.Total);
    }

    [Fact]
    public async Task Apply_CountsMatchesOnceAndMovesNoRow()
    {
        await StoreAsync(1, 2);
        using var reader = _feed.Subscribe(ReaderMask.None);
        await StoreAsync(1, 1, from: 2);
        await _view.ReadAsync(new EventFilter { CasefileId = 1 }, null, Cancel);
        await StoreAsync(2, 2);
        await StoreAsync(1, 3, from: 10);

        Assert.True(await _view.ApplyAsync(await reader.ReadAsync(Cancel), Cancel));

        Assert.Equal(3, _view.NewEvents);
        Assert.Equal([3L, 2, 1], _view.Page!.Items.Select(x => x.Sequence));
    }

    [Fact]
    public async Task Apply_WithText_AsksTheDatabaseForBodies()
    {
        await _view.ReadAsync(new EventFilter { Q = "\"SIGNED\"" }, null, Cancel);
        using var reader = _feed.Subscribe(ReaderMask.None);
        await StoreAsync(1, 2);
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5));

        Assert.True(await _view.ApplyAsync(await reader.ReadAsync(Cancel), Cancel));
        Assert.Equal(2, _view.NewEvents);
    }

    [Fact]
    public async Task Apply_AfterAGap_CountsWhatTheFeedLost()
    {
        await _view.ReadAsync(new EventFilter { CasefileId = 1 }, null, Cancel);
        await StoreAsync(1, 4);
        await StoreAsync(2, 1);

        Assert.True(await _view.ApplyAsync(new FeedDelta([], NoCasefiles, [], Gap: true), Cancel));
        Assert.Equal(4, _view.NewEvents);
        Assert.False(await _view.ApplyAsync(new FeedDelta([], NoCasefiles, [], Gap: true), Cancel));
        Assert.Equal(4, _view.NewEvents);
    }

    [Fact]
    public async Task Apply_BeforeTheFirstRead_IsLeftToIt()
    {
        using var reader = _feed.Subscribe(ReaderMask.None);
        await StoreAsync(1, 1);

        Assert.False(await _view.ApplyAsync(await reader.ReadAsync(Cancel), Cancel));
        await _view.ReadAsync(EventFilter.All, null, Cancel);
        Assert.Equal(0, _view.NewEvents);
        Assert.Single(_view.Page!.Items);
    }

    [Fact]
    public async Task Apply_Redelivery_ChangesTheRowInPlace()
    {
        await StoreAsync(1, 2);
        await _view.ReadAsync(EventFilter.All, null, Cancel);

        Assert.True(await _view.ApplyAsync(new FeedDelta([], NoCasefiles, [new Redelivery(1, 2), new Redelivery(1, 3)], Gap: false), Cancel));
        Assert.False(await _view.ApplyAsync(new FeedDelta([], NoCasefiles, [new Redelivery(77, 2)], Gap: false), Cancel));

        Assert.Equal([1, 3], _view.Page!.Items.Select(x => x.DeliveryCount));
        Assert.Equal(0, _view.NewEvents);
    }

    [Fact]
    public async Task Newer_LeadsBackPageByPage()
    {
        await StoreAsync(1, 130);
        await _view.ReadAsync(EventFilter.All, null, Cancel);
        var pages = new List<long?> { null };
        while (_view.Page!.Next is { } next)
        {
            pages.Add(next);
            await _view.ReadAsync(EventFilter.All, next, Cancel);
        }

        Assert.Equal([null, 81, 31], pages);
        Assert.Equal(81, await _view.PreviousAsync(Cancel));
        await _view.ReadAsync(EventFilter.All, 81, Cancel);
        Assert.Null(await _view.PreviousAsync(Cancel));
    }

    [Fact]
    public async Task OldestFirst_LeadsForwardAndBackPageByPage()
    {
        await StoreAsync(1, 130);
        await _view.ReadAsync(EventFilter.All, null, oldestFirst: true, Cancel);
        var (seen, pages) = (new List<long>(_view.Page!.Items.Select(x => x.Sequence)), new List<long?> { null });
        while (_view.Page!.Next is { } next)
        {
            pages.Add(next);
            await _view.ReadAsync(EventFilter.All, next, oldestFirst: true, Cancel);
            seen.AddRange(_view.Page.Items.Select(x => x.Sequence));
        }

        Assert.Equal(Enumerable.Range(1, 130).Select(x => (long)x), seen);
        Assert.Equal([null, 50, 100], pages);
        Assert.Equal(50, await _view.PreviousAsync(Cancel));
        await _view.ReadAsync(EventFilter.All, 50, oldestFirst: true, Cancel);
        Assert.Null(await _view.PreviousAsync(Cancel));
        await _view.ReadAsync(EventFilter.All, 999, oldestFirst: true, Cancel);
        Assert.Equal(80, await _view.PreviousAsync(Cancel));
    }

    [Fact]
    public async Task Newer_FromAPagePastTheEnd_FindsTheWayBack()
    {
        await StoreAsync(1, 5);
        await _view.ReadAsync(EventFilter.All, 1, Cancel);

        Assert.Empty(_view.Page!.Items);
        Assert.False(_view.IsLogEmpty);
        Assert.Null(await _view.PreviousAsync(Cancel));
    }

    [Fact]
    public async Task Read_GivenUp_ChangesNothing()
    {
        await StoreAsync(1, 5);
        await _view.ReadAsync(EventFilter.All, null, Cancel);
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _view.ReadAsync(new EventFilter { CasefileId = 7 }, 3, stopped.Token));

        Assert.Equal((EventFilter.All, null), (_view.Filter, _view.Cursor));
        Assert.Equal(5, _view.Page!.Items.Count);
        await _view.ReadAsync(EventFilter.All, 3, Cancel);
        Assert.Equal(2, _view.Page.Items.Count);
    }

    private async Task StoreAsync(long casefile, int count, int from = 0)
    {
        var stored = await Task.WhenAll(Enumerable.Range(from, count).Select(i => _log.Writer.StoreAsync(LogFixture.Delivery(
            LogFixture.Signer(casefile, 11, "signed", second: i % 60).Replace(".000000", $".{i:000000}", StringComparison.Ordinal)))));
        Assert.All(stored, x => Assert.Equal(StoreResult.Stored, x));
    }
}
