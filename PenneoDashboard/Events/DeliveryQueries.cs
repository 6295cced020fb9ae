using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

/// <summary>What of a delivery tells how its subscription gets on.</summary>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="EventTime">When the event happened, by Penneo's clock; null when the message had no readable time.</param>
/// <param name="Attempt">1 for the first delivery of its event through its subscription, 2 for the first retry.</param>
/// <param name="Answer">See <see cref="DeliveryItem.Answer"/>.</param>
public sealed record DeliveryMark(long Id, long SubscriptionId, DateTimeOffset ReceivedAt, DateTimeOffset? EventTime, int Attempt, int? Answer);

/// <summary>That something came through a subscription at a time (UTC).</summary>
public sealed record ArrivalMark(long SubscriptionId, DateTimeOffset ReceivedAt);

/// <summary>Reads deliveries of events by their ids, which ascend in the order of commits: never more rows than asked for.</summary>
public sealed class DeliveryQueries(IDbContextFactory<DashboardDb> contexts)
{
    /// <summary>The newest with a larger id, oldest first. Where there are more than <paramref name="limit"/>, the older ones are left out.</summary>
    public Task<IReadOnlyList<DeliveryMark>> NewestAsync(long after, int limit, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyList<DeliveryMark>>(
            async db =>
            {
                var all = db.Set<StoredDelivery>();
                var rows = await all.Where(x => x.Id > after).OrderByDescending(x => x.Id).Take(limit)
                    .Join(db.Set<StoredEvent>(), x => x.EventSequence, x => x.Sequence, (d, e) => new
                    {
                        d.Id,
                        d.SubscriptionId,
                        d.ReceivedAt,
                        e.EventTime,
                        d.Answer,

                        // Few events come again, so few rows ask for this.
                        Earlier = e.DeliveryCount < 2 ? 0 : all.Count(x => x.EventSequence == d.EventSequence && x.SubscriptionId == d.SubscriptionId && x.Id < d.Id),
                    })
                    .ToListAsync(cancellationToken);
                return [.. rows.OrderBy(x => x.Id).Select(x => new DeliveryMark(x.Id, x.SubscriptionId, x.ReceivedAt, x.EventTime, x.Earlier + 1, x.Answer))];
            },
            cancellationToken);

    /// <summary>About <paramref name="count"/> of those since a time, evenly spread over them, oldest first.</summary>
    public Task<IReadOnlyList<ArrivalMark>> SpreadAsync(DateTimeOffset since, int count, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyList<ArrivalMark>>(
            async db =>
            {
                var rows = db.Set<StoredDelivery>();
                var last = await rows.MaxAsync(x => (long?)x.Id, cancellationToken) ?? 0;
                var first = await FirstSinceAsync(rows, since, last, cancellationToken);
                var step = Math.Max(1, (last - first + 1) / count);
                var ids = new List<long>();
                for (var id = first; id <= last; id += step)
                    ids.Add(id);
                return await rows.Where(x => EF.Parameter(ids).Contains(x.Id) && x.Kind == DeliveryKind.Event && x.ReceivedAt >= since).OrderBy(x => x.Id)
                    .Select(x => new ArrivalMark(x.SubscriptionId, x.ReceivedAt)).ToListAsync(cancellationToken);
            },
            cancellationToken);

    // By halves: a log of millions takes some twenty looks at one row.
    private static async Task<long> FirstSinceAsync(IQueryable<StoredDelivery> rows, DateTimeOffset since, long last, CancellationToken cancellationToken)
    {
        var (low, high) = (1L, last + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var found = await rows.Where(x => x.Id >= middle).OrderBy(x => x.Id).Select(x => new { x.ReceivedAt }).FirstAsync(cancellationToken);
            if (found.ReceivedAt < since)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
