using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Behind;
using PenneoDashboard.Events.Export;
using PenneoDashboard.Events.Masking;
using PenneoDashboard.Events.Search;
using PenneoDashboard.Live;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.History;

/// <summary>The page over all events. The address holds everything it shows: filters and position.</summary>
public sealed partial class History : ComponentBase, IDisposable
{
    // So far behind it is being made anew, and a search has to read what it lacks.
    private const long MuchBehind = 20_000;

    private readonly CancellationTokenSource _gone = new();
    private HistoryView _view = default!;
    private FeedReader? _feedReader;
    private CancellationTokenSource? _read;
    private IReadOnlyDictionary<long, SubscriptionName> _names = new Dictionary<long, SubscriptionName>();
    private HistoryQuery _query = HistoryQuery.All;
    private HistoryLook _look = HistoryLook.Usual;
    private PageExport _export = default!;
    private long? _cursor;
    private bool _reading;
    private bool _turned;
    private bool _unsearched;
    private ElementReference _top;
    private string? _error;

    [Inject]
    public required EventQueries Events { get; init; }

    [Inject]
    public required SubscriptionNames Subscriptions { get; init; }

    [Inject]
    public required EventFeed Feed { get; init; }

    [Inject]
    public required Exports Exports { get; init; }

    [Inject]
    public required LogFollowers Followers { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required ILogger<History> Logger { get; init; }

    private string TotalText => _view.Total switch
    {
        null => Say("Counting…"),
        { Count: 1 } => Say("1 event"),
        { IsExact: true } total => Say($"{total.Count:N0} events"),
        { } total => Say($"{total.Count:N0}+ events"),
    };

    private string? Behind => _query.InForce.Q is not null && Followers.Progress(SearchIndex.FollowerName) is { Behind: > MuchBehind and var behind }
        ? Say($"The search index is being made: {behind:N0} events to go. Until then a search takes longer, and finds everything all the same.")
        : null;

    private string NewText => _view.NewEvents switch
    {
        1 => Say("1 new event: show"),
        HistoryView.MostNew => Say($"{HistoryView.MostNew:N0}+ new events: show"),
        var count => Say($"{count:N0} new events: show"),
    };

    protected override async Task OnInitializedAsync()
    {
        (_view, _export) = (new HistoryView(Events), new PageExport(Exports, Events, JS));

        // Subscribed before the first read, so that no event falls between the two.
        _feedReader = Feed.Subscribe(Mask);
        Navigation.LocationChanged += OnLocationChanged;
        _ = FollowAsync(_feedReader);
        _look = await HistoryLook.ReadAsync(JS);
        await LoadAsync();
    }

    // The pager is below the rows: after turning the page the reader starts at its top, with the keyboard too.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_turned || _reading || _view.Page is not { Items.Count: > 0 })
            return;
        _turned = false;
        await _top.FocusAsync();
    }

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _gone.Cancel();
        _read?.Cancel();
        _feedReader?.Dispose();
        _export.Dispose();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath.EndsWith(HistoryUrl.Path, StringComparison.OrdinalIgnoreCase))
            _ = InvokeAsync(LoadAsync);
    }

    private async Task LoadAsync()
    {
        // What was asked before is of no interest any more; without this a slow search would overwrite a newer one.
        _read?.Cancel();
        using var read = _read = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        var asked = Navigation.QueryHistory();
        var query = asked with { Filter = asked.Filter.For(Mask) };
        _unsearched = query != asked;
        var cursor = Navigation.QueryCursor(query.OldestFirst);
        _turned = _view.Page is not null && cursor != _cursor;
        (_query, _cursor, _reading, _error) = (query, cursor, true, null);
        try
        {
            StateHasChanged();
            _names = await Subscriptions.AllAsync(read.Token);
            await _view.ReadAsync(_query.InForce, _cursor, _query.OldestFirst, read.Token);
            _reading = false;
            StateHasChanged();
            await _view.CountAsync(read.Token);
        }
        catch (OperationCanceledException) when (read.IsCancellationRequested)
        {
            // Another read has taken over, or the page is gone.
        }
        catch (Exception e)
        {
            Logger.LogError(e, "The history could not be read");
            (_error, _reading) = (e.Message, false);
        }
        finally
        {
            if (_read == read)
                _read = null;
        }

        StateHasChanged();
    }

    private async Task FollowAsync(FeedReader reader)
    {
        try
        {
            await LivePump.RunAsync(reader, delta => InvokeAsync(() => ApplyAsync(delta)), Clock, _gone.Token);
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private async Task ApplyAsync(FeedDelta delta)
    {
        if (await _view.ApplyAsync(delta, _gone.Token))
            StateHasChanged();
    }

    private void SetQuery(HistoryQuery query)
    {
        if (query != _query)
            Navigation.NavigateTo(Navigation.HistoryLink(query), replace: true);
    }

    private void Sort() => SetQuery(_query with { OldestFirst = !_query.OldestFirst });

    private async Task SetLookAsync(HistoryLook look) => await (_look = look).RememberAsync(JS);

    private async Task PreviousAsync() => Navigation.NavigateTo(Link(await _view.PreviousAsync(_gone.Token)));

    private async Task ShowNewAsync()
    {
        if (_cursor is null && !_query.OldestFirst)
            await LoadAsync();
        else
            Navigation.NavigateTo(Navigation.HistoryLink(_query with { OldestFirst = false }));
    }

    private Task ExportAsync(ExportFormat format) => _export.StartAsync(_query.InForce, format, _gone.Token);

    private string Link(long? cursor) => Navigation.HistoryLink(_query, cursor);

    private string SignerLink(long signer) => Navigation.HistoryLink(new HistoryQuery(new EventFilter { SignerId = signer }));
}
