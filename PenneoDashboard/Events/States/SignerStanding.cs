using PenneoDashboard.Penneo;

namespace PenneoDashboard.Events.States;

/// <summary>Where one signer stands, as far as the events tell.</summary>
/// <param name="EventType">Penneo's name of what set <paramref name="Stage"/>; null for <see cref="SigningStage.Unknown"/>.</param>
/// <param name="Since">When <paramref name="Stage"/> was last reported, UTC.</param>
/// <param name="Round">1 for their first signing request; one more each time they are asked again after signing.</param>
/// <param name="Reminders">Reminder e-mails of this round.</param>
/// <param name="Reached">The furthest of <see cref="Steps"/> in this round, 0 for none.</param>
public sealed record SignerStanding(
    long SignerId, string? Name, SigningStage Stage, string? EventType, DateTimeOffset? Since, int Round = 1, int Reminders = 0, DateTimeOffset? RemindedAt = null, int Reached = 0)
{
    /// <summary>The way of a signing request where nothing goes wrong, as event types.</summary>
    public static readonly IReadOnlyList<string> Steps = ["requestActivated", "requestSent", "requestOpened", "opened", "signed"];

    private static readonly string[] TieOrder =
        ["requestActivated", "requestSent", "transientBounce", "undeliverable", "reminderSent", "requestOpened", "opened", "rejected", "signed", "signedWithImageUploadAndNAP", "finalized", "deleted"];

    /// <summary>When it became their turn, UTC: the first event of this round.</summary>
    public DateTimeOffset? TurnSince { get; init; }

    public StepTimes Times { get; init; }

    /// <summary>True while the casefile can't go on without them.</summary>
    public bool IsWaitedFor => Stage is >= SigningStage.Ready and <= SigningStage.Undeliverable;

    /// <summary>True while mail does not reach them.</summary>
    public bool IsUnreachable => Stage is SigningStage.Bounced or SigningStage.Undeliverable;

    public bool HasSigned => Stage is SigningStage.Signed or SigningStage.Finalized;

    /// <summary>What <see cref="StallRules"/> look at.</summary>
    public StallFacts Stall => !IsWaitedFor ? default : new(
        Stage is SigningStage.Ready or SigningStage.Asked ? Since : null,
        Stage is SigningStage.EmailOpened or SigningStage.Viewed ? Times.Seen ?? Since : null,
        IsUnreachable ? Since : null,
        Reminders,
        RemindedAt);

    /// <summary>Reads a signer's events, in any order and repeated or not; without any, the little that the summary keeps.</summary>
    public static SignerStanding Of(SignerSummary signer, IEnumerable<EventItem> events)
    {
        var happened = events.Where(x => x is { Recognized: true, Topic: PenneoVocabulary.SignerTopic, EventType: not null })
            .Select(x => (Type: x.EventType!, At: x.OccurredAt)).Distinct().ToList();
        if (happened.Count == 0 && signer.LastEventType is { } last)
            happened.Add((last, signer.LastEventAt));

        // Penneo's times may have whole seconds: within one, the usual order is the likeliest.
        return happened.OrderBy(x => x.At).ThenBy(x => Array.IndexOf(TieOrder, x.Type))
            .Aggregate(new SignerStanding(signer.Id, signer.Name, SigningStage.Unknown, null, null), (standing, x) => standing.After(x.Type, x.At));
    }

    private SignerStanding After(string type, DateTimeOffset at) => type switch
    {
        "requestActivated" => Asked(SigningStage.Ready, 1, type, at),
        "requestSent" when Stage is SigningStage.EmailOpened or SigningStage.Viewed => Marked(type, at),
        "requestSent" => Asked(SigningStage.Asked, 2, type, at),
        "reminderSent" => Reminded(type, at) with { Reminders = Reminders + 1, RemindedAt = at },
        "requestOpened" when IsOpen && Stage != SigningStage.Viewed => To(SigningStage.EmailOpened, 3, type, at),
        "requestOpened" when IsOpen => Marked(type, at),
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
        Marked(type, at) with { Stage = stage, EventType = type, Since = at, Reached = Math.Max(Reached, step), TurnSince = TurnSince ?? at };

    private SignerStanding Marked(string type, DateTimeOffset at) => this with { Times = Times.Mark(type, at) };

    // A reminder of a request says that it was sent.
    private SignerStanding Reminded(string type, DateTimeOffset at) =>
        Stage is SigningStage.Unknown or SigningStage.Ready ? To(SigningStage.Asked, 2, type, at) : this;

    private SignerStanding Asked(SigningStage stage, int step, string type, DateTimeOffset at)
    {
        // The activation may be missing: asked again after signing is another round in either case.
        var again = HasSigned;
        var restart = again || stage == SigningStage.Ready;
        return (restart ? this with { Round = again ? Round + 1 : Round, Reminders = 0, RemindedAt = null, Reached = 0, TurnSince = null, Times = default } : this).To(stage, step, type, at);
    }
}
