using PenneoDashboard.Events.States;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Shared;

/// <summary>Where casefiles and signers stand, in words; every text about states is here and in <see cref="SignerWords"/>.</summary>
public static class StateWords
{
    private const int Signed = 4;

    public static string Label(this CasefileState state) => state switch
    {
        CasefileState.InProgress => Say("In progress"),
        CasefileState.Blocked => Say("Blocked"),
        CasefileState.Completed => Say("Completed"),
        CasefileState.Rejected => Say("Rejected"),
        CasefileState.Failed => Say("Failed"),
        CasefileState.Expired => Say("Expired"),
        CasefileState.Deleted => Say("Deleted"),
        _ => Say("Anonymized"),
    };

    /// <summary>A sentence, for a tooltip.</summary>
    public static string Meaning(this CasefileState state) => state switch
    {
        CasefileState.InProgress => Say("It waits for signatures, or for Penneo to finish the documents."),
        CasefileState.Blocked => Say("It waits for someone whom e-mail does not reach."),
        CasefileState.Completed => Say("Everyone has signed and the final documents are ready."),
        CasefileState.Rejected => Say("A signer rejected."),
        CasefileState.Failed => Say("An error at Penneo; it may need their support."),
        CasefileState.Expired => Say("The deadline passed before everyone signed."),
        CasefileState.Deleted => Say("It was deleted at Penneo."),
        _ => Say("Penneo removed the personal data."),
    };

    public static EventTone Tone(this CasefileState state) => state switch
    {
        CasefileState.InProgress => EventTone.Progress,
        CasefileState.Blocked => EventTone.Warning,
        CasefileState.Completed => EventTone.Success,
        CasefileState.Rejected or CasefileState.Failed or CasefileState.Expired => EventTone.Danger,
        _ => EventTone.Neutral,
    };

    public static EventTone Tone(this CasefileStanding standing) => standing.State switch
    {
        CasefileState.Blocked when standing.WaitedFor.Any(x => x.Stage == SigningStage.Undeliverable) => EventTone.Danger,
        CasefileState.InProgress when standing.Status == Signed => EventTone.Success,
        CasefileState.InProgress when standing.WaitedFor.Count == 0 => EventTone.Neutral,
        var state => state.Tone(),
    };

    /// <summary>The casefile's state in a sentence or two.</summary>
    /// <param name="ago">Writes an instant as "2 h ago".</param>
    public static string Headline(this CasefileStanding standing, Func<DateTimeOffset, string> ago)
    {
        var since = standing.StatusAt is { } at ? " " + ago(at) : "";
        return standing.Status switch
        {
            5 => Say($"Completed{since}: everyone has signed and the final documents are ready."),
            2 => Rejection(standing, since, ago),
            6 => Say($"Failed at Penneo{since}. It may need their support."),
            7 => Say($"Expired{since}, before everyone had signed."),
            3 => Say($"Deleted{since}."),
            8 => Say($"Anonymized{since}."),
            Signed => Say("Everyone has signed. Penneo is preparing the final documents."),
            _ => Open(standing, ago),
        };
    }

    /// <summary>The same in a line, for a card: who blocks and what they last did, or how it ended.</summary>
    /// <inheritdoc cref="Headline" path="/param"/>
    public static string Line(this CasefileListItem item, Func<DateTimeOffset, string> ago)
    {
        if (item.Blocking is { } blocking)
        {
            var line = $"{blocking.Name ?? Say($"Signer {blocking.SignerId}")}: {blocking.Words(ago)}";
            return item.WaitingCount > 1 ? Say($"{line} · and {item.WaitingCount - 1} more") : line;
        }

        if (item.State != CasefileState.InProgress)
            return item.StateSince is { } since ? $"{item.State.Label()} {ago(since)}" : item.State.Label();
        return item.Casefile.Status == Signed ? Say("Everyone has signed. Penneo is preparing the final documents.")
            : item.SignedCount > 0 ? Say("Every signer heard of so far has signed.")
            : Say("No event has told yet who it waits for.");
    }

    /// <summary>Why it counts as stalled, for example "sent but not opened for 3 days".</summary>
    public static string Words(this StallReason reason, StallRules rules) => reason switch
    {
        StallReason.NeverOpened when rules.NeverOpenedDays == 1 => Say("sent but not opened for 1 day"),
        StallReason.NeverOpened => Say($"sent but not opened for {rules.NeverOpenedDays} days"),
        StallReason.NotSigned when rules.NotSignedDays == 1 => Say("opened but not signed for 1 day"),
        StallReason.NotSigned => Say($"opened but not signed for {rules.NotSignedDays} days"),
        StallReason.Undelivered => Say("mail does not arrive"),
        _ when rules.Reminders == 1 => Say("reminded once without a signature"),
        _ => Say($"reminded {rules.Reminders} times without a signature"),
    };

    /// <summary>A sentence about what does not fit together.</summary>
    /// <param name="who">Names a signer by id.</param>
    /// <param name="length">Writes a time span as "3 h 20 min".</param>
    public static string Words(this IntegrityNote note, Func<long, string> who, Func<TimeSpan, string> length) => note.Problem switch
    {
        IntegrityProblem.NoSignature => Say($"No event says that {who(note.SignerId!.Value)} signed, though everyone must have. An event may be missing."),
        IntegrityProblem.SignedUnseen => Sentence(Say($"{who(note.SignerId!.Value)} signed before any event says that they saw the documents. An event may be missing.")),
        _ when note.Count == 1 => Say($"An event arrived {length(note.Delay)} after it happened."),
        _ => Say($"{note.Count:N0} events arrived late, the latest {length(note.Delay)} after it happened."),
    };

    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Rejection(CasefileStanding standing, string since, Func<DateTimeOffset, string> ago) => standing.Signers.FirstOrDefault(x => x.Stage == SigningStage.Rejected) is { } who
        ? Sentence(Say($"{who.Who()} {who.Words(ago)}, which ended the casefile."))
        : Say($"Rejected{since}. No event has told who did it.");

    private static string Open(CasefileStanding standing, Func<DateTimeOffset, string> ago)
    {
        if (standing.Signers.FirstOrDefault(x => x.Stage == SigningStage.Rejected) is { } rejecting)
            return Sentence($"{rejecting.Who()} {rejecting.Words(ago)}.");
        if (standing is { State: CasefileState.Completed, StateSince: { } at })
            return Say($"Completed {ago(at)}, as the events of its signers tell.");
        if (standing.WaitedFor is [var only])
            return Say($"Waiting for {only.Who()}: {only.Words(ago)}.");
        if (standing.WaitedFor is [{ IsUnreachable: true } stuck, ..])
            return Say($"Waiting for {standing.WaitedFor.Count} signers. Stuck: {stuck.Who()}, {stuck.Words(ago)}.");
        if (standing.WaitedFor is [var first, ..])
            return Say($"Waiting for {standing.WaitedFor.Count} signers. Longest: {first.Who()}, {first.Words(ago)}.");
        if (standing.Signers.Any(x => x.HasSigned))
            return Say("Every signer heard of so far has signed, but Penneo has not reported the casefile complete: another round or another signer may follow.");
        return standing.Signers.Count == 0
            ? Say("No event of a signer has come, so nobody can tell who it waits for. A subscription to the topic “signer” brings them.")
            : Say("No event has told yet who it waits for.");
    }
}
