using System.Globalization;
using System.Text;

namespace PenneoDashboard.Events.Export;

/// <summary>An event as a row of a table: the members of the API's item under the same names.</summary>
internal static class EventRow
{
    private const int MostCharactersOfACell = 32_767;

    public static IReadOnlyList<string> Columns { get; } =
    [
        "sequence", "recognized", "topic", "eventType", "eventTime", "receivedAt", "casefileId", "signerId", "casefileStatus", "title", "subscriptionId",
        "deliveryCount", "verification", "payload", "problem",
    ];

    public static string?[] Texts(EventItem x) =>
    [
        Text(x.Sequence), x.Recognized ? "true" : "false", x.Topic, x.EventType, Text(x.EventTime), Text(x.ReceivedAt), Text(x.CasefileId), Text(x.SignerId), Text(x.CasefileStatus),
        x.Title, Text(x.SubscriptionId), Text(x.DeliveryCount), Name(x.Verification), x.Payload?.Text, x.Problem,
    ];

    /// <summary>Numbers as numbers, except ids that Excel would round; times as text, since its own have no microseconds.</summary>
    public static Dictionary<string, object?> Cells(EventItem x) => new(Columns.Count)
    {
        ["sequence"] = x.Sequence,
        ["recognized"] = x.Recognized,
        ["topic"] = Cell(x.Topic),
        ["eventType"] = Cell(x.EventType),
        ["eventTime"] = Text(x.EventTime),
        ["receivedAt"] = Text(x.ReceivedAt),
        ["casefileId"] = Id(x.CasefileId),
        ["signerId"] = Id(x.SignerId),
        ["casefileStatus"] = x.CasefileStatus,
        ["title"] = Cell(x.Title),
        ["subscriptionId"] = x.SubscriptionId,
        ["deliveryCount"] = x.DeliveryCount,
        ["verification"] = Name(x.Verification),
        ["payload"] = Cell(x.Payload?.Text),
        ["problem"] = Cell(x.Problem),
    };

    private static string Name(Verification verification) => verification == Verification.Verified ? "verified" : "unsigned";

    private static object? Id(long? id) => id is { } number && Math.Abs(number) >= 1_000_000_000_000_000 ? Text(number) : id;

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    // XML can't carry most control characters, and a cell no long text.
    private static string? Cell(string? text)
    {
        if (text is null)
            return null;
        var cut = text.Length > MostCharactersOfACell ? string.Concat(text.AsSpan(0, MostCharactersOfACell - 1), "…") : text;
        if (IsXml(cut))
            return cut;
        var clean = new StringBuilder(cut.Length);
        foreach (var rune in cut.EnumerateRunes())
            clean.Append(rune.Value is (< ' ' and not ('\t' or '\n' or '\r')) or 0xFFFE or 0xFFFF ? Rune.ReplacementChar.ToString() : rune.ToString());
        return clean.ToString();
    }

    private static bool IsXml(string text) => text.All(c => c is (>= ' ' and < '\ud800') or '\t' or '\n' or '\r');
}
