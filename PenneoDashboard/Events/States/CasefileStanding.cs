namespace PenneoDashboard.Events.States;

/// <summary>
/// Where a casefile stands and who it waits for, derived from its events: in any order, some repeated, some missing, some
/// of unknown types. A minimal payload names neither the number of signers nor the rounds, and a signer is known from their
/// first event on; nothing here claims more than that.
/// </summary>
public sealed class CasefileStanding
{
    /// <summary>Events that are looked at, the newest by sequence: a bound for casefiles that never end.</summary>
    public const int MostEvents = 1000;

    private readonly DateTimeOffset? _statusAt;

    /// <param name="casefile">What is known of it from all of its events.</param>
    /// <param name="signers">All of them.</param>
    /// <param name="events">The newest, or all.</param>
    public CasefileStanding(CasefileSummary casefile, IReadOnlyList<SignerSummary> signers, IReadOnlyList<EventItem> events)
    {
        var each = Each(events);
        var bySigner = each.ToLookup(x => x.SignerId);
        Status = casefile.Status;
        Signers = [.. signers.OrderBy(x => x.Id).Select(x => SignerStanding.Of(x, bySigner[x.Id]))];
        State = StateOf(Status, Signers);
        WaitedFor = State is CasefileState.InProgress or CasefileState.Blocked && Status != CasefileStatus.Signed
            ? [.. Signers.Where(x => x.IsWaitedFor).OrderByDescending(x => x.Stage == SigningStage.Undeliverable).ThenByDescending(x => x.IsUnreachable).ThenBy(x => x.TurnSince).ThenBy(x => x.SignerId)]
            : [];
        _statusAt = each.Where(x => CasefileStatus.Of(x.Topic, x.EventType, x.CasefileStatus) == Status && x.Topic == Penneo.PenneoVocabulary.CasefileTopic)
            .Select(x => (DateTimeOffset?)x.OccurredAt).Max();
        Stall = StallFacts.Of(WaitedFor.Select(x => x.Stall));
        Notes = IntegrityNote.Of(Status, Signers, each, isWhole: casefile.EventCount <= events.Count);
    }

    public CasefileState State { get; }

    /// <summary>Penneo's number that was reported last; null while none was.</summary>
    public int? Status { get; }

    /// <summary>When the casefile's own event told <see cref="Status"/>, UTC; null where none did.</summary>
    public DateTimeOffset? StatusAt => _statusAt;

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<SignerStanding> Signers { get; }

    /// <summary>Who is blocking: whom mail does not reach first, then whose turn it has been for longest.</summary>
    public IReadOnlyList<SignerStanding> WaitedFor { get; }

    /// <summary>Since when it waits for anyone of them, UTC; null where it waits for nobody known.</summary>
    public DateTimeOffset? WaitingSince => WaitedFor.Min(x => x.TurnSince);

    public StallFacts Stall { get; }

    public IReadOnlyList<IntegrityNote> Notes { get; }

    /// <summary>True when nothing more will be signed.</summary>
    public bool IsOver => Status is CasefileStatus.Rejected or CasefileStatus.Deleted or (>= CasefileStatus.Completed and <= CasefileStatus.Anonymized);

    /// <summary>Since when it is in <see cref="State"/>, UTC, as near as the events tell.</summary>
    public DateTimeOffset? StateSince => State switch
    {
        CasefileState.Blocked => Stall.UndeliveredSince,
        CasefileState.InProgress => WaitingSince,
        CasefileState.Rejected when !IsOver => Signers.Where(x => x.Stage == SigningStage.Rejected).Max(x => x.Since),
        CasefileState.Completed when !IsOver => Signers.Max(x => x.Since),
        _ => _statusAt,
    };

    /// <summary>From a casefile's events alone.</summary>
    /// <param name="events">At least one; all of one casefile.</param>
    public static CasefileStanding Of(IReadOnlyList<EventItem> events)
    {
        var each = Each(events);
        int? status = null;
        DateTimeOffset? at = null;
        foreach (var item in each)
        {
            if (CasefileStatus.Of(item.Topic, item.EventType, item.CasefileStatus) is { } number && CasefileStatus.Replaces(number, item.OccurredAt, status, at))
                (status, at) = (number, item.OccurredAt);
        }

        var signers = each.Where(x => x.SignerId is not null).GroupBy(x => x.SignerId!.Value)
            .Select(x => new SignerSummary(x.Key, null, null, x.Max(e => e.OccurredAt), x.Count())).ToList();
        var casefile = new CasefileSummary(
            each[0].CasefileId ?? 0, status, null, each.Max(x => x.Sequence), each.Min(x => x.OccurredAt), each.Max(x => x.OccurredAt), each.Count, signers.Count);
        return new CasefileStanding(casefile, signers, each);
    }

    // Missing the casefile's own event, its signers' tell the same.
    private static CasefileState StateOf(int? status, IReadOnlyList<SignerStanding> signers) => status switch
    {
        CasefileStatus.Rejected => CasefileState.Rejected,
        CasefileStatus.Deleted => CasefileState.Deleted,
        CasefileStatus.Completed => CasefileState.Completed,
        CasefileStatus.Failed => CasefileState.Failed,
        CasefileStatus.Expired => CasefileState.Expired,
        CasefileStatus.Anonymized => CasefileState.Anonymized,
        CasefileStatus.Signed => CasefileState.InProgress,
        _ when signers.Any(x => x.Stage == SigningStage.Rejected) => CasefileState.Rejected,
        _ when signers.Any(x => x.Stage == SigningStage.Finalized) && signers.All(x => x.Stage is SigningStage.Finalized or SigningStage.Deleted) => CasefileState.Completed,
        _ when signers.Any(x => x.IsUnreachable) => CasefileState.Blocked,
        _ => CasefileState.InProgress,
    };

    // What means the same happened once, however often it is stored; which copy came first must not depend on the order given.
    private static List<EventItem> Each(IReadOnlyList<EventItem> events) =>
        [.. events.OrderBy(x => x.ReceivedAt).ThenBy(x => x.Sequence)
            .DistinctBy(x => (x.Recognized, x.Topic, x.EventType, x.SignerId, x.OccurredAt, x.CasefileStatus))
            .OrderBy(x => x.OccurredAt).ThenBy(x => x.Sequence)];
}
