using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

/// <summary>Reads the log. Every method is one short read of its own.</summary>
public sealed class EventQueries(IDbContextFactory<DashboardDb> contexts)
{
    /// <summary>Events between two cursors, both exclusive, newest first.</summary>
    public async Task<EventPage> ListAsync(
        EventFilter filter, int limit, long? before = null, long? after = null, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var query = filter.Apply(db);
        if (before is not null)
            query = query.Where(x => x.Sequence < before);
        if (after is not null)
            query = query.Where(x => x.Sequence > after);

        // One row more than asked for tells whether there is a next page.
        var items = await ReadAsync(db, query.OrderByDescending(x => x.Sequence).Take(limit + 1), cancellationToken);
        if (items.Count <= limit)
            return new EventPage(items, null);
        items.RemoveAt(limit);
        return new EventPage(items, items[^1].Sequence);
    }

    /// <summary>The newest events that name no casefile: tests of a subscription, messages that were not understood.</summary>
    public async Task<IReadOnlyList<EventItem>> WithoutCasefileAsync(
        EventFilter filter, int limit, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, filter.Apply(db).Where(x => x.CasefileId == null).OrderByDescending(x => x.Sequence).Take(limit), cancellationToken);
    }

    /// <summary>What came after a sequence, oldest first: how a reader catches up.</summary>
    public async Task<IReadOnlyList<EventItem>> AfterAsync(
        EventFilter filter, long after, int limit, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, filter.Apply(db).Where(x => x.Sequence > after).OrderBy(x => x.Sequence).Take(limit), cancellationToken);
    }

    /// <summary>The newest sequence; 0 while nothing is stored.</summary>
    public async Task<long> LastSequenceAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<StoredEvent>().MaxAsync(x => (long?)x.Sequence, cancellationToken) ?? 0;
    }

    /// <summary>How many events match, counted no further than <paramref name="limit"/>.</summary>
    public async Task<int> CountAsync(EventFilter filter, int limit, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await filter.Apply(db).Take(limit).CountAsync(cancellationToken);
    }

    /// <summary>One event with its body and deliveries; null when there is none.</summary>
    public async Task<EventDetail?> FindAsync(long sequence, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.Set<StoredEvent>().AsNoTracking().SingleOrDefaultAsync(x => x.Sequence == sequence, cancellationToken);
        if (stored is null)
            return null;
        var deliveries = await db.Set<StoredDelivery>().AsNoTracking()
            .Where(x => x.EventSequence == sequence).OrderBy(x => x.Id).ToListAsync(cancellationToken);
        var body = deliveries.Single(x => x.Id == stored.FirstDeliveryId).Body;
        return new EventDetail(stored.ToItem(body), body, [.. deliveries.Select(x => x.ToItem())]);
    }

    /// <summary>The bytes of an event's first delivery; null when there is no such event.</summary>
    public async Task<byte[]?> BodyAsync(long sequence, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (from e in db.Set<StoredEvent>()
                      join d in db.Set<StoredDelivery>() on e.FirstDeliveryId equals d.Id
                      where e.Sequence == sequence
                      select d.Body).SingleOrDefaultAsync(cancellationToken);
    }

    internal static async Task<List<EventItem>> ReadAsync(
        DashboardDb db, IQueryable<StoredEvent> events, CancellationToken cancellationToken)
    {
        var rows = await events.AsNoTracking()
            .Select(x => new { Event = x, Body = db.Set<StoredDelivery>().Where(d => d.Id == x.FirstDeliveryId).Select(d => d.Body).First() })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(x => x.Event.ToItem(x.Body))];
    }
}
