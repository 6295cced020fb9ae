using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

/// <summary>An event, and how it came through the subscriptions asked about.</summary>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Deliveries">Oldest first.</param>
public sealed record Arrival(
    long Sequence, string? Topic, string? EventType, DateTimeOffset OccurredAt, long? CasefileId, long? SignerId, IReadOnlyList<ArrivedThrough> Deliveries);

/// <summary>One delivery of an event.</summary>
/// <param name="ReceivedAt">UTC.</param>
public sealed record ArrivedThrough(long DeliveryId, long SubscriptionId, DateTimeOffset ReceivedAt);

/// <summary>
/// Tells through which subscriptions events came, a stretch of the deliveries at a time, in the order they were stored.
/// It goes by the keys of deliveries and events, so it needs no index of its own, and ingestion pays nothing for it.
/// </summary>
public sealed class ArrivalQueries(IDbContextFactory<DashboardDb> contexts)
{
    /// <summary>The id of the newest delivery; 0 while there is none.</summary>
    public Task<long> LastDeliveryAsync(CancellationToken cancellationToken = default) =>
        contexts.ReadAsync(async db => await db.Set<StoredDelivery>().MaxAsync(x => (long?)x.Id, cancellationToken) ?? 0, cancellationToken);

    /// <summary>
    /// The events that came through any of <paramref name="subscriptions"/> by the deliveries after <paramref name="after"/>
    /// up to <paramref name="until"/>, each with all its deliveries through them up to there, ascending by sequence.
    /// </summary>
    /// <param name="until">Inclusive. The distance from <paramref name="after"/> bounds the work.</param>
    public Task<IReadOnlyList<Arrival>> BetweenAsync(
        IReadOnlyCollection<long> subscriptions, long after, long until, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyList<Arrival>>(
            async db =>
            {
                var ids = subscriptions.ToArray();
                var came = db.Set<StoredDelivery>()
                    .Where(x => x.Id > after && x.Id <= until && x.EventSequence != null && EF.Parameter(ids).Contains(x.SubscriptionId))
                    .Select(x => x.EventSequence!.Value);
                var sequences = (await came.ToListAsync(cancellationToken)).Distinct().Order().ToArray();
                if (sequences.Length == 0)
                    return [];

                var events = await db.Set<StoredEvent>().Where(x => EF.Parameter(sequences).Contains(x.Sequence)).OrderBy(x => x.Sequence)
                    .Select(x => new { x.Sequence, x.Topic, x.EventType, x.OccurredAt, x.CasefileId, x.SignerId }).ToListAsync(cancellationToken);
                var deliveries = await db.Set<StoredDelivery>()
                    .Where(x => x.EventSequence != null && EF.Parameter(sequences).Contains(x.EventSequence.Value) && x.Id <= until && EF.Parameter(ids).Contains(x.SubscriptionId))
                    .OrderBy(x => x.Id).Select(x => new { x.Id, Sequence = x.EventSequence!.Value, x.SubscriptionId, x.ReceivedAt }).ToListAsync(cancellationToken);
                var byEvent = deliveries.ToLookup(x => x.Sequence, x => new ArrivedThrough(x.Id, x.SubscriptionId, x.ReceivedAt));
                return [.. events.Select(x => new Arrival(x.Sequence, x.Topic, x.EventType, x.OccurredAt, x.CasefileId, x.SignerId, [.. byEvent[x.Sequence]]))];
            },
            cancellationToken);
}
