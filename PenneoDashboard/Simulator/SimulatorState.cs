namespace PenneoDashboard.Simulator;

/// <summary>What outlives a restart.</summary>
/// <param name="LastSubscriptionId">The highest id given out.</param>
/// <param name="LastCasefileId">The end of the block of ids that may have been given out.</param>
/// <param name="LastSignerId">As <paramref name="LastCasefileId"/>.</param>
public sealed record SimulatorState(
    IReadOnlyList<SimulatedSubscription> Subscriptions,
    int LastSubscriptionId,
    int LastCasefileId,
    int LastSignerId)
{
    public IReadOnlyList<SimulatedCurrentSubscription> Current { get; init; } = [];

    public SimulatorSwitches Switches { get; init; } = new();

    /// <summary>As far as they were when the state was last saved.</summary>
    public IReadOnlyList<SimulatedCasefile> Casefiles { get; init; } = [];

    /// <summary>Far enough apart that nobody takes one kind of id for another.</summary>
    public static readonly SimulatorState Initial = new([], 100, 5_000, 90_000);
}
