using PenneoDashboard.Penneo;

namespace PenneoDashboard.Events;

/// <summary>What an event changes in its casefile's and signer's row. Deliveries come in any order, so time decides, not arrival.</summary>
internal static class AggregateProjection
{
    public static void Apply(CasefileRow casefile, SignerRow? signer, StoredEvent stored, IncomingEvent happening)
    {
        casefile.EventCount++;
        casefile.LastSequence = stored.Sequence;
        casefile.FirstEventAt = Min(casefile.FirstEventAt, stored.OccurredAt);
        casefile.LastEventAt = Max(casefile.LastEventAt, stored.OccurredAt);
        casefile.Title = happening.Title ?? casefile.Title;

        var status = happening.CasefileStatus ?? StatusOf(happening);
        if (status is { } number && IsNewer(number, stored.OccurredAt, casefile))
            (casefile.Status, casefile.StatusAt) = (number, stored.OccurredAt);

        if (signer is null)
            return;
        signer.EventCount++;
        signer.Name = happening.SignerName ?? signer.Name;
        if (stored.OccurredAt >= signer.LastEventAt || signer.LastEventType is null)
            (signer.LastEventAt, signer.LastEventType) = (stored.OccurredAt, stored.EventType);
    }

    private static bool IsNewer(int status, DateTimeOffset at, CasefileRow casefile) =>
        casefile.StatusAt is not { } known || at > known || (at == known && Finality(status) >= Finality(casefile.Status));

    // Penneo's times often have whole seconds: of two statuses in the same one, the later stage stands.
    private static int Finality(int? status) => status switch { null => -1, 0 => 0, 1 => 1, 4 => 2, _ => 3 };

    // A payload may lack the status; these types say it themselves.
    private static int? StatusOf(IncomingEvent happening) =>
        happening.Topic != PenneoVocabulary.CasefileTopic
            ? null
            : happening.EventType switch { "completed" => 5, "rejected" => 2, "failed" => 6, "expired" => 7, _ => null };

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
