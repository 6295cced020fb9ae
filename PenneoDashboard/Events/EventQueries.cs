using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;
using PenneoDashboard.Events.Masking;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Events;

/// <summary>Reads the log. Every method is one read of its own, off the caller's thread, that a token stops at once.</summary>
/// <param name="mask">Of whoever reads; null for the app itself.</param>
public sealed class EventQueries(IDbContextFactory<DashboardDb> contexts, ReaderMask? mask = null)
{
    /// <summary>Events between two cursors, both exclusive, newest first.</summary>
    public Task<EventPage> ListAsync(
        EventFilter filter, int limit, long? before = null, long? after = null, CancellationToken cancellationToken = default) =>
        ListAsync(filter, limit, Payloads.Included, before, after, cancellationToken);

    /// <inheritdoc cref="ListAsync(EventFilter, int, long?, long?, CancellationToken)"/>
    public Task<EventPage> ListAsync(
        EventFilter filter, int limit, Payloads payloads, long? before = null, long? after = null, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync(
            async db => await PageAsync(db, (await filter.ApplyAsync(db, mask, after, before, cancellationToken)).OrderByDescending(x => x.Sequence), limit, payloads, cancellationToken),
            cancellationToken);

    /// <summary>Events after a cursor, exclusive, oldest first; the page's <c>Next</c> is the next cursor.</summary>
    public Task<EventPage> ListOldestFirstAsync(EventFilter filter, int limit, Payloads payloads, long? after = null, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync(
            async db => await PageAsync(db, (await filter.ApplyAsync(db, mask, after, before: null, cancellationToken)).OrderBy(x => x.Sequence), limit, payloads, cancellationToken),
            cancellationToken);

    /// <summary>The newest events that name no casefile: tests of a subscription, messages that were not understood.</summary>
    public Task<IReadOnlyList<EventItem>> WithoutCasefileAsync(
        EventFilter filter, int limit, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyList<EventItem>>(
            async db =>
            {
                var events = filter.Apply(db, mask).Where(x => x.CasefileId == null).OrderByDescending(x => x.Sequence).Take(limit);
                return await ReadAsync(db, events, Payloads.Omitted, mask, cancellationToken);
            },
            cancellationToken);

    /// <summary>What came after a sequence, oldest first: how a reader catches up.</summary>
    public Task<IReadOnlyList<EventItem>> AfterAsync(
        EventFilter filter, long after, int limit, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyList<EventItem>>(
            async db =>
            {
                var query = await filter.ApplyAsync(db, mask, after, before: null, cancellationToken);
                return await ReadAsync(db, query.OrderBy(x => x.Sequence).Take(limit), Payloads.Included, mask, cancellationToken);
            },
            cancellationToken);

    /// <summary>Only the sequences of what came after one, ascending.</summary>
    public Task<IReadOnlyList<long>> SequencesAfterAsync(
        EventFilter filter, long after, int limit, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyList<long>>(
            async db =>
            {
                var query = await filter.ApplyAsync(db, mask, after, before: null, cancellationToken);
                return await query.OrderBy(x => x.Sequence).Take(limit).Select(x => x.Sequence).ToListAsync(cancellationToken);
            },
            cancellationToken);

    /// <summary>The newest sequence; 0 while nothing is stored.</summary>
    public Task<long> LastSequenceAsync(CancellationToken cancellationToken = default) =>
        contexts.ReadAsync(async db => await db.Set<StoredEvent>().MaxAsync(x => (long?)x.Sequence, cancellationToken) ?? 0, cancellationToken);

    /// <summary>How many events match, counted no further than <paramref name="limit"/>.</summary>
    public Task<int> CountAsync(EventFilter filter, int limit, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync(
            async db => await (await filter.ApplyAsync(db, mask, after: null, before: null, cancellationToken)).Take(limit).CountAsync(cancellationToken),
            cancellationToken);

    /// <summary>How many events match: exact where the writer's counters know it, else counted no further than <paramref name="limit"/>.</summary>
    public async Task<EventTotal> TotalAsync(EventFilter filter, int limit, CancellationToken cancellationToken = default)
    {
        if (filter is not { CasefileId: null, SignerId: null, From: null, To: null, SubscriptionId: null, Q: null, Verification: null, Duplicates: null, State: null })
        {
            var count = await CountAsync(filter, limit + 1, cancellationToken);
            return new EventTotal(Math.Min(count, limit), count <= limit);
        }

        var types = filter.EventType?.ToArray() ?? [];
        var counters = await contexts.ReadAsync(
            db => db.Set<EventCount>()
                .Where(x => (filter.Topic == null || x.Topic == filter.Topic) && (types.Length == 0 || types.Contains(x.EventType))
                            && (filter.Recognized == null || x.Recognized == filter.Recognized))
                .SumAsync(x => x.Count, cancellationToken),
            cancellationToken);
        return new EventTotal(counters, IsExact: true);
    }

    /// <summary>One event with its body and deliveries; null when there is none.</summary>
    public Task<EventDetail?> FindAsync(long sequence, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync(
            async db =>
            {
                var stored = await db.Set<StoredEvent>().AsNoTracking().SingleOrDefaultAsync(x => x.Sequence == sequence, cancellationToken);
                if (stored is null)
                    return null;
                var body = await Body(db, sequence).SingleOrDefaultAsync(cancellationToken);
                var deliveries = await db.Set<StoredDelivery>().Where(x => x.EventSequence == sequence).OrderBy(x => x.Id)
                    .Select(EventMapping.Delivery).ToListAsync(cancellationToken);
                return new EventDetail(stored.ToItem(body), body, deliveries.ToItems(stored.EventTime)).For(mask);
            },
            cancellationToken);

    /// <summary>The bytes of an event's first delivery; null when there is no such event.</summary>
    public async Task<byte[]?> BodyAsync(long sequence, CancellationToken cancellationToken = default) =>
        (await contexts.ReadAsync(db => Body(db, sequence).SingleOrDefaultAsync(cancellationToken), cancellationToken)).For(mask);

    /// <summary>The events before and after one in its casefile, by the time they happened; null at the ends and without a casefile.</summary>
    public async Task<(long? Previous, long? Next)> NeighboursAsync(EventItem item, CancellationToken cancellationToken = default)
    {
        if (item.CasefileId is not { } casefile)
            return (null, null);
        var (at, sequence) = (item.OccurredAt, item.Sequence);
        return await contexts.ReadAsync<(long?, long?)>(
            async db =>
            {
                var others = db.Set<StoredEvent>().Where(x => x.CasefileId == casefile);
                var previous = others.Where(x => x.OccurredAt < at || (x.OccurredAt == at && x.Sequence < sequence))
                    .OrderByDescending(x => x.OccurredAt).ThenByDescending(x => x.Sequence);
                var next = others.Where(x => x.OccurredAt > at || (x.OccurredAt == at && x.Sequence > sequence))
                    .OrderBy(x => x.OccurredAt).ThenBy(x => x.Sequence);
                return (await previous.Select(x => (long?)x.Sequence).FirstOrDefaultAsync(cancellationToken),
                    await next.Select(x => (long?)x.Sequence).FirstOrDefaultAsync(cancellationToken));
            },
            cancellationToken);
    }

    internal static async Task<List<EventItem>> ReadAsync(
        DashboardDb db, IQueryable<StoredEvent> events, Payloads payloads, ReaderMask? mask, CancellationToken cancellationToken)
    {
        var rows = await events.AsNoTracking().ToListAsync(cancellationToken);
        if (payloads == Payloads.Omitted)
            return [.. rows.Select(x => x.ToItem((RawJson?)null).For(mask))];

        // A read of its own: inside the list's query SQLite would fetch the bodies of all rows that it sorts, not of those it keeps.
        var wanted = rows.Where(x => x.Recognized).Select(x => x.FirstDeliveryId).ToArray();
        var bodies = await db.Set<StoredDelivery>().Where(x => EF.Parameter(wanted).Contains(x.Id))
            .Select(x => new { x.Id, x.Body }).ToDictionaryAsync(x => x.Id, x => x.Body, cancellationToken);
        return [.. rows.Select(x => x.ToItem(bodies.GetValueOrDefault(x.FirstDeliveryId)).For(mask))];
    }

    private async Task<EventPage> PageAsync(DashboardDb db, IQueryable<StoredEvent> events, int limit, Payloads payloads, CancellationToken cancellationToken)
    {
        // One row more than asked for tells whether there is a next page.
        var items = await ReadAsync(db, events.Take(limit + 1), payloads, mask, cancellationToken);
        if (items.Count <= limit)
            return new EventPage(items, null);
        items.RemoveAt(limit);
        return new EventPage(items, items[^1].Sequence);
    }

    private static IQueryable<byte[]> Body(DashboardDb db, long sequence) =>
        from e in db.Set<StoredEvent>()
        join d in db.Set<StoredDelivery>() on e.FirstDeliveryId equals d.Id
        where e.Sequence == sequence
        select d.Body;
}
