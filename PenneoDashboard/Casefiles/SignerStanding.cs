using System.Globalization;
using PenneoDashboard.Events;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Casefiles;

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

/// <summary>Where one signer stands, as far as the events tell.</summary>
/// <param name="EventType">Penneo's name of what set <paramref name="Stage"/>; null for <see cref="SigningStage.Unknown"/>.</param>
/// <param name="Since">When <paramref name="Stage"/> was last reported, UTC.</param>
/// <param name="Round">1 for their first signing request; one more each time they are asked again after signing.</param>
/// <param name="Reminders">Reminder e-mails of this round.</param>
/// <param name="Reached">The furthest of <see cref="Steps"/> in this round, 0 for none.</param>
public sealed record SignerStanding(
    long SignerId, string? Name, SigningStage Stage, string? EventType, DateTimeOffset? Since, int Round, int Reminders, DateTimeOffset? RemindedAt, int Reached)
{
    /// <summary>The way of a signing request where nothing goes wrong.</summary>
    public static readonly IReadOnlyList<string> Steps = ["Ready to sign", "Request sent", "E-mail opened", "Documents viewed", "Signed"];

    private static readonly string[] TieOrder =
        ["requestActivated", "requestSent", "transientBounce", "undeliverable", "reminderSent", "requestOpened", "opened", "rejected", "signed", "signedWithImageUploadAndNAP", "finalized", "deleted"];

    /// <summary>True while the casefile can't go on without them.</summary>
    public bool IsWaitedFor => Stage is >= SigningStage.Ready and <= SigningStage.Undeliverable;

    /// <summary>"Alma Example (signer 9001)" or "signer 9001": two may have one name.</summary>
    public string Who => string.Create(CultureInfo.InvariantCulture, $"{(Name is null ? "" : Name + " (")}signer {SignerId}{(Name is null ? "" : ")")}");

    /// <summary>Reads a signer's events, in any order; without any, the little that the summary keeps.</summary>
    public static SignerStanding Of(SignerSummary signer, IEnumerable<EventItem> events)
    {
        var happened = events.Where(x => x is { Recognized: true, Topic: PenneoVocabulary.SignerTopic, EventType: not null })
            .Select(x => (Type: x.EventType!, At: x.OccurredAt, x.Sequence)).ToList();
        if (happened.Count == 0 && signer.LastEventType is { } last)
            happened.Add((last, signer.LastEventAt, 0));

        // Penneo's times may have whole seconds: within one, the usual order is the likeliest.
        return happened.OrderBy(x => x.At).ThenBy(x => Array.IndexOf(TieOrder, x.Type)).ThenBy(x => x.Sequence)
            .Aggregate(new SignerStanding(signer.Id, signer.Name, SigningStage.Unknown, null, null, 1, 0, null, 0), (standing, x) => standing.After(x.Type, x.At));
    }

    /// <summary>A sentence's end: "request sent 2 h ago, not opened yet".</summary>
    /// <param name="ago">Writes an instant as "2 h ago".</param>
    public string Words(Func<DateTimeOffset, string> ago)
    {
        var since = Since is { } at ? ago(at) : "";
        var words = Stage switch
        {
            SigningStage.Ready => $"ready to sign {since}, no request e-mail reported yet",
            SigningStage.Asked => $"request sent {since}, not opened yet",
            SigningStage.EmailOpened => $"opened the e-mail {since}, has not viewed the documents yet",
            SigningStage.Viewed => $"viewed the documents {since}, has not signed yet",
            SigningStage.Bounced => $"the e-mail bounced {since}; Penneo may still get it through",
            SigningStage.Undeliverable => $"e-mail could not be delivered {since}: check the address",
            SigningStage.Rejected => $"rejected {since}",
            SigningStage.Signed => $"signed {since}",
            SigningStage.Finalized => $"signed; the casefile was finalized {since}",
            SigningStage.Deleted => $"deleted {since}",
            _ => "no event has told where they stand",
        };
        return IsWaitedFor && RemindedAt is { } reminded
            ? string.Create(CultureInfo.InvariantCulture, $"{words}; reminded {(Reminders == 1 ? "once" : $"{Reminders} times, last")} {ago(reminded)}")
            : words;
    }

    private SignerStanding After(string type, DateTimeOffset at) => type switch
    {
        "requestActivated" => Asked(SigningStage.Ready, 1, type, at),
        "requestSent" when Stage is SigningStage.EmailOpened or SigningStage.Viewed => this,
        "requestSent" => Asked(SigningStage.Asked, 2, type, at),
        "reminderSent" => Reminded(type, at) with { Reminders = Reminders + 1, RemindedAt = at },
        "requestOpened" when IsOpen && Stage != SigningStage.Viewed => To(SigningStage.EmailOpened, 3, type, at),
        "opened" when IsOpen => To(SigningStage.Viewed, 4, type, at),
        "transientBounce" when Stage is SigningStage.Unknown or SigningStage.Ready or SigningStage.Asked => To(SigningStage.Bounced, 2, type, at),
        "undeliverable" when IsOpen => To(SigningStage.Undeliverable, 2, type, at),
        "rejected" => To(SigningStage.Rejected, 0, type, at),
        "signed" or "signedWithImageUploadAndNAP" => To(SigningStage.Signed, Steps.Count, type, at),
        "finalized" => To(SigningStage.Finalized, Steps.Count, type, at),
        "deleted" => To(SigningStage.Deleted, 0, type, at),
        _ => this,
    };

    // Signing again what was signed is a look at it, not a step back.
    private bool IsOpen => Stage == SigningStage.Unknown || IsWaitedFor;

    private SignerStanding To(SigningStage stage, int step, string type, DateTimeOffset at) =>
        this with { Stage = stage, EventType = type, Since = at, Reached = Math.Max(Reached, step) };

    // A reminder of a request says that it was sent.
    private SignerStanding Reminded(string type, DateTimeOffset at) =>
        Stage is SigningStage.Unknown or SigningStage.Ready ? To(SigningStage.Asked, 2, type, at) : this;

    private SignerStanding Asked(SigningStage stage, int step, string type, DateTimeOffset at)
    {
        // The activation may be missing: asked again after signing is another round in either case.
        var again = Stage is SigningStage.Signed or SigningStage.Finalized;
        var restart = again || stage == SigningStage.Ready;
        return (restart ? this with { Round = again ? Round + 1 : Round, Reminders = 0, RemindedAt = null, Reached = 0 } : this).To(stage, step, type, at);
    }
}
