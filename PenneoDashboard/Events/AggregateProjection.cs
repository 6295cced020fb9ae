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

        if (CasefileStatus.Of(happening.Topic, happening.EventType, happening.CasefileStatus) is { } status
            && CasefileStatus.Replaces(status, stored.OccurredAt, casefile.Status, casefile.StatusAt))
        {
            (casefile.Status, casefile.StatusAt) = (status, stored.OccurredAt);
        }

        if (signer is null)
            return;
        signer.EventCount++;
        signer.Name = happening.SignerName ?? signer.Name;
        if (stored.OccurredAt >= signer.LastEventAt || signer.LastEventType is null)
            (signer.LastEventAt, signer.LastEventType) = (stored.OccurredAt, stored.EventType);
    }

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
