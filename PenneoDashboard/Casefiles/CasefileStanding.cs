using System.Globalization;
using PenneoDashboard.Events;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Casefiles;

/// <summary>
/// Where a casefile stands and who it waits for, derived from its events. A minimal payload names neither the number of
/// signers nor the rounds, and a signer is known from their first event on; what is said claims no more than that.
/// </summary>
public sealed class CasefileStanding
{
    private const int Rejected = 2;
    private const int Signed = 4;

    private readonly int? _status;
    private readonly DateTimeOffset? _statusAt;

    public CasefileStanding(CasefileSummary casefile, IReadOnlyList<SignerSummary> signers, IReadOnlyList<EventItem> events)
    {
        var bySigner = events.ToLookup(x => x.SignerId);
        _status = casefile.Status;
        _statusAt = events.Where(x => x.CasefileStatus == casefile.Status && x.Topic == PenneoVocabulary.CasefileTopic).Select(x => (DateTimeOffset?)x.OccurredAt).Max();
        Signers = [.. signers.Select(x => SignerStanding.Of(x, bySigner[x.Id]))];
        WaitedFor = IsOver || _status == Signed
            ? []
            : [.. Signers.Where(x => x.IsWaitedFor).OrderByDescending(x => x.Stage == SigningStage.Undeliverable).ThenBy(x => x.Since)];
    }

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<SignerStanding> Signers { get; }

    /// <summary>Who is blocking: whose mail does not arrive first, then who has been waited for longest.</summary>
    public IReadOnlyList<SignerStanding> WaitedFor { get; }

    /// <summary>True when nothing more will be signed.</summary>
    public bool IsOver => _status is Rejected or 3 or 5 or 6 or 7 or 8;

    public EventTone Tone => _status switch
    {
        _ when IsOver || _status == Signed => PenneoVocabulary.CasefileStatusTone(_status),
        _ when Signers.Any(x => x.Stage is SigningStage.Rejected) || WaitedFor.Any(x => x.Stage == SigningStage.Undeliverable) => EventTone.Danger,
        _ when WaitedFor.Any(x => x.Stage == SigningStage.Bounced) => EventTone.Warning,
        _ when WaitedFor.Count > 0 => EventTone.Progress,
        _ => EventTone.Neutral,
    };

    /// <summary>The casefile's state in a sentence or two.</summary>
    /// <param name="ago">Writes an instant as "2 h ago".</param>
    public string Headline(Func<DateTimeOffset, string> ago)
    {
        var since = _statusAt is { } at ? " " + ago(at) : "";
        return _status switch
        {
            5 => $"Completed{since}: everyone has signed and the final documents are ready.",
            Rejected => Rejection(since, ago),
            6 => $"Failed at Penneo{since}. It may need their support.",
            7 => $"Expired{since}, before everyone had signed.",
            3 => $"Deleted{since}.",
            8 => $"Anonymized{since}.",
            Signed => "Everyone has signed. Penneo is preparing the final documents.",
            _ => Open(ago),
        };
    }

    private string Rejection(string since, Func<DateTimeOffset, string> ago) => Signers.FirstOrDefault(x => x.Stage == SigningStage.Rejected) is { } who
        ? Sentence($"{who.Who} {who.Words(ago)}, which ended the casefile.")
        : $"Rejected{since}. No event has told who did it.";

    private string Open(Func<DateTimeOffset, string> ago)
    {
        if (Signers.FirstOrDefault(x => x.Stage == SigningStage.Rejected) is { } rejecting)
            return Sentence($"{rejecting.Who} {rejecting.Words(ago)}.");
        if (WaitedFor is [var only])
            return $"Waiting for {only.Who}: {only.Words(ago)}.";
        if (WaitedFor is [var first, ..])
            return string.Create(CultureInfo.InvariantCulture, $"Waiting for {WaitedFor.Count} signers. {(first.Stage == SigningStage.Undeliverable ? "Stuck" : "Longest")}: {first.Who}, {first.Words(ago)}.");
        if (Signers.Any(x => x.Stage is SigningStage.Signed or SigningStage.Finalized))
            return "Every signer heard of so far has signed, but Penneo has not reported the casefile complete: another round or another signer may follow.";
        return Signers.Count == 0
            ? "No event of a signer has come, so nobody can tell who it waits for. A subscription to the topic “signer” brings them."
            : "No event has told yet who it waits for.";
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
