namespace PenneoDashboard.Penneo;

/// <summary>How an event should strike the eye; the theme gives each its colour.</summary>
public enum EventTone
{
    /// <summary>Nothing anyone has to act on.</summary>
    Neutral,

    /// <summary>The casefile is on its way.</summary>
    Progress,

    /// <summary>The signer did something.</summary>
    Engaged,

    /// <summary>Someone signed, or everything is done.</summary>
    Success,

    /// <summary>It may get stuck.</summary>
    Warning,

    /// <summary>It is stuck, or over without a signature.</summary>
    Danger,
}

/// <summary>One event type in Penneo's words and ours.</summary>
/// <param name="Label">Short, for a list.</param>
/// <param name="Meaning">A sentence, for a tooltip.</param>
public sealed record EventTypeInfo(string? Topic, string EventType, string Label, string Meaning, EventTone Tone)
{
    /// <summary>Short, in the reader's language.</summary>
    public string Label { get => Say(field); init; } = Label;

    /// <summary>A sentence, in the reader's language.</summary>
    public string Meaning { get => Say(field); init; } = Meaning;

    /// <summary>What the current service calls it, for example <c>sign.signer.signed</c>.</summary>
    public string CurrentName => PenneoVocabulary.CurrentName(Topic, EventType);

    /// <summary>True when Penneo's legacy service never sends it.</summary>
    public bool IsCurrentOnly { get; init; }
}

/// <summary>Penneo's topics, event types and status numbers. Unknown ones are shown as they are.</summary>
public static class PenneoVocabulary
{
    public const string CasefileTopic = "casefile";
    public const string SignerTopic = "signer";

    /// <summary>What a test of the current service sends; it has no topic.</summary>
    public const string TestEventType = "webhook.subscription.test";

    private const string CurrentPrefix = "sign.";

    public static IReadOnlyList<string> Topics { get; } = [CasefileTopic, SignerTopic];

    public static IReadOnlyList<EventTypeInfo> EventTypes { get; } =
    [
        new(CasefileTopic, "completed", Later("Completed"), Later("Everyone has signed and the finalized PDFs are ready to download."), EventTone.Success),
        new(CasefileTopic, "rejected", Later("Rejected"), Later("One or more signers rejected."), EventTone.Danger),
        new(CasefileTopic, "failed", Later("Failed"), Later("An error at Penneo; it may need their support."), EventTone.Danger),
        new(CasefileTopic, "expired", Later("Expired"), Later("The deadline passed before everyone signed."), EventTone.Danger) { IsCurrentOnly = true },
        new(SignerTopic, "requestActivated", Later("Ready to sign"), Later("The casefile was activated, or this signer's round came up."), EventTone.Progress),
        new(SignerTopic, "requestSent", Later("Request sent"), Later("The first request e-mail was sent."), EventTone.Progress),
        new(SignerTopic, "reminderSent", Later("Reminder sent"), Later("A reminder e-mail was sent."), EventTone.Warning),
        new(SignerTopic, "requestOpened", Later("E-mail opened"), Later("The request e-mail was opened."), EventTone.Engaged),
        new(SignerTopic, "undeliverable", Later("Undeliverable"), Later("Penneo can't deliver e-mail to this signer: check the address."), EventTone.Danger),
        new(SignerTopic, "transientBounce", Later("Bounced for now"), Later("The e-mail bounced; Penneo may still get it through."), EventTone.Warning) { IsCurrentOnly = true },
        new(SignerTopic, "opened", Later("Viewed documents"), Later("The signer viewed the signing page."), EventTone.Engaged),
        new(SignerTopic, "rejected", Later("Rejected"), Later("The signer rejected."), EventTone.Danger),
        new(SignerTopic, "signed", Later("Signed"), Later("The signer signed."), EventTone.Success),
        new(SignerTopic, "signedWithImageUploadAndNAP", Later("Signed with image"), Later("The signer signed with an uploaded image."), EventTone.Success) { IsCurrentOnly = true },
        new(SignerTopic, "finalized", Later("Finalized"), Later("The casefile this signer belongs to is finalized."), EventTone.Success),
        new(SignerTopic, "deleted", Later("Signer deleted"), Later("The signer was deleted."), EventTone.Neutral),
        new(null, TestEventType, Later("Test event"), Later("Penneo's test of a subscription."), EventTone.Neutral) { IsCurrentOnly = true },
    ];

    private static readonly Dictionary<int, (string Label, EventTone Tone)> CasefileStatuses = new()
    {
        [0] = (Later("New"), EventTone.Neutral),
        [1] = (Later("Pending"), EventTone.Progress),
        [2] = (Later("Rejected"), EventTone.Danger),
        [3] = (Later("Deleted"), EventTone.Neutral),
        [4] = (Later("Signed"), EventTone.Success),
        [5] = (Later("Completed"), EventTone.Success),
        [6] = (Later("Failed"), EventTone.Danger),
        [7] = (Later("Expired"), EventTone.Danger),
        [8] = (Later("Anonymized"), EventTone.Neutral),
    };

    /// <summary>The entry for an event; for an unknown one an entry that shows the names as they came.</summary>
    public static EventTypeInfo Describe(string? topic, string? eventType) =>
        EventTypes.FirstOrDefault(x => x.EventType == eventType && (x.Topic is null || x.Topic == topic))
        ?? new EventTypeInfo(topic, eventType ?? "", eventType ?? Later("Not recognized"), Later("An event type this version does not know; shown as it came."), EventTone.Neutral);

    /// <summary>What the current service calls an event type: <c>sign.signer.signed</c>.</summary>
    public static string CurrentName(string? topic, string eventType) => topic is null ? eventType : $"{CurrentPrefix}{topic}.{eventType}";

    /// <summary>The entry for a name of the current service; for an unknown one an entry that shows the name as it came.</summary>
    public static EventTypeInfo DescribeCurrent(string name) => EventTypes.FirstOrDefault(x => x.CurrentName == name) ?? Describe(null, name);

    /// <summary>"Completed", or "Status 42" for a number this version does not know.</summary>
    public static string CasefileStatusLabel(int? status) =>
        status is not { } number ? Say("No status yet") : CasefileStatuses.TryGetValue(number, out var known) ? Say(known.Label) : Say($"Status {number}");

    public static EventTone CasefileStatusTone(int? status) =>
        status is { } number && CasefileStatuses.TryGetValue(number, out var known) ? known.Tone : EventTone.Neutral;
}
