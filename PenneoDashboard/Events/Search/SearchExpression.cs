using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events.Search;

/// <summary>A filter in the words of the index.</summary>
internal static class SearchExpression
{
    // Beyond this many, SQLite's own way of dealing with a prefix is as good.
    private const int MostWordsOfAPrefix = 1000;
    private const int MostDays = 120;

    // From word to word instead of through all places where each stands.
    private const string WordsOfPrefix =
        """
        WITH RECURSIVE found(word) AS (
          SELECT (SELECT term FROM EventWordList WHERE term >= {0} LIMIT 1)
          UNION ALL
          SELECT (SELECT term FROM EventWordList WHERE term >= found.word || char(1) LIMIT 1) FROM found WHERE found.word < {1})
        SELECT word AS "Value" FROM found WHERE word >= {0} AND word < {1} LIMIT {2}
        """;

    /// <summary>What FTS5 is asked; null where the index can't narrow anything down.</summary>
    public static async Task<string?> OfAsync(DashboardDb db, EventFilter filter, TextQuery text, CancellationToken cancellationToken)
    {
        var all = new List<string>();
        if (filter.Topic is { } topic)
            all.Add(Quoted(Facts.Topic(topic)));
        if (filter.EventType is { } types)
            all.Add(Any(types.Select(Facts.EventType)));
        if (filter.SubscriptionId is { } subscription)
            all.Add(Quoted(Facts.Subscription(subscription)));
        if (filter.Verification is { } verification)
            all.Add(Quoted(Facts.Verification(verification)));
        if (filter.Recognized == false)
            all.Add(Quoted(Facts.Recognized(false)));
        if (await DaysAsync(db, filter, cancellationToken) is { } days)
            all.Add(days.Count == 0 ? Quoted(Facts.Nothing) : Any(days));
        foreach (var term in text.Terms.Where(x => !x.IsExcluded))
            all.Add(await OfAsync(db, term, cancellationToken));

        var none = new List<string>();
        foreach (var term in text.Terms.Where(x => x.IsExcluded))
            none.Add(await OfAsync(db, term, cancellationToken));
        if (all.Count == 0 && none.Count == 0)
            return null;
        var wanted = all.Count == 0 ? Any(Facts.Either) : string.Join(" AND ", all);
        return none.Count == 0 ? wanted : $"({wanted}) NOT ({string.Join(" OR ", none)})";
    }

    private static async Task<string> OfAsync(DashboardDb db, TextTerm term, CancellationToken cancellationToken)
    {
        if (!term.IsPrefix)
            return Quoted(term.Words);
        var at = term.Words.LastIndexOf(' ') + 1;
        var (before, prefix) = (term.Words[..at], term.Words[at..]);
        var words = await db.Database.SqlQueryRaw<string>(WordsOfPrefix, prefix, prefix + "\U0010ffff", MostWordsOfAPrefix + 1).ToListAsync(cancellationToken);
        return words.Count switch
        {
            0 => Quoted(Facts.Nothing),
            > MostWordsOfAPrefix => Quoted(term.Words) + " *",
            _ => Any(words.Select(x => before + x)),
        };
    }

    private static async Task<IReadOnlyList<string>?> DaysAsync(DashboardDb db, EventFilter filter, CancellationToken cancellationToken)
    {
        if ((filter.From ?? filter.To) is null)
            return null;
        var first = filter.From ?? await db.Set<StoredEvent>().MinAsync(x => (DateTimeOffset?)x.OccurredAt, cancellationToken);
        var last = filter.To is { } to
            ? to > DateTimeOffset.MinValue ? to.AddTicks(-1) : to
            : await db.Set<StoredEvent>().MaxAsync(x => (DateTimeOffset?)x.OccurredAt, cancellationToken);
        return first is null || last is null ? [] : Facts.Days(Day(first.Value), Day(last.Value), MostDays);
    }

    private static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private static string Any(IEnumerable<string> words) => $"({string.Join(" OR ", words.Select(Quoted))})";

    // Words have neither quotes nor anything else that FTS5 could take for its own.
    private static string Quoted(string words) => $"\"{words}\"";
}
