using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

/// <summary>What of a delivery tells how its subscription gets on.</summary>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="EventTime">When the event happened, by Penneo's clock; null when the message had no readable time.</param>
/// <param name="Attempt">
/// 1 for the first delivery of its event through its subscription, 2 for the first retry; counted no further than
/// <see cref="DeliveryQueries.MostAttempts"/>, for one event may have been delivered a million times.
/// </param>
public sealed record DeliveryMark(long Id, long SubscriptionId, DateTimeOffset ReceivedAt, DateTimeOffset? EventTime, int Attempt);

/// <summary>A delivery that was not answered 200.</summary>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="Answer">See <see cref="DeliveryItem.Answer"/>.</param>
public sealed record AnswerMark(long SubscriptionId, DateTimeOffset ReceivedAt, int Answer);

/// <summary>That something came through a subscription at a time (UTC).</summary>
public sealed record ArrivalMark(long SubscriptionId, DateTimeOffset ReceivedAt);

/// <summary>
/// Reads deliveries by their ids, which ascend in the order of commits: never more rows than asked for. What stands behind
/// the body in a row, as the answer does, is only to be had by reading past the body.
/// </summary>
public sealed class DeliveryQueries(IDbContextFactory<DashboardDb> contexts)
{
    /// <summary>As far as attempts are counted.</summary>
    public const int MostAttempts = 5;

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

                        // Few events come again, so few rows ask for this.
                        Earlier = e.DeliveryCount < 2
                            ? 0
                            : all.Where(x => x.EventSequence == e.Sequence && x.SubscriptionId == d.SubscriptionId && x.Id < d.Id).Take(MostAttempts - 1).Count(),
                    })
                    .ToListAsync(cancellationToken);
                return [.. rows.OrderBy(x => x.Id).Select(x => new DeliveryMark(x.Id, x.SubscriptionId, x.ReceivedAt, x.EventTime, x.Earlier + 1))];
            },
            cancellationToken);

    /// <summary>Of the newest <paramref name="limit"/>, those between two times that are known not to have been answered 200; oldest first.</summary>
    public Task<IReadOnlyList<AnswerMark>> NotAnsweredAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyList<AnswerMark>>(
            async db =>
            {
                var first = (await db.Set<StoredDelivery>().MaxAsync(x => (long?)x.Id, cancellationToken) ?? 0) - limit;
                return await db.Set<StoredDelivery>().Where(x => x.Id > first && x.ReceivedAt >= from && x.ReceivedAt < to && x.Answer != null && x.Answer != StatusCodes.Status200OK)
                    .OrderBy(x => x.Id).Select(x => new AnswerMark(x.SubscriptionId, x.ReceivedAt, x.Answer!.Value)).ToListAsync(cancellationToken);
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
