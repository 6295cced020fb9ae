using Microsoft.AspNetCore.Components;
using PenneoDashboard.Events;
using PenneoDashboard.Events.States;
using PenneoDashboard.Live;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Casefiles;

/// <summary>The page of one casefile, live.</summary>
public sealed partial class Casefile : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private CasefileView _view = new(0);
    private CancellationTokenSource? _read;
    private FeedReader? _feedReader;
    private LiveState _state = LiveState.Loading;
    private string? _error;

    [Inject]
    public required CasefileQueries Casefiles { get; init; }

    [Inject]
    public required EventFeed Feed { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required ILogger<Casefile> Logger { get; init; }

    /// <summary>Penneo's id.</summary>
    [Parameter]
    public long Id { get; set; }

    private string Title => _view.Casefile?.Title is { } title ? VisibleText.Line(title, 120) : $"Casefile {Id}";

    protected override void OnInitialized()
    {
        // Subscribed before the first read, so that no event falls between the two.
        _feedReader = Feed.Subscribe();
        _ = FollowAsync(_feedReader);
    }

    protected override Task OnParametersSetAsync()
    {
        if (_view.Id == Id)
            return Task.CompletedTask;
        _view = new CasefileView(Id);
        _state = LiveState.Loading;
        return LoadAsync();
    }

    public void Dispose()
    {
        _gone.Cancel();
        _feedReader?.Dispose();
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
        var change = _view.Apply(delta);
        if (change == Change.Unknown)
            await LoadAsync();
        else if (change == Change.Some)
            StateHasChanged();
    }

    private async Task LoadAsync()
    {
        _read?.Cancel();
        using var read = _read = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        var view = _view;
        try
        {
            do
                view.BeginLoad();
            while (!view.Load(await Casefiles.FindAsync(view.Id, CasefileView.MostEvents, Payloads.Omitted, read.Token)));
            (_state, _error) = (LiveState.Live, null);
        }
        catch (OperationCanceledException) when (read.IsCancellationRequested)
        {
            // Another casefile is read by now, or the page is gone.
        }
        catch (Exception e)
        {
            Logger.LogError(e, "Casefile {Casefile} could not be read", view.Id);
            (_state, _error) = (LiveState.Error, e.Message);
        }
        finally
        {
            if (_read == read)
                _read = null;
        }

        StateHasChanged();
    }

    // Two signers of one name are told apart by their ids.
    private static Dictionary<long, string> Names(CasefileStanding standing) => standing.Signers.Where(x => x.Name is not null).GroupBy(x => x.Name!)
        .SelectMany(x => x.Select(signer => (signer.SignerId, Name: x.Count() == 1 ? x.Key : $"{x.Key} ({signer.SignerId})")))
        .ToDictionary(x => x.SignerId, x => x.Name);

    private string HistoryLink(long? signer) => Navigation.FilterLink("/history", new EventFilter { CasefileId = Id, SignerId = signer });
}
