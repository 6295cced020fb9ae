using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

/// <summary>One arrival of one of a casefile's events.</summary>
/// <param name="Sequence">The event's.</param>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="DelaySeconds">See <see cref="DeliveryItem.DelaySeconds"/>.</param>
/// <param name="Attempt">See <see cref="DeliveryItem.Attempt"/>.</param>
/// <param name="Answer">See <see cref="DeliveryItem.Answer"/>.</param>
public sealed record CasefileDelivery(
    long Id, long Sequence, string? Topic, string? EventType, bool Recognized, long SubscriptionId, DateTimeOffset ReceivedAt, double? DelaySeconds, int Attempt, int? Answer);

/// <summary>Reads how the events of a casefile came.</summary>
public sealed class CasefileDeliveries(IDbContextFactory<DashboardDb> contexts)
{
    /// <summary>Every delivery of the newest <paramref name="limit"/> events, in the order they came.</summary>
    public Task<IReadOnlyList<CasefileDelivery>> ListAsync(long casefileId, int limit, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyList<CasefileDelivery>>(
            async db =>
            {
                var rows = await (from e in db.Set<StoredEvent>().Where(x => x.CasefileId == casefileId).OrderByDescending(x => x.Sequence).Take(limit)
                                  join d in db.Set<StoredDelivery>() on e.Sequence equals d.EventSequence
                                  select new { d.Id, e.Sequence, e.Topic, e.EventType, e.Recognized, d.SubscriptionId, d.ReceivedAt, e.EventTime, d.Answer })
                    .ToListAsync(cancellationToken);
                var attempts = new Dictionary<(long, long), int>();
                return [.. rows.OrderBy(x => x.Id).Select(x => new CasefileDelivery(
                    x.Id, x.Sequence, x.Topic, x.EventType, x.Recognized, x.SubscriptionId, x.ReceivedAt,
                    x.EventTime is { } time ? Math.Round((x.ReceivedAt - time).TotalSeconds, 6) : null,
                    attempts[(x.Sequence, x.SubscriptionId)] = attempts.GetValueOrDefault((x.Sequence, x.SubscriptionId)) + 1,
                    x.Answer))];
            },
            cancellationToken);
}
