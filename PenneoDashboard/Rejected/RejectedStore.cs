using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Audit;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Masking;
using PenneoDashboard.Security.Masking;
using PenneoDashboard.Subscriptions.Health;

namespace PenneoDashboard.Rejected;

/// <summary>The refused deliveries in the database; each method is one read or one transaction.</summary>
public sealed class RejectedStore
{
    private readonly IDbContextFactory<DashboardDb> _contexts;
    private readonly RejectedChanges _changes;
    private readonly RejectedLimits _limits;
    private readonly AuditLog _audit;
    private readonly ReaderMask _mask;

    internal RejectedStore(IDbContextFactory<DashboardDb> contexts, RejectedChanges changes, RejectedLimits limits, AuditLog audit, ReaderMask mask) =>
        (_contexts, _changes, _limits, _audit, _mask) = (contexts, changes, limits, audit, mask);

    /// <param name="before">Only those with a smaller id.</param>
    public Task<RejectedPart> ListAsync(long? subscription, long? before, int limit, CancellationToken cancellationToken = default) =>
        _contexts.ReadAsync(
            async db =>
            {
                var rows = await Of(db, subscription).Where(x => before == null || x.Id < before).OrderByDescending(x => x.Id).Take(limit + 1)
                    .Select(x => new { x.Id, x.SubscriptionId, x.ReceivedAt, x.Reason, x.Explanation, x.CanAccept, x.CheckedAt, x.RemoteAddress, x.Headers, x.BodyLength })
                    .ToListAsync(cancellationToken);
                var items = rows.Take(limit).Select(x => new RejectedItem
                {
                    Id = x.Id,
                    SubscriptionId = x.SubscriptionId,
                    ReceivedAt = x.ReceivedAt,
                    Reason = x.Reason,
                    Explanation = x.Explanation,
                    CanAccept = x.CanAccept,
                    CheckedAt = x.CheckedAt,
                    RemoteAddress = x.RemoteAddress,
                    BodyLength = x.BodyLength,
                    Headers = RejectedItem.ReadHeaders(x.Headers).For(_mask),
                }).ToList();
                return new RejectedPart(items, rows.Count > limit ? items[^1].Id : null);
            },
            cancellationToken);

    /// <summary>One; null when it is not there any more.</summary>
    public async Task<RejectedItem?> FindAsync(long id, CancellationToken cancellationToken = default) =>
        (await ListAsync(null, id + 1, 1, cancellationToken)).Items is [var item] && item.Id == id ? item : null;

    /// <summary>The bytes of one as they came; null when it is not there any more.</summary>
    public async Task<byte[]?> BodyAsync(long id, CancellationToken cancellationToken = default) =>
        (await _contexts.ReadAsync(db => db.Set<RejectedDelivery>().Where(x => x.Id == id).Select(x => x.Body).SingleOrDefaultAsync(cancellationToken), cancellationToken)).For(_mask);

    /// <summary>By subscription, the one refused last first.</summary>
    public Task<IReadOnlyList<RejectedSummary>> SummaryAsync(CancellationToken cancellationToken = default) =>
        _contexts.ReadAsync<IReadOnlyList<RejectedSummary>>(
            async db => [.. (await db.Set<RejectedDelivery>().GroupBy(x => x.SubscriptionId)
                .Select(x => new RejectedSummary(x.Key, x.Count(), x.Count(row => row.CanAccept), x.Max(row => row.ReceivedAt)))
                .ToListAsync(cancellationToken)).OrderByDescending(x => x.LastAt)],
            cancellationToken);

    /// <summary>Removes one for good.</summary>
    /// <returns>False when it was not there.</returns>
    public async Task<bool> DiscardAsync(long id, CancellationToken cancellationToken = default)
    {
        var before = await FindAsync(id, cancellationToken);
        if (await DeleteAsync([id], cancellationToken) == 0)
            return false;
        await _audit.RecordAsync(AuditActions.RejectedDiscarded, Subject(id), before is null ? null : new { before.SubscriptionId, before.ReceivedAt, before.Reason, before.BodyLength });
        return true;
    }

    /// <summary>Removes all of one subscription for good.</summary>
    public async Task DiscardAllAsync(long subscription, CancellationToken cancellationToken = default)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var count = await Of(db, subscription).ExecuteDeleteAsync(cancellationToken);
        _changes.Notify();
        await _audit.RecordAsync(AuditActions.RejectedDiscarded, SubjectOfAll(subscription), after: new { discarded = count });
    }

    internal static string Subject(long id) => FormattableString.Invariant($"rejected delivery {id}");

    internal static string SubjectOfAll(long? subscription) =>
        subscription is null ? "all rejected deliveries" : FormattableString.Invariant($"all rejected deliveries of subscription {subscription}");

    internal async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<RejectedDelivery>().CountAsync(cancellationToken);
    }

    /// <summary>By subscription, those that came after its last event.</summary>
    internal Task<IReadOnlyDictionary<long, RefusedSince>> SinceLastEventAsync(CancellationToken cancellationToken) =>
        _contexts.ReadAsync<IReadOnlyDictionary<long, RefusedSince>>(
            async db => await (from refused in db.Set<RejectedDelivery>()
                               join activity in db.Set<SubscriptionActivity>() on refused.SubscriptionId equals activity.SubscriptionId into activities
                               from activity in activities.DefaultIfEmpty()
                               where activity.LastEventAt == null || refused.ReceivedAt > activity.LastEventAt
                               group refused by refused.SubscriptionId into one
                               select new { one.Key, Count = one.Count(), First = one.Min(x => x.ReceivedAt), Last = one.Max(x => x.ReceivedAt) })
                .ToDictionaryAsync(x => x.Key, x => new RefusedSince(x.Count, x.First, x.Last), cancellationToken),
            cancellationToken);

    internal async Task AddAsync(IEnumerable<RejectedDelivery> rows, CancellationToken cancellationToken)
    {
        await using (var db = await _contexts.CreateDbContextAsync(cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            db.AddRange(rows);
            await db.SaveChangesAsync(cancellationToken);
            await PruneAsync(db, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        _changes.Notify();
    }

    /// <summary>Whole rows with a larger id, oldest first, to be changed and saved.</summary>
    internal async Task<IReadOnlyList<RejectedDelivery>> RowsAsync(
        long? subscription, long after, bool onlyAcceptable, int limit, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await Of(db, subscription).AsNoTracking().Where(x => x.Id > after && (!onlyAcceptable || x.CanAccept))
            .OrderBy(x => x.Id).Take(limit).ToListAsync(cancellationToken);
    }

    internal async Task<RejectedDelivery?> RowAsync(long id, CancellationToken cancellationToken) =>
        await RowsAsync(null, id - 1, onlyAcceptable: false, 1, cancellationToken) is [var row] && row.Id == id ? row : null;

    /// <summary>Writes down what was found out; rows that were removed meanwhile stay so.</summary>
    internal async Task SaveAsync(IReadOnlyList<RejectedDelivery> rows, CancellationToken cancellationToken)
    {
        await using (var db = await _contexts.CreateDbContextAsync(cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            foreach (var row in rows)
            {
                await db.Set<RejectedDelivery>().Where(x => x.Id == row.Id).ExecuteUpdateAsync(
                    set => set.SetProperty(x => x.Reason, row.Reason).SetProperty(x => x.Explanation, row.Explanation)
                        .SetProperty(x => x.CanAccept, row.CanAccept).SetProperty(x => x.CheckedAt, row.CheckedAt),
                    cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        _changes.Notify();
    }

    internal async Task<int> DeleteAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var removed = await db.Set<RejectedDelivery>().Where(x => EF.Parameter(ids).Contains(x.Id)).ExecuteDeleteAsync(cancellationToken);
        _changes.Notify();
        return removed;
    }

    private static IQueryable<RejectedDelivery> Of(DashboardDb db, long? subscription) =>
        db.Set<RejectedDelivery>().Where(x => subscription == null || x.SubscriptionId == subscription);

    // Counted from the newest on: what lies beyond a bound goes, first of each subscription and then of all.
    private async Task PruneAsync(DashboardDb db, CancellationToken cancellationToken)
    {
        var (one, all) = (_limits.PerSubscription, _limits.Total);
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM RejectedDeliveries WHERE Id IN (SELECT Id FROM (
                SELECT Id, row_number() OVER newest AS n, sum(Size) OVER newest AS size FROM RejectedDeliveries
                WINDOW newest AS (PARTITION BY SubscriptionId ORDER BY Id DESC)) WHERE n > {one.Rows} OR size > {one.Bytes})
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM RejectedDeliveries WHERE Id IN (SELECT Id FROM (
                SELECT Id, row_number() OVER newest AS n, sum(Size) OVER newest AS size FROM RejectedDeliveries
                WINDOW newest AS (ORDER BY Id DESC)) WHERE n > {all.Rows} OR size > {all.Bytes})
            """,
            cancellationToken);
    }
}
