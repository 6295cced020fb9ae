using PenneoDashboard.Events;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.History;

/// <summary>What the history calls its filters, their values, its columns and its exports.</summary>
public static class HistoryWords
{
    private const string DayFormat = "d MMM yyyy";

    public static string Name(FilterParts part) => part switch
    {
        FilterParts.Text => "Search",
        FilterParts.Casefile => "Casefile",
        FilterParts.Signer => "Signer",
        FilterParts.Topic => "Topic",
        FilterParts.EventType => "Event type",
        FilterParts.Dates => "Date",
        FilterParts.Subscription => "Subscription",
        FilterParts.Signature => "Signature",
        FilterParts.Deliveries => "Delivered",
        FilterParts.State => "Casefile is",
        _ => "Message",
    };

    public static string Value(FilterParts part, EventFilter filter, IReadOnlyDictionary<long, SubscriptionName> names, BrowserTime browser, DateTimeOffset now) => part switch
    {
        FilterParts.Text => VisibleText.Line(filter.Q ?? "", 60),
        FilterParts.Casefile => $"{filter.CasefileId}",
        FilterParts.Signer => $"{filter.SignerId}",
        FilterParts.Topic => VisibleText.Line(filter.Topic ?? "", 40),
        FilterParts.EventType => VisibleText.Line(string.Join(", ", (filter.EventType ?? Enumerable.Empty<string>()).Select(x => EventType(x, filter.Topic))), 80),
        FilterParts.Dates => Dates(new DayRange(filter.From, filter.To), browser, now),
        FilterParts.Subscription => Subscription(filter.SubscriptionId, names),
        FilterParts.Signature => Signature(filter.Verification),
        FilterParts.Deliveries => Deliveries(filter.Duplicates),
        FilterParts.State => filter.State?.Label() ?? "",
        _ => filter.Recognized == true ? "recognized" : "not recognized",
    };

    /// <summary>Of a type that both topics have, the label of the chosen one; a name that is not known as it is.</summary>
    public static string EventType(string type, string? topic) =>
        PenneoVocabulary.EventTypes.FirstOrDefault(x => x.EventType == type && (topic is null || x.Topic is null || x.Topic == topic))?.Label ?? type;

    public static string Subscription(long? id, IReadOnlyDictionary<long, SubscriptionName> names) => id is not { } known ? "" : names.GetValueOrDefault(known)?.Label ?? $"#{known}";

    public static string Signature(Verification? verification) => verification switch { Verification.Verified => "Verified", Verification.Unsigned => "Not signed", _ => "" };

    public static string Deliveries(bool? duplicates) => duplicates switch { true => "More than once", false => "Once", null => "" };

    public static string Choice(DateChoice choice) => choice switch
    {
        DateChoice.Any => "Any time",
        DateChoice.Today => "Today",
        DateChoice.Yesterday => "Yesterday",
        DateChoice.Last7Days => "Last 7 days",
        DateChoice.Last30Days => "Last 30 days",
        _ => "Custom…",
    };

    public static string Column(HistoryColumn column) => column switch
    {
        HistoryColumn.Sequence => "Number",
        HistoryColumn.Time => "Time",
        HistoryColumn.Received => "Received",
        HistoryColumn.Event => "Event",
        HistoryColumn.Casefile => "Casefile",
        HistoryColumn.Signer => "Signer",
        HistoryColumn.Status => "Casefile status",
        HistoryColumn.Times => "Delivered",
        HistoryColumn.Signature => "Signature",
        _ => "Subscription",
    };

    private static string Dates(DayRange range, BrowserTime browser, DateTimeOffset now) => range.Choice(browser, now) switch
    {
        DateChoice.Custom => (range.FirstDay(browser), range.LastDay(browser)) switch
        {
            ({ } first, { } last) when first == last => Day(first),
            ({ } first, { } last) => $"{Day(first)} – {Day(last)}",
            ({ } first, null) => $"from {Day(first)}",
            (null, { } last) => $"until {Day(last)}",
            _ => "",
        },
        var choice => Choice(choice),
    };

    private static string Day(DateOnly day) => day.ToString(DayFormat, System.Globalization.CultureInfo.CurrentCulture);
}
