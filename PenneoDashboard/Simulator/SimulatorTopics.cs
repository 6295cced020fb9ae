namespace PenneoDashboard.Simulator;

/// <summary>The two topics of the legacy service. Spelled out here on purpose: the simulator shares no code with the app.</summary>
public static class SimulatorTopics
{
    public const string Casefile = "casefile";
    public const string Signer = "signer";

    public static bool IsKnown(string? topic) => topic is Casefile or Signer;
}
