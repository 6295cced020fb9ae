namespace PenneoDashboard.Simulator;

/// <summary>
/// The topics of the legacy service and the event types of the current one. Spelled out here on purpose: the simulator
/// shares no code with the app.
/// </summary>
public static class SimulatorTopics
{
    public const string Casefile = "casefile";
    public const string Signer = "signer";

    public const string TestEventType = "webhook.subscription.test";

    /// <summary>What a subscription of the current service may list.</summary>
    public static readonly IReadOnlyList<string> CurrentTypes =
    [
        .. new[] { "completed", "rejected", "failed", "expired" }.Select(x => $"sign.{Casefile}.{x}"),
        .. new[]
        {
            "requestActivated", "requestSent", "reminderSent", "requestOpened", "undeliverable", "transientBounce", "opened", "rejected", "signed",
            "signedWithImageUploadAndNAP", "finalized", "deleted",
        }.Select(x => $"sign.{Signer}.{x}"),
        TestEventType,
    ];

    public static bool IsKnown(string? topic) => topic is Casefile or Signer;
}
