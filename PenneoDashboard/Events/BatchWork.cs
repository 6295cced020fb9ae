using PenneoDashboard.Penneo;

namespace PenneoDashboard.Events;

/// <summary>One batch while it is put together: the casefiles it touches, read once, and what it adds to the counters.</summary>
internal sealed class BatchWork(LogStatements log, long lastSequence, long lastDeliveryId)
{
    private readonly Dictionary<long, CasefileRow> _casefiles = [];
    private readonly Dictionary<(long Casefile, long Signer), SignerRow> _signers = [];
    private readonly HashSet<long> _touchedCasefiles = [];
    private readonly HashSet<(long Casefile, long Signer)> _touchedSigners = [];
    private readonly Dictionary<(DateOnly, string, string, bool), EventCount> _counts = [];
    private readonly Dictionary<int, CasefileStatusCount> _statuses = [];
    private readonly Dictionary<long, SubscriptionActivity> _activity = [];
    private readonly List<EventItem> _added = [];
    private readonly Dictionary<long, int> _repeated = [];
    private readonly List<ConfirmationReceived> _confirmations = [];

    public long LastSequence { get; private set; } = lastSequence;

    public long LastDeliveryId { get; private set; } = lastDeliveryId;

    public void Load(IReadOnlyList<IncomingDelivery> batch)
    {
        var ids = batch.Select(x => (x.Message as IncomingEvent)?.CasefileId).OfType<long>().Distinct().ToArray();
        foreach (var row in log.Casefiles(ids))
            _casefiles[row.CasefileId] = row;
        foreach (var row in log.SignersOf(_casefiles.Keys))
            _signers[(row.CasefileId, row.SignerId)] = row;
    }

    public void Add(IncomingDelivery delivery)
    {
        var row = new StoredDelivery
        {
            Id = ++LastDeliveryId,
            SubscriptionId = delivery.SubscriptionId,
            ReceivedAt = delivery.ReceivedAt,
            RemoteAddress = delivery.RemoteAddress,
            Headers = delivery.Headers,
            Body = delivery.Body,
            Verification = delivery.Verification,
        };
        var activity = Activity(delivery.SubscriptionId);
        if (delivery.Message is IncomingConfirmation confirmation)
        {
            row.Kind = DeliveryKind.Confirmation;
            activity.ConfirmationToken = confirmation.Token;
            activity.ConfirmationReceivedAt = delivery.ReceivedAt;
            _confirmations.Add(new ConfirmationReceived(delivery.SubscriptionId));
            log.Insert(row);
            return;
        }

        activity.FirstEventAt ??= delivery.ReceivedAt;

        // One that was accepted later came before those that are here already.
        activity.LastEventAt = activity.LastEventAt > delivery.ReceivedAt ? activity.LastEventAt : delivery.ReceivedAt;
        activity.Deliveries++;
        if (delivery.Message is IncomingEvent { EventType: PenneoVocabulary.TestEventType })
            activity.LastTestAt = delivery.ReceivedAt;
        row.EventSequence = AddEvent(delivery, row.Id);
        log.Insert(row);
    }

    public void Save()
    {
        foreach (var casefile in _touchedCasefiles)
            log.Save(_casefiles[casefile]);
        foreach (var signer in _touchedSigners)
            log.Save(_signers[signer]);
        foreach (var count in _counts.Values)
            log.Add(count);
        foreach (var status in _statuses.Values)
            log.Add(status);
        foreach (var activity in _activity.Values)
            log.Add(activity);
    }

    public CommittedBatch Result() => new(
        [.. _added.Select(x => _repeated.TryGetValue(x.Sequence, out var count) ? x with { DeliveryCount = count } : x)],
        Changes(),
        [.. _repeated.Select(x => new Redelivery(x.Key, x.Value))],
        _confirmations,
        _activity.Keys);

    private List<CasefileChange> Changes()
    {
        var signers = _signers.Values.Where(x => _touchedCasefiles.Contains(x.CasefileId)).ToLookup(x => x.CasefileId);
        return [.. _touchedCasefiles.Select(x => new CasefileChange(_casefiles[x].ToSummary(), [.. signers[x].OrderBy(s => s.SignerId).Select(s => s.ToSummary())]))];
    }

    private static DateTimeOffset OccurredAt(IncomingDelivery delivery) =>
        (delivery.Message as IncomingEvent)?.EventTime ?? delivery.ReceivedAt;

    private long AddEvent(IncomingDelivery delivery, long deliveryId)
    {
        var happening = delivery.Message as IncomingEvent;
        var stored = new StoredEvent
        {
            Sequence = LastSequence + 1,
            Identity = delivery.Identity.Key,
            EventId = delivery.Identity.Id,
            Recognized = happening is not null,
            Topic = happening?.Topic,
            EventType = happening?.EventType,
            EventTime = happening?.EventTime,
            OccurredAt = OccurredAt(delivery),
            ReceivedAt = delivery.ReceivedAt,
            CasefileId = happening?.CasefileId,
            SignerId = happening?.SignerId,
            CasefileStatus = happening?.CasefileStatus,
            Title = happening?.Title,
            Problem = (delivery.Message as IncomingUnrecognized)?.Problem,
            SubscriptionId = delivery.SubscriptionId,
            DeliveryCount = 1,
            Verification = delivery.Verification,
            FirstDeliveryId = deliveryId,
        };
        if (!log.TryInsert(stored))
        {
            if (log.Repeat(stored) is { } known)
            {
                _repeated[known.Sequence] = known.DeliveryCount;
                return known.Sequence;
            }

            // It means the same as another that has its own id, so Penneo says that they are two.
            stored.Identity = delivery.Identity.IdKey;
            if (!log.TryInsert(stored))
                throw new InvalidOperationException("An event is neither known nor new.");
        }

        LastSequence = stored.Sequence;
        Count(stored);
        if (happening is { CasefileId: { } casefile })
            Project(casefile, stored, happening);
        _added.Add(stored.ToItem(happening?.Payload));
        return stored.Sequence;
    }

    private void Count(StoredEvent stored)
    {
        var key = (Day: DateOnly.FromDateTime(stored.OccurredAt.UtcDateTime), Topic: stored.Topic ?? "", Type: stored.EventType ?? "", stored.Recognized);
        if (!_counts.TryGetValue(key, out var count))
            _counts[key] = count = new EventCount { Day = key.Day, Topic = key.Topic, EventType = key.Type, Recognized = key.Recognized };
        count.Count++;
    }

    private void Project(long casefile, StoredEvent stored, IncomingEvent happening)
    {
        var isNew = !_casefiles.ContainsKey(casefile);
        var row = Casefile(casefile, stored);
        var before = row.Status;
        AggregateProjection.Apply(row, happening.SignerId is { } signer ? Signer(casefile, signer, stored) : null, stored, happening);
        if (isNew)
            Status(row.Status).Count++;
        else if (row.Status != before)
            (Status(before).Count, Status(row.Status).Count) = (Status(before).Count - 1, Status(row.Status).Count + 1);
    }

    private CasefileStatusCount Status(int? status)
    {
        var key = status ?? CasefileStatusCount.NoStatus;
        if (!_statuses.TryGetValue(key, out var count))
            _statuses[key] = count = new CasefileStatusCount { Status = key };
        return count;
    }

    private CasefileRow Casefile(long id, StoredEvent stored)
    {
        if (!_casefiles.TryGetValue(id, out var row))
            _casefiles[id] = row = new CasefileRow { CasefileId = id, FirstEventAt = stored.OccurredAt, LastEventAt = stored.OccurredAt };
        _touchedCasefiles.Add(id);
        return row;
    }

    private SignerRow Signer(long casefile, long id, StoredEvent stored)
    {
        if (!_signers.TryGetValue((casefile, id), out var row))
        {
            _signers[(casefile, id)] = row = new SignerRow { CasefileId = casefile, SignerId = id, LastEventAt = stored.OccurredAt };
            _casefiles[casefile].SignerCount++;
        }

        _touchedSigners.Add((casefile, id));
        return row;
    }

    private SubscriptionActivity Activity(long subscription)
    {
        if (!_activity.TryGetValue(subscription, out var row))
            _activity[subscription] = row = new SubscriptionActivity { SubscriptionId = subscription };
        return row;
    }
}
