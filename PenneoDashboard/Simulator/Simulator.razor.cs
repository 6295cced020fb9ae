using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Simulator;

/// <summary>The page that plays Penneo.</summary>
public sealed partial class Simulator : ComponentBase, IDisposable
{
    /// <summary>Rows of recent deliveries; the log keeps more than anyone reads at once.</summary>
    private const int DeliveryRows = 40;

    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(250);

    private SimulatorServices? _services;
    private RenderPacer? _pacer;
    private IDisposable? _listening;
    private IReadOnlyList<int> _startedIds = [];
    private string? _error;

    /// <summary>The simulator's services are only there when it runs, so they can't be injected one by one.</summary>
    [Inject]
    public required IServiceProvider Provider { get; init; }

    private SimulatorPageState? State => _services?.Read(DeliveryRows);

    private string StartedText => _startedIds.Count == 1 ? Say("Started one casefile.") : Say($"Started {_startedIds.Count:N0} casefiles.");

    protected override void OnInitialized() => _services = SimulatorServices.TryGet(Provider);

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender || _services is null)
            return;
        _pacer = new RenderPacer(_services.Time, RenderInterval, () => InvokeAsync(StateHasChanged));
        _listening = _services.Changes.Listen(_pacer.Signal);
        _pacer.Signal();
    }

    public void Dispose()
    {
        _listening?.Dispose();
        _pacer?.Dispose();
    }

    private void Start(ScenarioRequest request)
    {
        var ids = _services!.Runner.Start(request);
        _startedIds = ids ?? [];
        _error = ids is null ? Say($"At most {ScenarioRunner.MaxRunning:N0} casefiles run at once. Stop some first.") : null;
    }

    private void Stop(int casefileId) => _services!.Runner.Stop(casefileId);

    private void StopAll() => _services!.Runner.StopAll();

    private void SetRate(double eventsPerSecond) => _services!.Traffic.SetRate(eventsPerSecond);

    private void SetLegacy(bool shutDown) => _services!.Book.Switch(x => x with { LegacyShutDown = shutDown });

    private void SetCasefiles(bool refused) => _services!.Book.Switch(x => x with { CasefilesRefused = refused });

    private void SetChaos(ChaosSettings chaos) => _services!.Book.Switch(x => x with { Chaos = chaos });

    private void Resume(int subscriptionId) => _services!.Book.Resume(subscriptionId);

    private void Resend(int subscriptionId)
    {
        if (_services!.Book.Find(subscriptionId) is { Confirmed: false } subscription)
            _services.Deliveries.Send(subscription, OutgoingMessage.Confirmation(subscription));
    }

    private sealed record SimulatorServices(
        SubscriptionBook Book,
        DeliveryService Deliveries,
        DeliveryLog Log,
        ScenarioRunner Runner,
        ContinuousTraffic Traffic,
        SimulatorChanges Changes,
        TimeProvider Time)
    {
        public static SimulatorServices? TryGet(IServiceProvider provider) =>
            provider.GetService<SubscriptionBook>() is not { } book || !provider.GetRequiredService<IOptions<SimulatorOptions>>().Value.IsOn() ? null : new SimulatorServices(
                book,
                provider.GetRequiredService<DeliveryService>(),
                provider.GetRequiredService<DeliveryLog>(),
                provider.GetRequiredService<ScenarioRunner>(),
                provider.GetRequiredService<ContinuousTraffic>(),
                provider.GetRequiredService<SimulatorChanges>(),
                provider.GetRequiredService<TimeProvider>());

        public SimulatorPageState Read(int deliveries) => new(
            Book.All, Book.Current, Runner.Casefiles, Log.Recent(deliveries), Log.Counters, Traffic.EventsPerSecond, Traffic.MeasuredEventsPerSecond, Book.Switches);
    }
}
