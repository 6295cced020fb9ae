using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using PenneoDashboard.Events;
using PenneoDashboard.Live;
using PenneoDashboard.Security.Masking;
using PenneoDashboard.Shared;
using PenneoDashboard.Tests.Events;
using PenneoDashboard.Tests.Simulator;
using PenneoDashboard.Timeline;
using Xunit;

namespace PenneoDashboard.Tests.Timeline;

/// <summary>The timeline's reading over a real database file and the real feed.</summary>
public sealed class TimelineReaderTests : IAsyncLifetime
{
    private readonly EventFeed _feed = new();
    private readonly LogFixture _log;
    private readonly TimelineReader _reader;

    public TimelineReaderTests()
    {
        _log = new LogFixture(_feed);
        _reader = new TimelineReader(_feed, _log.Casefiles, new SharedCasefiles(_log.Casefiles), _log.Events, ReaderMask.None, TimeProvider.System, NullLogger<TimelineReader>.Instance);
    }

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _log.DisposeAsync();
    }

    [Fact]
    public async Task Start_ShowsWhatIsStoredThenWhatComes()
    {
        await _log.StoreAsync(LogFixture.Signer(1, 11, "requestSent", second: 1), LogFixture.Casefile(2, "completed", 5), "<html>");
        await StartAsync();
        Assert.Equal(LiveState.Live, _reader.State);
        Assert.Equal([2L, 1], Ids());
        Assert.Single(_reader.View.Loose);

        await _log.StoreAsync(LogFixture.Signer(1, 11, "signed", 4, second: 2), LogFixture.Signer(3, 31, "opened"));

        await Eventually.TrueAsync(() => Ids().SequenceEqual([3L, 1, 2]), "the new events are shown");
        Assert.Equal(4, _reader.View.Groups[1].Casefile.Status);
        Assert.Equal(["requestSent", "signed"], _reader.View.Groups[1].Lanes()[0].Events.Select(x => x.EventType));
    }

    [Fact]
    public async Task OldCasefile_ComesBackWhole()
    {
        await _log.StoreAsync(LogFixture.Signer(1, 11, "requestSent", second: 1));
        await _log.StoreAsync(Enumerable.Range(100, TimelineReader.PageSize).Select(x => LogFixture.Casefile(x, "completed", 5)));
        await StartAsync();
        Assert.DoesNotContain(1, Ids());
        Assert.True(_reader.View.Window.HasOlder);

        await _log.StoreAsync(LogFixture.Signer(1, 11, "signed", second: 2));

        await Eventually.TrueAsync(() => Ids()[0] == 1, "the old casefile is on top");
        Assert.Equal(["requestSent", "signed"], _reader.View.Groups[0].Events.Select(x => x.EventType));
    }

    [Fact]
    public async Task More_AddsOlderCasefilesOnce()
    {
        await _log.StoreAsync(Enumerable.Range(1, TimelineReader.PageSize + 3).Select(x => LogFixture.Casefile(x, "completed", 5)));
        await StartAsync();
        await _reader.OlderAsync();
        Assert.Equal(Enumerable.Range(1, TimelineReader.PageSize + 3).Reverse().Select(x => (long)x), Ids());
        Assert.False(_reader.View.Window.HasOlder);
    }

    [Fact]
    public async Task DownAndUp_HoldsAWindowAndMeetsEveryCasefile()
    {
        const int all = TimelineWindow.Most + (3 * TimelineReader.PageSize);
        await _log.StoreAsync(Enumerable.Range(1, all).Select(x => LogFixture.Casefile(x, "completed", 5)));
        await StartAsync();
        await _reader.FollowAsync(false);
        var met = new HashSet<long>(Ids());
        while (_reader.View.Window.HasOlder)
        {
            await _reader.OlderAsync();
            met.UnionWith(Ids());
            Assert.InRange(_reader.View.Groups.Count, 1, TimelineWindow.Most);
        }

        Assert.Equal(all, met.Count);
        Assert.Equal(1, Ids()[^1]);
        Assert.True(_reader.View.Window.HasNewer);

        while (_reader.View.Window.HasNewer)
            await _reader.NewerAsync();

        Assert.Equal(Enumerable.Range(0, TimelineWindow.Most).Select(x => (long)all - x), Ids());
        Assert.True(_reader.View.Window.HasOlder);
    }

    [Fact]
    public async Task FarDown_NewestStaysAboveUntilTheReaderGoesThere()
    {
        await _log.StoreAsync(Enumerable.Range(1, TimelineReader.PageSize).Select(x => LogFixture.Casefile(x, "completed", 5)));
        await StartAsync();
        await _reader.FollowAsync(false);
        var before = Ids();

        await _log.StoreAsync(LogFixture.Casefile(900, "rejected", 2), LogFixture.Signer(1, 11, "opened"));

        await Eventually.TrueAsync(() => _reader.View.LastSequence == TimelineReader.PageSize + 2, "both were heard of");
        Assert.Equal(before, Ids());
        Assert.Equal(1, _reader.View.Unseen);
        await _reader.FollowAsync(true);
        Assert.Equal([1L, 900], Ids().Take(2));
        Assert.Equal(0, _reader.View.Unseen);
    }

    [Fact]
    public async Task StirredCasefile_IsReadOnceForAllTimelines()
    {
        await _log.StoreAsync(LogFixture.Signer(1, 11, "requestSent", second: 1));
        await _log.StoreAsync(Enumerable.Range(100, TimelineReader.PageSize).Select(x => LogFixture.Casefile(x, "completed", 5)));
        var shared = new SharedCasefiles(_log.Casefiles);
        var readers = Enumerable.Range(0, 5).Select(_ => new TimelineReader(_feed, _log.Casefiles, shared, _log.Events, ReaderMask.None, TimeProvider.System, NullLogger<TimelineReader>.Instance)).ToList();
        foreach (var reader in readers)
            await reader.StartAsync(EventFilter.All, x => x(), () => { });

        await _log.StoreAsync(LogFixture.Signer(1, 11, "signed", second: 2));

        await Eventually.TrueAsync(() => readers.TrueForAll(x => x.View.Groups[0].Casefile.Id == 1), "all show it");
        Assert.All(readers, x => Assert.Equal(["requestSent", "signed"], x.View.Groups[0].Events.Select(e => e.EventType)));
        Assert.Equal(1, shared.Reads);
        readers.ForEach(x => x.Dispose());
    }

    [Fact]
    public async Task Pause_FreezesThisReaderOnlyAndResumeShowsAll()
    {
        await StartAsync();
        using var other = new TimelineReader(_feed, _log.Casefiles, new SharedCasefiles(_log.Casefiles), _log.Events, ReaderMask.None, TimeProvider.System, NullLogger<TimelineReader>.Instance);
        await other.StartAsync(EventFilter.All, x => x(), () => { });
        _reader.Pause();

        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5), LogFixture.Casefile(2, "rejected", 2));

        await Eventually.TrueAsync(() => other.View.Groups.Count == 2 && _reader.View.Held.Count == 2, "the other reader goes on, this one counts");
        Assert.Equal(LiveState.Paused, _reader.State);
        Assert.Empty(_reader.View.Groups);
        await _reader.ResumeAsync();
        Assert.Equal((LiveState.Live, 2), (_reader.State, _reader.View.Groups.Count));
    }

    [Fact]
    public async Task Flood_BeyondTheBuffer_ReadsTheDatabaseAndMissesNothing()
    {
        var stuck = new TaskCompletionSource();
        await _reader.StartAsync(EventFilter.All, async x => { await stuck.Task; await x(); }, () => { });
        const int events = 2500;
        var stored = await Task.WhenAll(Enumerable.Range(0, events).Select(i =>
            _log.Writer.StoreAsync(LogFixture.Delivery(LogFixture.Signer(1 + (i % 3), 11, "type" + i, second: i % 60)))));
        Assert.All(stored, x => Assert.Equal(StoreResult.Stored, x));

        stuck.SetResult();

        await Eventually.TrueAsync(() => _reader.View.LastSequence == events, "the reader caught up");
        Assert.Equal(events, _reader.View.Groups.Sum(x => x.Casefile.EventCount));
        Assert.All(_reader.View.Groups, x => Assert.Equal(x.Events.Count, x.Events.Select(e => e.Sequence).Distinct().Count()));
    }

    [Fact]
    public async Task Filter_ShowsOnlyWhatMatchesAlsoLive()
    {
        await _log.StoreAsync(LogFixture.Signer(1, 11, "requestSent", second: 1), LogFixture.Signer(1, 12, "requestSent", second: 2), LogFixture.Casefile(2, "completed", 5));
        await StartAsync();
        await _reader.FilterAsync(new EventFilter { SignerId = 11 });
        Assert.Equal([1L], Ids());

        await _log.StoreAsync(LogFixture.Signer(1, 12, "signed", second: 3), LogFixture.Signer(1, 11, "signed", second: 4));

        await Eventually.TrueAsync(() => _reader.View.Groups[0].Events.Count == 2, "the signer's event is shown");
        Assert.All(_reader.View.Groups[0].Events, x => Assert.Equal(11, x.SignerId));
    }

    [Fact]
    public async Task ReadingFails_SaysSoAndTryingAgainRecovers()
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5));
        await ExecuteAsync("ALTER TABLE Casefiles RENAME TO Hidden");
        await StartAsync();
        Assert.Equal(LiveState.Error, _reader.State);
        Assert.Contains("Casefiles", _reader.Error, StringComparison.Ordinal);

        await ExecuteAsync("ALTER TABLE Hidden RENAME TO Casefiles");
        await _reader.ReloadAsync();

        Assert.Equal((LiveState.Live, 1), (_reader.State, _reader.View.Groups.Count));
    }

    [Fact]
    public async Task Dispose_StopsWatching()
    {
        await StartAsync();
        Assert.Equal(1, _feed.Readers);
        _reader.Dispose();
        Assert.Equal(0, _feed.Readers);
    }

    private Task StartAsync() => _reader.StartAsync(EventFilter.All, x => x(), () => { });

    private long[] Ids() => [.. _reader.View.Groups.Select(x => x.Casefile.Id)];

    private async Task ExecuteAsync(string sql)
    {
        await using var db = await _log.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        await db.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken);
    }
}
