namespace PenneoDashboard.Simulator;

/// <summary>What is switched for a rehearsal; a restart keeps it.</summary>
/// <param name="LegacyShutDown">The legacy service answers every call with 410 and delivers nothing, as after the day Penneo ends it.</param>
/// <param name="CasefilesRefused">Reading a casefile is answered with 403, as for a user without the right to see it.</param>
public sealed record SimulatorSwitches(bool LegacyShutDown = false, bool CasefilesRefused = false)
{
    public ChaosSettings Chaos { get; init; } = new();
}
