namespace PenneoDashboard.Simulator;

/// <summary>Everything the page shows, read in one go per render.</summary>
public sealed record SimulatorPageState(
    IReadOnlyList<SimulatedSubscription> Subscriptions,
    IReadOnlyList<SimulatedCurrentSubscription> Current,
    IReadOnlyList<RunningCasefile> Casefiles,
    IReadOnlyList<DeliveryAttempt> Deliveries,
    DeliveryCounters Counters,
    double EventsPerSecond,
    double MeasuredEventsPerSecond,
    SimulatorSwitches Switches);
