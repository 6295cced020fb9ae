namespace PenneoDashboard.Events.States;

/// <summary>How far a signer has come with the signing request they have now.</summary>
public enum SigningStage
{
    /// <summary>No event told it: there were none, or only types this version does not know.</summary>
    Unknown,

    /// <summary>It is their turn; nothing is known of an e-mail.</summary>
    Ready,
    Asked,
    EmailOpened,
    Viewed,
    Bounced,
    Undeliverable,
    Rejected,
    Signed,

    /// <summary>Their casefile is finalized.</summary>
    Finalized,
    Deleted,
}

/// <summary>When a signer first took each step of the signing round they are in, UTC; null for those not reported.</summary>
public readonly record struct StepTimes(DateTimeOffset? Activated, DateTimeOffset? Sent, DateTimeOffset? Opened, DateTimeOffset? Viewed, DateTimeOffset? Signed)
{
    /// <summary>The first sign that the request was seen.</summary>
    public DateTimeOffset? Seen => Opened is null || Viewed < Opened ? Viewed ?? Opened : Opened;

    /// <summary>In the order of <see cref="SignerStanding.Steps"/>.</summary>
    public IReadOnlyList<DateTimeOffset?> All => [Activated, Sent, Opened, Viewed, Signed];

    internal StepTimes Mark(string eventType, DateTimeOffset at) => eventType switch
    {
        "requestActivated" => this with { Activated = Activated ?? at },
        "requestSent" => this with { Sent = Sent ?? at },
        "requestOpened" => this with { Opened = Opened ?? at },
        "opened" => this with { Viewed = Viewed ?? at },
        "signed" or "signedWithImageUploadAndNAP" => this with { Signed = Signed ?? at },
        _ => this,
    };
}
