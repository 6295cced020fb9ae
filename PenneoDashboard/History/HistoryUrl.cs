using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using PenneoDashboard.Shared;

namespace PenneoDashboard.History;

/// <summary>A <see cref="HistoryQuery"/> in the address: the filter as everywhere, <c>off</c> with what is switched off, and <c>order</c>.</summary>
public static class HistoryUrl
{
    public const string Path = "/history";

    private const string Oldest = "oldest";

    private static readonly Dictionary<FilterParts, string> Names = new()
    {
        [FilterParts.Text] = "q",
        [FilterParts.Casefile] = "casefileId",
        [FilterParts.Signer] = "signerId",
        [FilterParts.Topic] = "topic",
        [FilterParts.EventType] = "eventType",
        [FilterParts.Dates] = "dates",
        [FilterParts.Subscription] = "subscriptionId",
        [FilterParts.Signature] = "verification",
        [FilterParts.Deliveries] = "duplicates",
        [FilterParts.Recognized] = "recognized",
        [FilterParts.State] = "state",
    };

    public static HistoryQuery QueryHistory(this NavigationManager navigation)
    {
        var query = new HistoryQuery(navigation.QueryFilter(), OldestFirst: navigation.Query("order") == Oldest);
        var off = (navigation.Query("off") ?? "").Split(',');
        return query with { Off = query.Set.Where(x => off.Contains(Names[x])).Aggregate(FilterParts.None, (all, x) => all | x) };
    }

    /// <summary>True for a link that searches a text.</summary>
    public static bool HasText(string link) => QueryHelpers.ParseQuery(link[Math.Max(0, link.IndexOf('?', StringComparison.Ordinal))..]).ContainsKey(Names[FilterParts.Text]);

    /// <summary>Where the list stands; null on its first page.</summary>
    public static long? QueryCursor(this NavigationManager navigation, bool oldestFirst) => navigation.QueryNumber(oldestFirst ? "after" : "before");

    /// <summary>A link to the history, from its root on.</summary>
    /// <param name="cursor">The page begins behind this event; null for the first page.</param>
    public static string HistoryLink(this NavigationManager navigation, HistoryQuery query, long? cursor = null)
    {
        var more = new List<string>();
        if (query.Off != FilterParts.None)
            more.Add("off=" + string.Join(',', HistoryQuery.Parts.Where(x => query.Off.HasFlag(x)).Select(x => Names[x])));
        if (query.OldestFirst)
            more.Add("order=" + Oldest);
        if (cursor is not null)
            more.Add(string.Create(CultureInfo.InvariantCulture, $"{(query.OldestFirst ? "after" : "before")}={cursor}"));
        return navigation.FilterLink(more.Count == 0 ? Path : $"{Path}?{string.Join('&', more)}", query.Filter);
    }
}
