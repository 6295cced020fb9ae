using System.Globalization;
using System.Text;

namespace PenneoDashboard.Events.Search;

/// <summary>
/// What is known of an event, as words of the index. They begin with a sign that no word of a text has. So the index finds what has two
/// frequent properties and seldom both, which an index for each would have to search through.
/// </summary>
internal static class Facts
{
    /// <summary>Stands in no event.</summary>
    public const string Nothing = Sign + "none";

    private const string Sign = "¤";

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>One of the two stands in every event.</summary>
    public static IReadOnlyList<string> Either { get; } = [Recognized(true), Recognized(false)];

    public static string Topic(string topic) => Name('t', topic);

    public static string EventType(string type) => Name('e', type);

    public static string Subscription(long id) => string.Create(Culture, $"{Sign}s{id}");

    public static string Verification(Verification verification) => string.Create(Culture, $"{Sign}v{(int)verification}");

    public static string Recognized(bool recognized) => recognized ? Sign + "r1" : Sign + "r0";

    public static string Day(DateOnly day) => string.Create(Culture, $"{Sign}d{day:yyyyMMdd}");

    public static string Month(DateOnly day) => string.Create(Culture, $"{Sign}m{day:yyyyMM}");

    public static string Year(DateOnly day) => string.Create(Culture, $"{Sign}y{day:yyyy}");

    public static void Append(StringBuilder words, string? topic, string? type, long subscription, Verification verification, bool recognized, DateTimeOffset occurredAt)
    {
        if (topic is not null)
            words.Append(' ').Append(Topic(topic));
        if (type is not null)
            words.Append(' ').Append(EventType(type));
        var day = DateOnly.FromDateTime(occurredAt.UtcDateTime);
        words.Append(' ').AppendJoin(' ', Subscription(subscription), Verification(verification), Recognized(recognized), Day(day), Month(day), Year(day));
    }

    /// <summary>Few words of which one stands in every event of the days, and in no other; null for more than <paramref name="most"/>.</summary>
    public static IReadOnlyList<string>? Days(DateOnly first, DateOnly last, int most)
    {
        var words = new List<string>();
        for (var day = first; day <= last;)
        {
            if (words.Count == most)
                return null;
            var (yearEnd, monthEnd) = (new DateOnly(day.Year, 12, 31), new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)));
            var (word, end) = day.DayOfYear == 1 && yearEnd <= last ? (Year(day), yearEnd)
                : day.Day == 1 && monthEnd <= last ? (Month(day), monthEnd)
                : (Day(day), day);
            words.Add(word);
            if (end == DateOnly.MaxValue)
                break;
            day = end.AddDays(1);
        }

        return words;
    }

    // A name may be any text; two that come to the same number only cost a look at the event.
    private static string Name(char kind, string name)
    {
        const ulong Offset = 14695981039346656037, Prime = 1099511628211;
        var hash = Offset;
        foreach (var c in name)
            hash = (hash ^ c) * Prime;
        return string.Create(Culture, $"{Sign}{kind}{hash:x16}");
    }
}
