using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;
using PenneoDashboard.Events;

namespace PenneoDashboard.Bench.Servers;

/// <summary>One batch of <see cref="SaveChangesStore"/>: the rows it touches, read once, and the rows it adds.</summary>
internal sealed class SaveChangesWork(DashboardDb db, long lastSequence, long lastDeliveryId)
{
    private readonly Dictionary<string, StoredEvent> _byIdentity = [];
    private readonly Dictionary<long, CasefileRow> _casefiles = [];
    private readonly Dictionary<(long Casefile, long Signer), SignerRow> _signers = [];
    private readonly Dictionary<(DateOnly, string, string, bool), EventCount> _counts = [];
    private readonly Dictionary<int, CasefileStatusCount> _statuses = [];
    private readonly Dictionary<long, SubscriptionActivity> _activity = [];

    public long LastSequence { get; private set; } = lastSequence;

    public long LastDeliveryId { get; private set; } = lastDeliveryId;

    public async Task LoadAsync(IReadOnlyList<IncomingDelivery> batch, CancellationToken cancellationToken)
    {
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var events = batch.Select(x => x.Message).OfType<IncomingEvent>().ToList();
        var identities = batch.Select(x => x.Identity.Key).OfType<string>().Distinct().ToArray();
        var casefiles = events.Select(x => x.CasefileId).OfType<long>().Distinct().ToArray();
        var days = batch.Select(Day).Distinct().ToArray();
        var subscriptions = batch.Select(x => x.SubscriptionId).Distinct().ToArray();

        await foreach (var row in db.Set<StoredEvent>().Where(x => EF.Parameter(identities).Contains(x.Identity)).AsAsyncEnumerable().WithCancellation(cancellationToken))
            _byIdentity[row.Identity!] = row;
        await foreach (var row in db.Set<CasefileRow>().Where(x => EF.Parameter(casefiles).Contains(x.CasefileId)).AsAsyncEnumerable().WithCancellation(cancellationToken))
            _casefiles[row.CasefileId] = row;
        await foreach (var row in db.Set<SignerRow>().Where(x => EF.Parameter(casefiles).Contains(x.CasefileId)).AsAsyncEnumerable().WithCancellation(cancellationToken))
            _signers[(row.CasefileId, row.SignerId)] = row;
        await foreach (var row in db.Set<EventCount>().Where(x => EF.Parameter(days).Contains(x.Day)).AsAsyncEnumerable().WithCancellation(cancellationToken))
            _counts[(row.Day, row.Topic, row.EventType, row.Recognized)] = row;
        await foreach (var row in db.Set<CasefileStatusCount>().AsAsyncEnumerable().WithCancellation(cancellationToken))
            _statuses[row.Status] = row;
        await foreach (var row in db.Set<SubscriptionActivity>().Where(x => EF.Parameter(subscriptions).Contains(x.SubscriptionId)).AsAsyncEnumerable().WithCancellation(cancellationToken))
            _activity[row.SubscriptionId] = row;
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
        db.Add(row);

        var activity = Activity(delivery.SubscriptionId);
        if (delivery.Message is IncomingConfirmation confirmation)
        {
            row.Kind = DeliveryKind.Confirmation;
            activity.ConfirmationToken = confirmation.Token;
            activity.ConfirmationReceivedAt = delivery.ReceivedAt;
            return;
        }

        activity.FirstEventAt ??= delivery.ReceivedAt;
        activity.LastEventAt = delivery.ReceivedAt;
        activity.Deliveries++;
        row.EventSequence = delivery.Identity.Key is { } identity && _byIdentity.TryGetValue(identity, out var known)
            ? Repeat(known)
            : AddEvent(delivery, row.Id);
    }

    private static DateOnly Day(IncomingDelivery delivery) =>
        DateOnly.FromDateTime(OccurredAt(delivery).UtcDateTime);

    private static DateTimeOffset OccurredAt(IncomingDelivery delivery) =>
        (delivery.Message as IncomingEvent)?.EventTime ?? delivery.ReceivedAt;

    private static long Repeat(StoredEvent known)
    {
        known.DeliveryCount++;
        return known.Sequence;
    }

    private long AddEvent(IncomingDelivery delivery, long deliveryId)
    {
        var happening = delivery.Message as IncomingEvent;
        var stored = new StoredEvent
        {
            Sequence = ++LastSequence,
            Identity = delivery.Identity.Key,
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
        db.Add(stored);
        if (delivery.Identity.Key is { } identity)
            _byIdentity[identity] = stored;

        Count(stored);
        if (happening is { CasefileId: { } casefile })
            Project(casefile, stored, happening);
        return stored.Sequence;
    }

    private void Count(StoredEvent stored)
    {
        var key = (Day: DateOnly.FromDateTime(stored.OccurredAt.UtcDateTime), Topic: stored.Topic ?? "", Type: stored.EventType ?? "", stored.Recognized);
        if (!_counts.TryGetValue(key, out var count))
            db.Add(_counts[key] = count = new EventCount { Day = key.Day, Topic = key.Topic, EventType = key.Type, Recognized = key.Recognized });
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
            db.Add(_statuses[key] = count = new CasefileStatusCount { Status = key });
        return count;
    }

    private CasefileRow Casefile(long id, StoredEvent stored)
    {
        if (!_casefiles.TryGetValue(id, out var row))
            db.Add(_casefiles[id] = row = new CasefileRow { CasefileId = id, FirstEventAt = stored.OccurredAt, LastEventAt = stored.OccurredAt });
        return row;
    }

    private SignerRow Signer(long casefile, long id, StoredEvent stored)
    {
        if (!_signers.TryGetValue((casefile, id), out var row))
        {
            db.Add(_signers[(casefile, id)] = row = new SignerRow { CasefileId = casefile, SignerId = id, LastEventAt = stored.OccurredAt });
            _casefiles[casefile].SignerCount++;
        }

        return row;
    }

    private SubscriptionActivity Activity(long subscription)
    {
        if (!_activity.TryGetValue(subscription, out var row))
            db.Add(_activity[subscription] = row = new SubscriptionActivity { SubscriptionId = subscription });
        return row;
    }
}
