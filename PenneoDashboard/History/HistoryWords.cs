using PenneoDashboard.Events;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.History;

/// <summary>What the history calls its filters, their values, its columns and its exports.</summary>
public static class HistoryWords
{
    public static string Name(FilterParts part) => part switch
    {
        FilterParts.Text => Say("Search"),
        FilterParts.Casefile => Say("Casefile"),
        FilterParts.Signer => Say("Signer"),
        FilterParts.Topic => Say("Topic"),
        FilterParts.EventType => Say("Event type"),
        FilterParts.Dates => Say("Date"),
        FilterParts.Subscription => Say("Subscription"),
        FilterParts.Signature => Say("Signature"),
        FilterParts.Deliveries => Say("Delivered"),
        FilterParts.State => Say("Casefile is"),
        _ => Say("Message"),
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
        _ => filter.Recognized == true ? Say("recognized") : Say("not recognized"),
    };

    /// <summary>Of a type that both topics have, the label of the chosen one; a name that is not known as it is.</summary>
    public static string EventType(string type, string? topic) =>
        PenneoVocabulary.EventTypes.FirstOrDefault(x => x.EventType == type && (topic is null || x.Topic is null || x.Topic == topic))?.Label ?? type;

    public static string Subscription(long? id, IReadOnlyDictionary<long, SubscriptionName> names) => id is not { } known ? "" : names.GetValueOrDefault(known)?.Label ?? $"#{known}";

    public static string Signature(Verification? verification) => verification switch { Verification.Verified => Say("Verified"), Verification.Unsigned => Say("Not signed"), _ => "" };

    public static string Deliveries(bool? duplicates) => duplicates switch { true => Say("More than once"), false => Say("Once"), null => "" };

    public static string Choice(DateChoice choice) => choice switch
    {
        DateChoice.Any => Say("Any time"),
        DateChoice.Today => Say("Today"),
        DateChoice.Yesterday => Say("Yesterday"),
        DateChoice.Last7Days => Say("Last 7 days"),
        DateChoice.Last30Days => Say("Last 30 days"),
        _ => Say("Custom…"),
    };

    public static string Column(HistoryColumn column) => column switch
    {
        HistoryColumn.Sequence => Say("Number"),
        HistoryColumn.Time => Say("Time"),
        HistoryColumn.Received => Say("Received"),
        HistoryColumn.Event => Say("Event"),
        HistoryColumn.Casefile => Say("Casefile"),
        HistoryColumn.Signer => Say("Signer"),
        HistoryColumn.Status => Say("Casefile status"),
        HistoryColumn.Times => Say("Delivered"),
        HistoryColumn.Signature => Say("Signature"),
        _ => Say("Subscription"),
    };

    private static string Dates(DayRange range, BrowserTime browser, DateTimeOffset now) => range.Choice(browser, now) switch
    {
        DateChoice.Custom => (range.FirstDay(browser), range.LastDay(browser)) switch
        {
            ({ } first, { } last) when first == last => Day(first),
            ({ } first, { } last) => $"{Day(first)} – {Day(last)}",
            ({ } first, null) => Say($"from {Day(first)}"),
            (null, { } last) => Say($"until {Day(last)}"),
            _ => "",
        },
        var choice => Choice(choice),
    };

    private static string Day(DateOnly day) => day.ToString(Say("d MMM yyyy"), System.Globalization.CultureInfo.CurrentCulture);
}
