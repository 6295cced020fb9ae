using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using PenneoDashboard.Shared;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.Rejected;

/// <summary>Refused deliveries, live: why, and the way back into the log.</summary>
public sealed partial class RejectedPage : IDisposable
{
    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _leaving = new();
    private RejectedBoard _board = default!;
    private RenderPacer? _pacer;
    private IDisposable? _listening;

    [Inject]
    public required RejectedStore Store { get; init; }

    [Inject]
    public required RejectedService Service { get; init; }

    [Inject]
    public required SubscriptionNames Names { get; init; }

    [Inject]
    public required RejectedChanges Changes { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required ILogger<RejectedPage> Logger { get; init; }

    private LiveState State => _board switch
    {
        { ReadError: not null } => LiveState.Error,
        { Part: null } => LiveState.Loading,
        _ => LiveState.Live,
    };

    protected override async Task OnInitializedAsync()
    {
        _board = new RejectedBoard(Store, Service, Names, Logger, StateHasChanged, _leaving.Token);

        // Listening first and reading second: what changes in between is read again.
        _pacer = new RenderPacer(Time, RenderInterval, () => InvokeAsync(ReadAgainAsync));
        _listening = Changes.Subscribe(_pacer.Signal);
        Navigation.LocationChanged += OnLocationChanged;
        await _board.ShowOnlyAsync(Navigation.QueryNumber("subscriptionId"));
    }

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _listening?.Dispose();
        _pacer?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private async Task ReadAgainAsync()
    {
        await _board.ReadAsync();
        StateHasChanged();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(async () =>
    {
        await _board.ShowOnlyAsync(Navigation.QueryNumber("subscriptionId"));
        StateHasChanged();
    });
}
