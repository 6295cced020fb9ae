using Microsoft.AspNetCore.Components;
using PenneoDashboard.Events;
using PenneoDashboard.Events.States;
using PenneoDashboard.Live;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Casefiles;

/// <summary>The page of one casefile, live.</summary>
public sealed partial class Casefile : ComponentBase, IDisposable
{
    private const int FewSigners = 8;

    private readonly CancellationTokenSource _gone = new();
    private CasefileView _view = new(0);
    private CancellationTokenSource? _read;
    private FeedReader? _feedReader;
    private LiveState _state = LiveState.Loading;
    private CasefileReading? _atPenneo;
    private StallRules _rules = StallRules.Usual;
    private bool _allSigners;
    private string? _error;

    [Inject]
    public required CasefileQueries Casefiles { get; init; }

    [Inject]
    public required StallRuleStore Rules { get; init; }

    [Inject]
    public required CasefileLookup Lookup { get; init; }

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

    private bool HasTitle => (_atPenneo?.Casefile?.Title ?? _view.Casefile?.Title) is not null;

    // Penneo's own answer is newer than any event.
    private string Title => (_atPenneo?.Casefile?.Title ?? _view.Casefile?.Title) is { } title ? VisibleText.Line(title, 120) : Say($"Casefile {Id}");

    private string? PenneoNote => _atPenneo switch
    {
        { IsRefused: true } => Say("Penneo does not show this casefile to our user, so title and names are known from events only."),
        { Casefile: { } casefile } when casefile.Signers.Where(x => !_view.Signers.Contains(x.Id)).ToList() is [_, ..] silent =>
            Say($"At Penneo also, but not heard of yet: {VisibleText.Line(string.Join(", ", silent.Select(x => x.Name ?? Say($"signer {x.Id}"))), 300)}"),
        _ => null,
    };

    protected override void OnInitialized()
    {
        // Subscribed before the first read, so that no event falls between the two.
        _feedReader = Feed.Subscribe(Mask);
        _ = FollowAsync(_feedReader);
    }

    protected override Task OnParametersSetAsync()
    {
        if (_view.Id == Id)
            return Task.CompletedTask;
        _view = new CasefileView(Id);
        (_state, _atPenneo, _allSigners) = (LiveState.Loading, null, false);
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
            _rules = await Rules.ReadAsync(read.Token);
            (_state, _error) = (LiveState.Live, null);

            // Not waited for: the page is whole without it.
            if (_atPenneo is null)
                _ = AskPenneoAsync(view);
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

    private async Task AskPenneoAsync(CasefileView view)
    {
        try
        {
            var reading = await Lookup.ReadAsync(view.Id, Mask, _gone.Token);
            if (view != _view)
                return;
            _atPenneo = reading;
            view.Name(reading.Casefile?.Signers ?? []);
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page is gone.
        }
    }

    // Of many, those first who have to act.
    private IEnumerable<SignerStanding> Lanes(CasefileStanding standing) => standing.Signers.Count <= FewSigners || _allSigners
        ? standing.Signers
        : standing.WaitedFor.Concat(standing.Signers.Except(standing.WaitedFor)).Take(FewSigners);

    // Two signers of one name are told apart by their ids.
    private static Dictionary<long, string> Names(CasefileStanding standing) => standing.Signers.Where(x => x.Name is not null).GroupBy(x => x.Name!)
        .SelectMany(x => x.Select(signer => (signer.SignerId, Name: x.Count() == 1 ? x.Key : $"{x.Key} ({signer.SignerId})")))
        .ToDictionary(x => x.SignerId, x => x.Name);

    private static List<(long Id, string Name)> SwimSigners(CasefileStanding standing)
    {
        var names = Names(standing);
        return [.. standing.Signers.Select(x => (x.SignerId, names.TryGetValue(x.SignerId, out var name) ? VisibleText.Line(name, 60) : Say($"Signer {x.SignerId}")))];
    }

    private string NameOf(long signer) => _view.Standing?.Signers.FirstOrDefault(x => x.SignerId == signer)?.Who() ?? Say($"signer {signer}");

    // The state says it all but for these: signed and not finished yet, and numbers nobody knows.
    private static bool IsUnusual(int? status) => status is 4 or > 8 or < 0;

    private string HistoryLink(long? signer) => Navigation.FilterLink("/history", new EventFilter { CasefileId = Id, SignerId = signer });
}
