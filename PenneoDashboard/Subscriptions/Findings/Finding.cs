using System.Text.Json.Serialization;

namespace PenneoDashboard.Subscriptions.Findings;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know.</summary>
    Notice,

    /// <summary>Something is missing, or will be.</summary>
    Warning,

    /// <summary>Nothing works until it is mended.</summary>
    Danger,
}

/// <summary>What was found, in the order in which findings of the same severity are told.</summary>
public enum FindingKind
{
    /// <summary>Penneo may not reach the receiver's address, by how it looks.</summary>
    Address,

    /// <summary>The receiver does not answer at its address, tried from here.</summary>
    NoAnswer,
    ClockOff,

    /// <summary>All secrets of a subscription have ended or can't be decrypted.</summary>
    SecretUnusable,
    LegacyInUse,
    Unconfirmed,

    /// <summary>It calls us, but is not one of ours, so what it brings is refused.</summary>
    NotAdopted,

    /// <summary>It calls an address that is not ours any more.</summary>
    OldAddress,
    SecretMissing,
    MissingEventTypes,
    Paused,

    /// <summary>It brings nothing that another one does not bring too.</summary>
    Doubled,
    Limit,
    OtherSystem,

    /// <summary>Penneo's list could not be read, so what was made elsewhere is not known.</summary>
    NotCompared,
}

/// <summary>What mends a finding.</summary>
public enum FixKind
{
    AddEventTypes,
    Create,
    Resume,
    Confirm,
    Pause,
    Delete,
    Adopt,
    EnterSecret,
    ChangeEndpoint,

    /// <summary>A page of this app leads on.</summary>
    Open,
}

/// <summary>What mends a finding with one click.</summary>
/// <param name="Label">What the button says.</param>
public sealed record FindingFix(FixKind Kind, string Label)
{
    /// <summary>Our id of the subscription it changes.</summary>
    public long? SubscriptionId { get; init; }

    /// <summary>Penneo's id of one that is not ours yet.</summary>
    public string? PenneoId { get; init; }

    /// <summary>What to subscribe to, in the current service's names.</summary>
    public IReadOnlyList<string>? EventTypes { get; init; }

    /// <summary>Of <see cref="FixKind.Open"/>.</summary>
    public string? Href { get; init; }
}

/// <summary>Something about the subscriptions that should be otherwise.</summary>
/// <param name="Title">May hold text from outside.</param>
/// <param name="Text">What it means, in a sentence or two; may hold text from outside.</param>
/// <param name="SubscriptionIds">Our ids of those it is about.</param>
/// <param name="Fix">Null where nothing on this page mends it.</param>
/// <param name="StopsEvents">True when events are kept from coming, or soon will be.</param>
public sealed record Finding(
    FindingKind Kind, FindingSeverity Severity, string Title, string Text, IReadOnlyList<long> SubscriptionIds, FindingFix? Fix = null, [property: JsonIgnore] bool StopsEvents = false);
