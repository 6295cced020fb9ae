using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

internal static class EventFilterQuery
{
    /// <summary>Up to how many matches are best all found first; they may lie anywhere in the log.</summary>
    public const int Few = 5000;

    // The events of a few days lie together in the log, so that many more of them are read and sorted in no time.
    private const int FewInDates = 50_000;

    private const string Plain = "SELECT e.* FROM \"Events\" AS e";
    private const string ByDate = Plain + " INDEXED BY \"IX_Events_OccurredAt\"";
    private const string NotRecognized = Plain + " INDEXED BY \"IX_Events_Unrecognized\"";
    private const string Walk = Plain + " NOT INDEXED";
    private const string WithText =
        " JOIN \"Deliveries\" AS d ON d.\"Id\" = e.\"FirstDeliveryId\" WHERE CAST(d.\"Body\" AS TEXT) LIKE {0} ESCAPE '\\'";

    /// <summary>The filter as the database applies it; <see cref="EventFilter.Matches"/> says the same of an event in hand.</summary>
    public static IQueryable<StoredEvent> Apply(this EventFilter filter, DashboardDb db) => filter.Where(From(db, Plain, filter.Q));

    /// <summary>
    /// The same for a list ordered by sequence. Without statistics SQLite takes any range of dates for narrow, and would
    /// sort a whole year to show its newest fifty.
    /// </summary>
    public static async Task<IQueryable<StoredEvent>> ApplyBySequenceAsync(
        this EventFilter filter, DashboardDb db, CancellationToken cancellationToken, int few = FewInDates)
    {
        if (filter.Recognized == false)
            return filter.Where(From(db, NotRecognized, filter.Q));
        if (filter.CasefileId is not null || filter.SignerId is not null || (filter.From ?? filter.To) is null)
            return filter.Apply(db);

        var dates = new EventFilter { From = filter.From, To = filter.To }.Where(From(db, ByDate, null));
        if (await dates.Take(few + 1).CountAsync(cancellationToken) <= few)
            return filter.Where(From(db, ByDate, filter.Q));

        var events = filter.Where(From(db, filter.EventType is null ? Walk : Plain, filter.Q));
        var newest = await db.Set<StoredEvent>().OrderByDescending(x => x.Sequence).Select(x => (DateTimeOffset?)x.OccurredAt).FirstOrDefaultAsync(cancellationToken);
        if (filter.To is null || newest < filter.To)
            return events;

        // Dates long past: their index tells where in the log they end, which spares reading all that came since.
        var last = await dates.MaxAsync(x => (long?)x.Sequence, cancellationToken);
        return events.Where(x => x.Sequence <= last);
    }

    private static IQueryable<StoredEvent> Where(this EventFilter filter, IQueryable<StoredEvent> events)
    {
        if (filter.CasefileId is { } casefile)
            events = events.Where(x => x.CasefileId == casefile);
        if (filter.SignerId is { } signer)
            events = events.Where(x => x.SignerId == signer);
        if (filter.Topic is { } topic)
            events = events.Where(x => x.Topic == topic);
        if (filter.EventType is { } type)
            events = events.Where(x => x.EventType == type);
        if (filter.From is { } from)
            events = events.Where(x => x.OccurredAt >= from);
        if (filter.To is { } to)
            events = events.Where(x => x.OccurredAt < to);
        if (filter.SubscriptionId is { } subscription)
            events = events.Where(x => x.SubscriptionId == subscription);

        // Written out so that the database can use the partial index of unrecognized messages.
        if (filter.Recognized is { } recognized)
            events = recognized ? events.Where(x => x.Recognized) : events.Where(x => !x.Recognized);
        return events;
    }

    private static IQueryable<StoredEvent> From(DashboardDb db, string source, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return source == Plain ? db.Set<StoredEvent>() : db.Set<StoredEvent>().FromSqlRaw(source);

        var pattern = "%" + text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
        var searched = source switch { ByDate => ByDate + WithText, NotRecognized => NotRecognized + WithText, Walk => Walk + WithText, _ => Plain + WithText };
        return db.Set<StoredEvent>().FromSqlRaw(searched, pattern);
    }
}
