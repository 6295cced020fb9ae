using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;
using PenneoDashboard.Subscriptions.Findings;
using PenneoDashboard.Subscriptions.Keys;

namespace PenneoDashboard.Subscriptions;

/// <summary>Our subscriptions, live: create, confirm, test, delete, and take over what was made elsewhere.</summary>
public sealed partial class SubscriptionsPage : IDisposable
{
    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _leaving = new();
    private SubscriptionsBoard _board = default!;
    private RenderPacer? _pacer;
    private IDisposable? _listening;
    private bool _creating;
    private IReadOnlyList<string>? _suggested;

    [Inject]
    public required SubscriptionStore Store { get; init; }

    [Inject]
    public required SubscriptionService Service { get; init; }

    [Inject]
    public required CurrentSubscriptions Current { get; init; }

    [Inject]
    public required PenneoSync Sync { get; init; }

    [Inject]
    public required KeyRotation Rotation { get; init; }

    [Inject]
    public required SubscriptionChanges Changes { get; init; }

    [Inject]
    public required FindingsReader FindingsReader { get; init; }

    [Inject]
    public required ReceiverProbe Probe { get; init; }

    [Inject]
    public required PublicAddress Address { get; init; }

    [Inject]
    public required IOptions<PenneoOptions> Penneo { get; init; }

    [Inject]
    public required BrowserTime Browser { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required ILogger<SubscriptionsPage> Logger { get; init; }

    private bool IsSimulator => Penneo.Value.Environment == PenneoEnvironment.Simulator;

    private LiveState State => _board switch
    {
        { ReadError: not null } => LiveState.Error,
        { Rows: null } => LiveState.Loading,
        _ => LiveState.Live,
    };

    private string Compared => _board.ComparedAt is { } at
        ? Say($"Last compared with Penneo at {TimeText.Time(Browser.ToLocal(at))}")
        : Say("Compare with Penneo");

    // The form that takes the page while there is no subscription says itself what may be wrong with the address.
    private IReadOnlyList<Finding> Findings => [.. FindingsReader.Of(_board.Rows!).Where(x => _board.Rows!.Count > 0 || x.Kind != FindingKind.Address)];

    private IReadOnlyList<string> Topics => [.. _board.Rows!.Where(x => x.ReceiveUrl is not null).Select(x => x.Topic).OfType<string>().Distinct()];

    protected override async Task OnInitializedAsync()
    {
        _board = new SubscriptionsBoard(Store, Service, Current, Sync, Rotation, Time, Logger, StateHasChanged, _leaving.Token);

        // Listening first and reading second: what changes in between is read again.
        _pacer = new RenderPacer(Time, RenderInterval, () => InvokeAsync(ReadAgainAsync));
        _listening = Changes.Subscribe(_pacer.Signal);
        await _board.ReadAsync();
        _ = TryAddressAsync();
        await _board.RefreshAsync();
    }

    public void Dispose()
    {
        _listening?.Dispose();
        _pacer?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
    }

    // Meanwhile the page is shown: a network that swallows packets takes seconds to say so.
    private async Task TryAddressAsync()
    {
        try
        {
            await Probe.CheckAsync(_leaving.Token);
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // Nobody is there to see it.
        }
    }

    private void StartCreating(IReadOnlyList<string> eventTypes) => (_creating, _suggested) = (true, eventTypes);

    private async Task ReadAgainAsync()
    {
        await _board.ReadAsync();
        StateHasChanged();
    }

    // A guide that shows how the only one tested gets on says it all.
    private bool IsInGuide(TestRun test) => test.Expected is [var only] && _board.Rows!.Any(x => x.Id == only && _board.ShowsGuide(x));

    private IReadOnlyList<string> Warnings(SubscriptionView row) => Address.WarningsFor(row.Endpoint);

    private async Task CreateAsync(NewSubscription wanted)
    {
        if (await _board.CreateAsync(wanted))
            _creating = false;
    }

    private async Task CreateLegacyAsync(NewSubscriptions wanted)
    {
        if (await _board.CreateAsync(wanted.Topics, wanted.Endpoint, wanted.AutoConfirm))
            _creating = false;
    }
}
