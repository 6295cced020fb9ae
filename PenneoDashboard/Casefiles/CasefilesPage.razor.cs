using System.Threading.Channels;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;
using PenneoDashboard.Events.Masking;
using PenneoDashboard.Events.States;
using PenneoDashboard.Live;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Casefiles;

/// <summary>Every casefile by state, live. The address holds all that it shows.</summary>
public sealed partial class CasefilesPage : ComponentBase, IDisposable
{
    private const int ManyBehind = 2000;

    // Cards that move about faster can't be read, and each reading costs the database.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _gone = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private CasefilesView _view = default!;
    private CasefilesQuery _query = default!;
    private CancellationTokenSource? _read;
    private string? _failure;
    private bool _paused;
    private bool _busy;
    private bool _unsearched;

    [Inject]
    public required CasefileStateQueries States { get; init; }

    [Inject]
    public required StallRuleStore Rules { get; init; }

    [Inject]
    public required CasefileStateNews News { get; init; }

    [Inject]
    public required EventFeed Feed { get; init; }

    [Inject]
    public required RelativeTimeTicker Ticker { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required ILogger<CasefilesPage> Logger { get; init; }

    private long Behind => News.Behind;

    private LiveState State => this switch
    {
        { _failure: not null } => LiveState.Error,
        { _view.Shown: null } => LiveState.Loading,
        { _paused: true } => LiveState.Paused,
        _ => LiveState.Live,
    };

    protected override Task OnInitializedAsync()
    {
        _view = new CasefilesView(States, Rules);

        // Listening first and reading second: what changes in between is read again.
        News.Changed += Wake;
        Ticker.Tick += Wake;
        Navigation.LocationChanged += OnLocationChanged;
        _ = FollowAsync();
        return LoadAsync();
    }

    public void Dispose()
    {
        News.Changed -= Wake;
        Ticker.Tick -= Wake;
        Navigation.LocationChanged -= OnLocationChanged;
        _gone.Cancel();
    }

    // Nothing is committed when a casefile becomes stalled, so the clock wakes the page too.
    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task FollowAsync()
    {
        try
        {
            await LivePump.RunAsync(_wake.Reader, Feed, () => InvokeAsync(RefreshAsync), Rest, Clock, _gone.Token);
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private async Task RefreshAsync()
    {
        if (!_paused && !_busy && _failure is null)
            await ReadAsync();
    }

    private Task LoadAsync()
    {
        var asked = CasefilesQuery.Of(Navigation);
        (_query, _failure, _busy) = (asked with { Filter = asked.Filter.For(Mask) }, null, true);
        _unsearched = _query != asked;
        StateHasChanged();
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        _read?.Cancel();
        using var read = _read = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        try
        {
            await _view.ReadAsync(_query, read.Token);
            _failure = null;
        }
        catch (Exception) when (read.IsCancellationRequested)
        {
            // Another read has taken over, or the page is gone.
            return;
        }
        catch (Exception e)
        {
            LogFailed(Logger, e);
            _failure = e.Message;
        }
        finally
        {
            if (_read == read)
                _read = null;
        }

        _busy = false;
        StateHasChanged();
    }

    private void Pause() => _paused = true;

    private Task ResumeAsync()
    {
        _paused = false;
        return LoadAsync();
    }

    private Task EditRulesAsync() => StallRulesDialog.ShowAsync(Dialogs, _view.Rules);

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath.EndsWith(CasefilesQuery.Path, StringComparison.OrdinalIgnoreCase))
            _ = InvokeAsync(LoadAsync);
    }

    [LoggerMessage(LogLevel.Error, "The casefiles could not be read")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
