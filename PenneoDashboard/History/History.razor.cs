using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using PenneoDashboard.Events;
using PenneoDashboard.Live;
using PenneoDashboard.Shared;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.History;

/// <summary>The page over all events. The address holds everything it shows: filters and position.</summary>
public sealed partial class History : ComponentBase, IDisposable
{
    private const string Path = "/history";

    private readonly CancellationTokenSource _gone = new();
    private HistoryView _view = default!;
    private FeedReader? _feedReader;
    private CancellationTokenSource? _read;
    private IReadOnlyDictionary<long, SubscriptionName> _names = new Dictionary<long, SubscriptionName>();
    private EventFilter _filter = EventFilter.All;
    private long? _before;
    private bool _reading;
    private bool _turned;
    private ElementReference _top;
    private string? _error;

    [Inject]
    public required EventQueries Events { get; init; }

    [Inject]
    public required SubscriptionNames Subscriptions { get; init; }

    [Inject]
    public required EventFeed Feed { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required ILogger<History> Logger { get; init; }

    private string TotalText => _view.Total switch
    {
        null => "Counting…",
        { Count: 1 } => "1 event",
        { IsExact: true } total => string.Create(CultureInfo.InvariantCulture, $"{total.Count:N0} events"),
        { } total => string.Create(CultureInfo.InvariantCulture, $"{total.Count:N0}+ events"),
    };

    private string NewText => _view.NewEvents switch
    {
        1 => "1 new event: show",
        HistoryView.MostNew => string.Create(CultureInfo.InvariantCulture, $"{HistoryView.MostNew:N0}+ new events: show"),
        var count => $"{count} new events: show",
    };

    protected override Task OnInitializedAsync()
    {
        _view = new HistoryView(Events);

        // Subscribed before the first read, so that no event falls between the two.
        _feedReader = Feed.Subscribe();
        Navigation.LocationChanged += OnLocationChanged;
        _ = FollowAsync(_feedReader);
        return LoadAsync();
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
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath.EndsWith(Path, StringComparison.OrdinalIgnoreCase))
            _ = InvokeAsync(LoadAsync);
    }

    private async Task LoadAsync()
    {
        // What was asked before is of no interest any more; without this a slow search would overwrite a newer one.
        _read?.Cancel();
        using var read = _read = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        var before = Navigation.QueryNumber("before");
        _turned = _view.Page is not null && before != _before;
        (_filter, _before, _reading, _error) = (Navigation.QueryFilter(), before, true, null);
        try
        {
            StateHasChanged();
            _names = await Subscriptions.AllAsync(read.Token);
            await _view.ReadAsync(_filter, _before, read.Token);
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

    private void SetFilter(EventFilter filter)
    {
        if (filter != _filter)
            Navigation.NavigateTo(Navigation.FilterLink(Path, filter), replace: true);
    }

    private async Task NewerAsync() => Navigation.NavigateTo(Link(await _view.NewerAsync(_gone.Token)));

    private async Task ShowNewAsync()
    {
        if (_before is null)
            await LoadAsync();
        else
            Navigation.NavigateTo(Link(null));
    }

    private string Link(long? before) =>
        Navigation.FilterLink(before is null ? Path : string.Create(CultureInfo.InvariantCulture, $"{Path}?before={before}"), _filter);

    private string SignerLink(long signer) => Navigation.FilterLink(Path, new EventFilter { SignerId = signer });
}
