using System.Globalization;
using System.Threading.Channels;
using Microsoft.AspNetCore.Components;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Behind;
using PenneoDashboard.Live;
using PenneoDashboard.Shared;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.Overview;

/// <summary>The live overview. It reads again when something was committed or a subscription changed, so it can't drift.</summary>
public sealed partial class Overview : ComponentBase
{
    /// <summary>Numbers that change faster than this are read by nobody, and each reading costs the database.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _gone = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Latest<EventsPart> _events = null!;
    private Latest<SubscriptionsPart> _subscriptions = null!;
    private FeedReader? _feed;
    private IDisposable? _changes;
    private StatusKey? _status;
    private int _days = OverviewReader.Days;
    private long? _seenSequence;
    private long _readAt;
    private volatile bool _moved;
    private bool _paused;
    private bool _missedMore;
    private int _missed;

    [Inject]
    public required OverviewReader Reader { get; init; }

    [Inject]
    public required EventFeed Feed { get; init; }

    [Inject]
    public required LogFollowers Followers { get; init; }

    [Inject]
    public required SubscriptionChanges Changes { get; init; }

    [Inject]
    public required RelativeTimeTicker Ticker { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required ILogger<Overview> Logger { get; init; }

    /// <summary>The status whose casefiles are listed.</summary>
    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    /// <summary>How many days the chart and the funnel look back: 90, or the usual 14.</summary>
    [SupplyParameterFromQuery]
    public int? Days { get; set; }

    private EventsPart? Events => _events.Value;

    private SubscriptionsPart? Subscriptions => _subscriptions.Value;

    private EventFilter Today => new() { From = EventsPart.StartOf(Events!.Today) };

    private string MissedText => _missed == 0 ? "" : " · " + (_missedMore ? Say($"{_missed:N0} or more new") : Say($"{_missed:N0} new"));

    private Exception? Failure => _events.Failure ?? _subscriptions.Failure;

    private LiveState State => (Failure, _paused, Events, Subscriptions) switch
    {
        (not null, _, _, _) => LiveState.Error,
        (_, _, null, _) or (_, _, _, null) => LiveState.Loading,
        (_, true, _, _) => LiveState.Paused,
        _ => LiveState.Live,
    };

    protected override void OnInitialized()
    {
        _events = new(token => Reader.EventsAsync(_status, _days, token), e => LogFailed(Logger, e));
        _subscriptions = new(Reader.SubscriptionsAsync, e => LogFailed(Logger, e));

        // Watching starts before the first read, so nothing falls between the two.
        _feed = Feed.Subscribe(Mask);
        _changes = Changes.Subscribe(Wake);
        Ticker.Tick += Wake;
        Followers.Moved += OnMoved;
        _ = LivePump.RunAsync(_feed, OnEventsAsync, Rest, Clock, _gone.Token);
        _ = WatchSubscriptionsAsync();
    }

    protected override async Task OnParametersSetAsync()
    {
        var wanted = (StatusKey.Parse(Status), Days == OverviewReader.ManyDays ? OverviewReader.ManyDays : OverviewReader.Days);
        if (Events is not null && wanted == (_status, _days))
            return;
        (_status, _days) = wanted;
        await ReadAsync();
    }

    public void Dispose()
    {
        _gone.Cancel();
        Ticker.Tick -= Wake;
        Followers.Moved -= OnMoved;
        _changes?.Dispose();
        _feed?.Dispose();
    }

    // States and the funnel come a moment after the events.
    private void OnMoved(string follower)
    {
        _moved = true;
        Wake();
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private Task OnEventsAsync(FeedDelta delta) => InvokeAsync(async () =>
    {
        if (_paused)
            (_missed, _missedMore) = (_missed + delta.Events.Count, _missedMore || delta.Gap);
        else
            await ReadEventsAsync();
        StateHasChanged();
    });

    private async Task WatchSubscriptionsAsync()
    {
        try
        {
            await foreach (var _ in _wake.Reader.ReadAllAsync(_gone.Token))
            {
                await InvokeAsync(RefreshSubscriptionsAsync);
                await Task.Delay(Rest, Clock, _gone.Token);
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone.
        }
    }

    private async Task RefreshSubscriptionsAsync()
    {
        if (_paused)
            return;
        await _subscriptions.ReadAsync(_gone.Token);

        // With nothing committed a minute, and a day, begin anew all the same; and what failed may work by now.
        if (_moved || _events.Failure is not null || Clock.GetElapsedTime(_readAt) >= RelativeTimeTicker.Interval)
            await ReadEventsAsync();
        StateHasChanged();
    }

    private void Pause() => _paused = true;

    private Task ResumeAsync()
    {
        (_paused, _missed, _missedMore) = (false, 0, false);
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        await ReadEventsAsync();
        await _subscriptions.ReadAsync(_gone.Token);
    }

    private async Task ReadEventsAsync()
    {
        (_readAt, _moved) = (Clock.GetTimestamp(), false);
        await _events.ReadAsync(_gone.Token);
        _seenSequence ??= Events is { IsEmpty: false } events ? events.Newest[0].Sequence : null;
    }

    private string Link(EventFilter filter) => Navigation.FilterLink("/history", filter);

    private static string Number(long value) => value.ToString("N0", CultureInfo.CurrentCulture);

    [LoggerMessage(LogLevel.Error, "The overview could not be read")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
