using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using MudBlazor;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>One move, from its plan to its end. It can be left at any step; what it shows is what is stored.</summary>
public sealed partial class MovePage : IDisposable
{
    /// <summary>Numbers that change faster than this are read by nobody, and each reading costs the database.</summary>
    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>How often it is looked whether what is waited for counts as missing by now.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _leaving = new();
    private MoveBoard _board = default!;
    private RenderPacer? _pacer;
    private IDisposable? _listening;
    private ITimer? _timer;

    /// <summary>The move's.</summary>
    [Parameter]
    public long Id { get; set; }

    [Inject]
    public required MoveReader Reader { get; init; }

    [Inject]
    public required MoveService Service { get; init; }

    [Inject]
    public required SwitchingOff SwitchingOff { get; init; }

    [Inject]
    public required SubscriptionService Subscriptions { get; init; }

    [Inject]
    public required MovePlanner Planner { get; init; }

    [Inject]
    public required SubscriptionChanges Changes { get; init; }

    [Inject]
    public required PublicAddress Address { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IOptions<PenneoOptions> Penneo { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required ILogger<MovePage> Logger { get; init; }

    private bool IsSimulator => Penneo.Value.Environment == PenneoEnvironment.Simulator;

    private string? Subtitle => _board.Move switch
    {
        null => null,
        { PointsHere: true } => Say("Legacy subscriptions that call this dashboard, and the current one in their place."),
        { LegacyEndpoint: var endpoint } => Say($"Legacy subscriptions that call {VisibleText.Line(endpoint!, 120)}, and the current one in their place."),
    };

    protected override async Task OnInitializedAsync()
    {
        _board = new MoveBoard(Id, Reader, Service, SwitchingOff, Subscriptions, Planner, Logger, StateHasChanged, _leaving.Token);

        // Listening first and reading second: what changes in between is read again.
        _pacer = new RenderPacer(Time, RenderInterval, () => InvokeAsync(ReadAgainAsync));
        _listening = Changes.Subscribe(_pacer.Signal);
        _timer = Time.CreateTimer(_ => LookAgain(), null, LookInterval, LookInterval);
        await _board.ReadAsync();
        if (_board.Move is { Step: < MoveStep.SideBySide })
            await _board.AskPenneoAsync();
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _listening?.Dispose();
        _pacer?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private void LookAgain()
    {
        if (_board.IsUnsettled)
            _pacer?.Signal();
    }

    private async Task ReadAgainAsync()
    {
        await _board.ReadAsync();
        StateHasChanged();
        if (_board.Move?.Comparison is { IsBehind: true })
            _pacer?.Signal();
    }

    private async Task UndoAsync()
    {
        var made = _board.Move?.Current;
        var text = made is null
            ? Say("The plan is forgotten. The legacy subscriptions go on as they are.")
            : Say("The current subscription is deleted at Penneo. The legacy ones go on untouched, and what came through both stays in the log.");
        var move = _board.Move!;
        if (await ConfirmDialog.AskAsync(Dialogs, Say("Undo this move?"), EventTypeNames.Summary(move.EventTypes), made?.Endpoint ?? Say("none yet"), text, Say("Undo the move"))
            && await _board.UndoAsync())
        {
            Navigation.NavigateTo("/subscriptions/move");
        }
    }
}
