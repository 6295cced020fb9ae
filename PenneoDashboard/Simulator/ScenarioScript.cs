namespace PenneoDashboard.Simulator;

/// <summary>One notification of a script.</summary>
/// <param name="Delay">From the step before.</param>
/// <param name="Signer">Index of the signer; null for the casefile's own events.</param>
/// <param name="CasefileStatus">Penneo's number at that moment: 1 pending, 2 rejected, 4 signed, 5 completed, 6 failed.</param>
/// <param name="RepeatOf">Index of an earlier step whose very bytes are delivered once more.</param>
public sealed record ScenarioStep(
    TimeSpan Delay,
    string Topic,
    string EventType,
    int? Signer,
    int CasefileStatus,
    PhpZone Zone = PhpZone.UtcName,
    int? RepeatOf = null);

/// <summary>Everything that will happen to one casefile.</summary>
/// <param name="SignerNames">By signer index.</param>
/// <param name="Rounds">The signers' indexes, round by round.</param>
public sealed record ScenarioScript(
    ScenarioRequest Request,
    string Title,
    IReadOnlyList<string> SignerNames,
    IReadOnlyList<IReadOnlyList<int>> Rounds,
    IReadOnlyList<ScenarioStep> Steps);
