using System.Globalization;
using PenneoDashboard.Events.States;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Shared;

/// <summary>Where casefiles and signers stand, in words; every text about states is here.</summary>
public static class StateWords
{
    /// <summary>The steps of a signing request, in the order of <see cref="SignerStanding.Steps"/>.</summary>
    public static readonly IReadOnlyList<string> Steps = ["Ready to sign", "Request sent", "E-mail opened", "Documents viewed", "Signed"];

    /// <summary>The same in a word each.</summary>
    public static readonly IReadOnlyList<string> ShortSteps = ["Activated", "Sent", "Opened", "Viewed", "Signed"];

    public static string Label(this CasefileState state) => state switch
    {
        CasefileState.InProgress => "In progress",
        CasefileState.Blocked => "Blocked",
        CasefileState.Completed => "Completed",
        CasefileState.Rejected => "Rejected",
        CasefileState.Failed => "Failed",
        CasefileState.Expired => "Expired",
        CasefileState.Deleted => "Deleted",
        _ => "Anonymized",
    };

    /// <summary>A sentence, for a tooltip.</summary>
    public static string Meaning(this CasefileState state) => state switch
    {
        CasefileState.InProgress => "It waits for signatures, or for Penneo to finish the documents.",
        CasefileState.Blocked => "It waits for someone whom e-mail does not reach.",
        CasefileState.Completed => "Everyone has signed and the final documents are ready.",
        CasefileState.Rejected => "A signer rejected.",
        CasefileState.Failed => "An error at Penneo; it may need their support.",
        CasefileState.Expired => "The deadline passed before everyone signed.",
        CasefileState.Deleted => "It was deleted at Penneo.",
        _ => "Penneo removed the personal data.",
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
        CasefileState.InProgress when standing.Status == 4 => EventTone.Success,
        CasefileState.InProgress when standing.WaitedFor.Count == 0 => EventTone.Neutral,
        var state => state.Tone(),
    };

    /// <summary>"Alma Example (signer 9001)" or "signer 9001": two may have one name.</summary>
    public static string Who(this SignerStanding signer) =>
        string.Create(CultureInfo.InvariantCulture, $"{(signer.Name is null ? "" : signer.Name + " (")}signer {signer.SignerId}{(signer.Name is null ? "" : ")")}");

    /// <summary>A sentence's end: "request sent 2 h ago, not opened yet".</summary>
    /// <param name="ago">Writes an instant as "2 h ago".</param>
    public static string Words(this SignerStanding signer, Func<DateTimeOffset, string> ago)
    {
        var since = signer.Since is { } at ? ago(at) : "";
        var words = signer.Stage switch
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
        return signer.IsWaitedFor && signer.RemindedAt is { } reminded
            ? string.Create(CultureInfo.InvariantCulture, $"{words}; reminded {(signer.Reminders == 1 ? "once" : $"{signer.Reminders} times, last")} {ago(reminded)}")
            : words;
    }

    /// <summary>The casefile's state in a sentence or two.</summary>
    /// <param name="ago">Writes an instant as "2 h ago".</param>
    public static string Headline(this CasefileStanding standing, Func<DateTimeOffset, string> ago)
    {
        var since = standing.StatusAt is { } at ? " " + ago(at) : "";
        return standing.Status switch
        {
            5 => $"Completed{since}: everyone has signed and the final documents are ready.",
            2 => Rejection(standing, since, ago),
            6 => $"Failed at Penneo{since}. It may need their support.",
            7 => $"Expired{since}, before everyone had signed.",
            3 => $"Deleted{since}.",
            8 => $"Anonymized{since}.",
            4 => "Everyone has signed. Penneo is preparing the final documents.",
            _ => Open(standing, ago),
        };
    }

    /// <summary>Why it counts as stalled, for example "not opened for 3 days".</summary>
    public static string Words(this StallReason reason, StallRules rules) => reason switch
    {
        StallReason.NeverOpened => $"sent but not opened for {Days(rules.NeverOpenedDays)}",
        StallReason.NotSigned => $"opened but not signed for {Days(rules.NotSignedDays)}",
        StallReason.Undelivered => "mail does not arrive",
        _ => $"reminded {(rules.Reminders == 1 ? "once" : $"{rules.Reminders} times")} without a signature",
    };

    /// <summary>A sentence about what does not fit together.</summary>
    public static string Words(this IntegrityNote note, Func<long, string> who, Func<TimeSpan, string> length) => note.Problem switch
    {
        IntegrityProblem.NoSignature => $"No event says that {who(note.SignerId!.Value)} signed, though everyone must have. An event may be missing.",
        IntegrityProblem.SignedUnseen => $"{Sentence(who(note.SignerId!.Value))} signed before any event says that they saw the documents. An event may be missing.",
        _ when note.Count == 1 => $"An event arrived {length(note.Delay)} after it happened.",
        _ => string.Create(CultureInfo.InvariantCulture, $"{note.Count:N0} events arrived late, the latest {length(note.Delay)} after it happened."),
    };

    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    public static string Days(int? days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days ?? 0} days");

    private static string Rejection(CasefileStanding standing, string since, Func<DateTimeOffset, string> ago) => standing.Signers.FirstOrDefault(x => x.Stage == SigningStage.Rejected) is { } who
        ? Sentence($"{who.Who()} {who.Words(ago)}, which ended the casefile.")
        : $"Rejected{since}. No event has told who did it.";

    private static string Open(CasefileStanding standing, Func<DateTimeOffset, string> ago)
    {
        if (standing.Signers.FirstOrDefault(x => x.Stage == SigningStage.Rejected) is { } rejecting)
            return Sentence($"{rejecting.Who()} {rejecting.Words(ago)}.");
        if (standing.State == CasefileState.Completed)
            return $"Completed, as its signers' events tell{(standing.StateSince is { } at ? $": finalized {ago(at)}" : "")}.";
        if (standing.WaitedFor is [var only])
            return $"Waiting for {only.Who()}: {only.Words(ago)}.";
        if (standing.WaitedFor is [var first, ..])
            return string.Create(CultureInfo.InvariantCulture, $"Waiting for {standing.WaitedFor.Count} signers. {(first.IsUnreachable ? "Stuck" : "Longest")}: {first.Who()}, {first.Words(ago)}.");
        if (standing.Signers.Any(x => x.HasSigned))
            return "Every signer heard of so far has signed, but Penneo has not reported the casefile complete: another round or another signer may follow.";
        return standing.Signers.Count == 0
            ? "No event of a signer has come, so nobody can tell who it waits for. A subscription to the topic “signer” brings them."
            : "No event has told yet who it waits for.";
    }
}
