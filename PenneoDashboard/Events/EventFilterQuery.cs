using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

internal static class EventFilterQuery
{
    /// <summary>The filter as the database applies it; <see cref="EventFilter.Matches"/> says the same of an event in hand.</summary>
    public static IQueryable<StoredEvent> Apply(this EventFilter filter, DashboardDb db)
    {
        var events = string.IsNullOrEmpty(filter.Q) ? db.Set<StoredEvent>() : WithText(db, filter.Q);
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

    private static IQueryable<StoredEvent> WithText(DashboardDb db, string text)
    {
        var pattern = "%" + text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
        return db.Set<StoredEvent>().FromSql(
            $"""
             SELECT e.* FROM "Events" AS e JOIN "Deliveries" AS d ON d."Id" = e."FirstDeliveryId"
             WHERE CAST(d."Body" AS TEXT) LIKE {pattern} ESCAPE '\'
             """);
    }
}
