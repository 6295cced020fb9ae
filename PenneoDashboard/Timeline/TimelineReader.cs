using PenneoDashboard.Events;
using PenneoDashboard.Live;
using PenneoDashboard.Security.Masking;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Timeline;

/// <summary>
/// Keeps one <see cref="TimelineView"/> current: subscribes first, reads second, and lets one thing at a time change the
/// view. Every member must be used in the caller's own synchronization context, the circuit's.
/// </summary>
public sealed partial class TimelineReader(
    EventFeed feed, CasefileQueries casefiles, SharedCasefiles shared, EventQueries events, ReaderMask mask, TimeProvider time, ILogger<TimelineReader> logger) : IDisposable
{
    /// <summary>Casefiles read at a time.</summary>
    public const int PageSize = 30;

    private readonly CancellationTokenSource _closed = new();
    private readonly SemaphoreSlim _gate = new(1);
    private FeedReader? _reader;
    private EventFilter _filter = EventFilter.All;
    private Action _changed = () => { };
    private bool _loaded;

    public TimelineView View { get; } = new(time);

    public LiveState State =>
        Error is not null ? LiveState.Error : !_loaded ? LiveState.Loading : View.IsPaused ? LiveState.Paused : LiveState.Live;

    /// <summary>Why reading failed, for the details of the message; null otherwise.</summary>
    public string? Error { get; private set; }

    /// <summary>Starts reading and watching; returns once the first page is here.</summary>
    /// <param name="dispatch">Runs work in the caller's context.</param>
    /// <param name="changed">Called in that context when there is something new to show.</param>
    public Task StartAsync(EventFilter filter, Func<Func<Task>, Task> dispatch, Action changed)
    {
        (_filter, _changed) = (filter, changed);
        _reader = feed.Subscribe(mask);
        _ = LivePump.RunAsync(_reader, delta => dispatch(() => ApplyAsync(delta)), time, _closed.Token);
        return ReloadAsync();
    }

    /// <summary>Shows what matches another filter.</summary>
    public Task FilterAsync(EventFilter filter)
    {
        if (filter == _filter)
            return Task.CompletedTask;
        _filter = filter;
        return ReloadAsync();
    }

    /// <summary>Reads everything again, after a failure.</summary>
    public Task ReloadAsync()
    {
        (_loaded, Error) = (false, null);
        _changed();
        return ChangeAsync(ReadAsync);
    }

    /// <summary>Freezes what is shown; events go on being stored and counted.</summary>
    public void Pause()
    {
        if (State == LiveState.Live)
            View.Pause();
    }

    /// <summary>Shows what came meanwhile and goes on live.</summary>
    public Task ResumeAsync() => ChangeAsync(async () =>
    {
        if (View.Resume() is not { } held)
        {
            await ReadAsync();
            return;
        }

        foreach (var delta in held)
            await TakeAsync(delta);
    });

    /// <summary>Adds the next casefiles with older activity.</summary>
    public Task OlderAsync() => ChangeAsync(async () =>
    {
        if (!View.Window.HasOlder)
            return;
        var (page, more) = await PageAsync(View.Filter, View.Groups.Count == 0 ? null : View.Groups[^1].Position);
        View.AddOlder(page, more);
    });

    /// <summary>Adds the casefiles just above those in view.</summary>
    public Task NewerAsync() => ChangeAsync(async () =>
    {
        if (!View.Window.HasNewer || View.Groups.Count == 0)
            return;
        var newer = await casefiles.NewerAsync(View.Filter, PageSize + 1, View.Groups[0].Position, _closed.Token);
        View.AddNewer(await WithEventsAsync(View.Filter, newer.Take(PageSize)), newer.Count > PageSize);
    });

    /// <summary>The reader looks at the newest end, or away from it.</summary>
    public Task FollowAsync(bool follow) => follow == View.Window.Follows ? Task.CompletedTask : ChangeAsync(() =>
        View.TryFollow(follow) || View.IsPaused ? Task.CompletedTask : ReadAsync());

    public void Dispose()
    {
        _closed.Cancel();
        _reader?.Dispose();
    }

    private Task ApplyAsync(FeedDelta delta) => ChangeAsync(() =>
    {
        // After a failure nothing is known to be right; trying again reads it all.
        if (State == LiveState.Error)
            return Task.CompletedTask;
        if (!View.IsPaused)
            return !delta.Gap ? TakeAsync(delta) : View.Window.Follows ? ReadAsync() : RefreshAsync();
        View.Hold(delta);
        return Task.CompletedTask;
    });

    private async Task ChangeAsync(Func<Task> change)
    {
        try
        {
            await _gate.WaitAsync(_closed.Token);
            try
            {
                await change();
            }
            finally
            {
                _gate.Release();
            }
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page is gone.
            return;
        }
        catch (Exception e)
        {
            LogFailed(e);
            Error = e.Message;
        }

        _changed();
    }

    private async Task ReadAsync()
    {
        // Another filter may be chosen while this one is read; its own call then reads after this.
        var filter = _filter;
        var (page, more) = await PageAsync(filter, null);
        var loose = filter.CasefileId is null && filter.SignerId is null
            ? await events.WithoutCasefileAsync(filter, TimelineView.MostLoose, _closed.Token)
            : [];
        View.Load(filter, page, loose, more);
        _loaded = filter == _filter;
    }

    // To start anew would carry a reader who has gone down back to the newest end.
    private async Task RefreshAsync() => View.Refresh(await WithEventsAsync(View.Filter, View.Groups.Select(x => x.Casefile)));

    private async Task<(IReadOnlyList<CasefileDetail> Page, bool More)> PageAsync(EventFilter filter, long? before)
    {
        var recent = await casefiles.RecentAsync(filter, PageSize + 1, before, _closed.Token);
        return (await WithEventsAsync(filter, recent.Take(PageSize)), recent.Count > PageSize);
    }

    private Task<IReadOnlyList<CasefileDetail>> WithEventsAsync(EventFilter filter, IEnumerable<CasefileSummary> page) =>
        casefiles.WithEventsAsync([.. page.Select(x => x.Id)], filter, TimelineGroup.MostEvents, Payloads.Omitted, _closed.Token);

    private async Task TakeAsync(FeedDelta delta)
    {
        View.Apply(delta, await shared.GetAsync(View.Unknown(delta), View.Filter, mask, _closed.Token));
    }

    [LoggerMessage(LogLevel.Error, "A timeline could not be read")]
    private partial void LogFailed(Exception e);
}
