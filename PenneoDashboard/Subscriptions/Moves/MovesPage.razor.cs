using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>The legacy subscriptions that are still to move, and the moves there are.</summary>
public sealed partial class MovesPage : IDisposable
{
    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _leaving = new();
    private MovesBoard _board = default!;
    private RenderPacer? _pacer;
    private IDisposable? _listening;

    [Inject]
    public required MovePlanner Planner { get; init; }

    [Inject]
    public required MoveService Service { get; init; }

    [Inject]
    public required MoveReader Reader { get; init; }

    [Inject]
    public required SubscriptionChanges Changes { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IOptions<PenneoOptions> Penneo { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required ILogger<MovesPage> Logger { get; init; }

    private bool IsSimulator => Penneo.Value.Environment == PenneoEnvironment.Simulator;

    protected override async Task OnInitializedAsync()
    {
        _board = new MovesBoard(Planner, Service, Reader, Logger, StateHasChanged, _leaving.Token);

        // Listening first and reading second: what changes in between is read again.
        _pacer = new RenderPacer(Time, RenderInterval, () => InvokeAsync(ReadAgainAsync));
        _listening = Changes.Subscribe(_pacer.Signal, events: false);
        await _board.ReadAsync();
        await _board.RefreshAsync();
    }

    public void Dispose()
    {
        _listening?.Dispose();
        _pacer?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private static string Where(string? endpoint) => endpoint is null ? Say("To this dashboard") : Say($"To {VisibleText.Line(endpoint, 120)}");

    private async Task ReadAgainAsync()
    {
        await _board.ReadAsync();
        StateHasChanged();
    }

    private async Task BeginAsync(MoveGroup group)
    {
        if (await _board.BeginAsync(group))
            Navigation.NavigateTo($"/subscriptions/move/{_board.Begun}");
    }
}
