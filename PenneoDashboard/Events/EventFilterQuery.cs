using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;
using PenneoDashboard.Events.Search;
using PenneoDashboard.Events.States;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Events;

/// <summary>
/// The filter as the database applies it; <see cref="EventFilter.Matches"/> says the same of an event in hand. Every way to
/// find events ends in the same conditions, so the ways differ in speed only.
/// </summary>
internal static class EventFilterQuery
{
    /// <summary>Up to how many matches are best all found first; they may lie anywhere in the log.</summary>
    public const int Few = 5000;

    private const int FewCasefiles = 500;

    private const string Plain = "SELECT e.* FROM \"Events\" AS e";
    private const string Unrecognized = Plain + " INDEXED BY \"IX_Events_Unrecognized\"";
    private const string Repeated = Plain + " INDEXED BY \"IX_Events_Repeated\"";
    private const string WithText = " JOIN \"Deliveries\" AS d ON d.\"Id\" = e.\"FirstDeliveryId\" WHERE has_text(d.\"Body\")";

    private const string OfState = "SELECT e.* FROM \"CasefileStates\" AS s CROSS JOIN \"Events\" AS e ON e.\"CasefileId\" = s.\"CasefileId\" AND s.\"State\" = {0}";

    // What the index has, and what is too new for it. Both come in order and are merged as far as they are read.
    private static readonly string Position = $"min({{3}}, {SearchIndex.Position})";
    private static readonly string PositionNow = $"SELECT {SearchIndex.Position} AS \"Value\"";
    private static readonly string Indexed =
        "SELECT t.rowid AS \"Sequence\", e.* FROM \"EventWords\" AS t CROSS JOIN \"Events\" AS e ON e.\"Sequence\" = t.rowid "
        + $"WHERE t.\"EventWords\" MATCH {{0}} AND t.rowid > {{1}} AND t.rowid <= min({{2}}, {Position}) UNION ALL ";
    private static readonly string Newer = $" e.\"Sequence\" > max({{1}}, {Position}) AND e.\"Sequence\" <= {{2}}";
    private static readonly string IndexedFacts = Indexed + "SELECT e.\"Sequence\", e.* FROM \"Events\" AS e NOT INDEXED WHERE" + Newer;
    private static readonly string IndexedText = Indexed + "SELECT e.\"Sequence\", e.* FROM \"Events\" AS e NOT INDEXED" + WithText + " AND" + Newer;

    /// <summary>Without the index of words: where a key leads to few events, or each is asked for on its own.</summary>
    public static IQueryable<StoredEvent> Apply(this EventFilter filter, DashboardDb db, ReaderMask? mask) => filter.Where(db, From(db, Plain, Text(filter, mask)));

    /// <summary>The same for a list in the order of sequences, in whichever way reads least.</summary>
    /// <param name="mask">Of the reader; null for the app itself.</param>
    /// <param name="after">Exclusive.</param>
    /// <param name="before">Exclusive.</param>
    public static async Task<IQueryable<StoredEvent>> ApplyAsync(
        this EventFilter filter, DashboardDb db, ReaderMask? mask, long? after, long? before, CancellationToken cancellationToken)
    {
        var text = Text(filter, mask);
        if (filter.State is { } state && !filter.HasKey())
        {
            // Few casefiles: their events. Many: the walk begins at the newest event of any of them.
            var casefiles = db.Set<CasefileStateRow>().Where(x => x.State == state);
            if (await casefiles.Take(FewCasefiles + 1).CountAsync(cancellationToken) <= FewCasefiles)
                return filter.Where(db, From(db, OfState, text, (int)state).Between(after, before));
            before = Math.Min(before ?? long.MaxValue, await casefiles.MaxAsync(x => x.LastSequence, cancellationToken) + 1);
        }

        if (filter.IsBestRead(text) || await IndexedAsync(filter, db, text, after, before, cancellationToken) is not { } events)
        {
            var source = filter.Duplicates == true && !filter.HasKey() ? Repeated : filter.Recognized == false && !filter.HasKey() ? Unrecognized : Plain;
            events = From(db, source, text).Between(after, before);
        }

        return filter.Where(db, events);
    }

    // Every search passes here, so no masked reader finds out by searching what they are not shown.
    private static TextQuery Text(EventFilter filter, ReaderMask? mask) =>
        filter.Q is null || mask is not { IsOn: true } ? TextQuery.Parse(filter.Q) : throw new MaskedException();

    // A casefile, a signer, and what the writer's own indexes find, which are never behind; and what no index has.
    private static bool IsBestRead(this EventFilter filter, TextQuery text) =>
        filter.HasKey() || text.IsSigns
        || (text.IsEmpty && filter is { From: null, To: null, SubscriptionId: null, Verification: null }
            && (filter.Duplicates == true || filter is { Topic: null, EventType: null or [_] }));

    private static bool HasKey(this EventFilter filter) => (filter.CasefileId ?? filter.SignerId) is not null;

    private static async Task<IQueryable<StoredEvent>?> IndexedAsync(
        EventFilter filter, DashboardDb db, TextQuery text, long? after, long? before, CancellationToken cancellationToken)
    {
        // Asked first: of what comes into the index meanwhile, the words of a prefix may not be known yet.
        var position = text.Terms.Any(x => x.IsPrefix) ? (await db.Database.SqlQueryRaw<long>(PositionNow).ToListAsync(cancellationToken))[0] : long.MaxValue;
        if (await SearchExpression.OfAsync(db, filter, text, cancellationToken) is not { } expression)
            return null;
        if (!text.IsEmpty)
            AddTo(db, text);
        var events = db.Set<StoredEvent>().FromSqlRaw(
            text.IsEmpty ? IndexedFacts : IndexedText, expression, after ?? 0, before - 1 ?? long.MaxValue, position);

        // Those delivered twice have an index of their own, which is better than very many matches.
        return filter.Duplicates == true && await events.Take(Few + 1).CountAsync(cancellationToken) > Few ? null : events;
    }

    private static IQueryable<StoredEvent> Between(this IQueryable<StoredEvent> events, long? after, long? before)
    {
        if (before is not null)
            events = events.Where(x => x.Sequence < before);
        return after is null ? events : events.Where(x => x.Sequence > after);
    }

    private static IQueryable<StoredEvent> Where(this EventFilter filter, DashboardDb db, IQueryable<StoredEvent> events)
    {
        if (filter.State is { } state)
            events = events.Where(x => db.Set<CasefileStateRow>().Any(s => s.CasefileId == x.CasefileId && s.State == state));
        if (filter.CasefileId is { } casefile)
            events = events.Where(x => x.CasefileId == casefile);
        if (filter.SignerId is { } signer)
            events = events.Where(x => x.SignerId == signer);
        if (filter.Topic is { } topic)
            events = events.Where(x => x.Topic == topic);
        if (filter.EventType is [var type])
            events = events.Where(x => x.EventType == type);
        else if (filter.EventType is { } types)
            events = events.Where(x => types.Contains(x.EventType));
        if (filter.From is { } from)
            events = events.Where(x => x.OccurredAt >= from);
        if (filter.To is { } to)
            events = events.Where(x => x.OccurredAt < to);
        if (filter.SubscriptionId is { } subscription)
            events = events.Where(x => x.SubscriptionId == subscription);
        if (filter.Verification is { } verification)
            events = events.Where(x => x.Verification == verification);

        // Written out so that the database can use the partial indexes.
        if (filter.Recognized is { } recognized)
            events = recognized ? events.Where(x => x.Recognized) : events.Where(x => !x.Recognized);
        if (filter.Duplicates is { } duplicates)
            events = duplicates ? events.Where(x => x.DeliveryCount > 1) : events.Where(x => x.DeliveryCount <= 1);
        return events;
    }

    private static IQueryable<StoredEvent> From(DashboardDb db, string source, TextQuery text, params object[] values)
    {
        if (!text.IsEmpty)
        {
            AddTo(db, text);
            source += WithText;
        }

        return source == Plain ? db.Set<StoredEvent>() : db.Set<StoredEvent>().FromSqlRaw(source, values);
    }

    // The same words as in the index, looked for in a body itself.
    private static void AddTo(DashboardDb db, TextQuery text) => ((SqliteConnection)db.Database.GetDbConnection())
        .CreateFunction<byte[], bool>("has_text", body => text.IsIn(body), isDeterministic: true);
}
