using System.Globalization;
using System.Text.Json;

namespace PenneoDashboard.Webhooks;

/// <summary>
/// Reads <c>eventTime</c>, PHP's serialized date: a local time with microseconds and an offset (<c>timezone_type</c> 1),
/// an abbreviation (2) or a time zone's name (3).
/// </summary>
public static class PhpTime
{
    private static readonly string[] Formats = ["yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    // Fixed offsets in hours, daylight saving included in the name. Where a name is used twice, the meaning is that of
    // PHP's own table: Europe's and North America's, and Israel's of IST.
    private static readonly (string Name, double Hours)[] AbbreviationTable =
    [
        ("UTC", 0), ("GMT", 0), ("Z", 0), ("WET", 0), ("WEST", 1), ("BST", 1), ("IST", 2), ("IDT", 3), ("CET", 1), ("CEST", 2),
        ("MET", 1), ("MEST", 2), ("EET", 2), ("EEST", 3), ("MSK", 3), ("AST", -4), ("ADT", -3), ("NST", -3.5),
        ("NDT", -2.5), ("EST", -5), ("EDT", -4), ("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6), ("PST", -8),
        ("PDT", -7), ("AKST", -9), ("AKDT", -8), ("HST", -10), ("JST", 9), ("KST", 9), ("AWST", 8), ("ACST", 9.5),
        ("ACDT", 10.5), ("AEST", 10), ("AEDT", 11), ("NZST", 12), ("NZDT", 13),
    ];

    private static readonly Dictionary<string, double> Abbreviations =
        AbbreviationTable.ToDictionary(x => x.Name, x => x.Hours, StringComparer.OrdinalIgnoreCase);

    /// <summary>The instant in UTC, exact to the microsecond; null when it can't be read.</summary>
    public static DateTimeOffset? Read(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            return Iso(value.GetString()!);
        if (value.ValueKind != JsonValueKind.Object
            || Text(value, "date") is not { } date
            || !DateTime.TryParseExact(date, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        var zone = Text(value, "timezone") ?? "UTC";
        var offset = JsonText.Scalar(Member(value, "timezone_type"), 2) == "3"
            ? Named(zone, local) ?? Abbreviated(zone) ?? Offset(zone)
            : Offset(zone) ?? Abbreviated(zone) ?? Named(zone, local);
        return offset is { } known ? At(local, known) : null;
    }

    private static TimeSpan? Offset(string zone)
    {
        var sign = zone.StartsWith('-') ? -1 : 1;
        var digits = zone.TrimStart('+', '-').Replace(":", "", StringComparison.Ordinal);
        if (zone.Length == 0 || zone[0] is not ('+' or '-') || digits.Length is not (4 or 6) || !digits.All(char.IsAsciiDigit))
            return null;
        var seconds = digits.Length == 6 ? int.Parse(digits.AsSpan(4, 2), CultureInfo.InvariantCulture) : 0;
        return sign * new TimeSpan(int.Parse(digits.AsSpan(0, 2), CultureInfo.InvariantCulture), int.Parse(digits.AsSpan(2, 2), CultureInfo.InvariantCulture), seconds);
    }

    private static TimeSpan? Abbreviated(string zone) =>
        Abbreviations.TryGetValue(zone, out var hours) ? TimeSpan.FromHours(hours) : null;

    private static TimeSpan? Named(string zone, DateTime local)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var info))
            return null;

        // A time that a clock put forward has skipped: PHP reads it with the offset from before the change.
        if (info.IsInvalidTime(local))
            return info.GetUtcOffset(local.AddHours(-3));

        // A time that comes twice when a clock is put back: PHP takes the first, which has the larger offset.
        return info.IsAmbiguousTime(local) ? info.GetAmbiguousTimeOffsets(local).Max() : info.GetUtcOffset(local);
    }

    // A framework that is left to guess reads "10:30" as today's, and one message as another event each day.
    private static DateTimeOffset? Iso(string text) =>
        text.Length > 10 && text[4] == '-' && text[7] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? At(time.UtcDateTime, TimeSpan.Zero)
            : null;

    private static DateTimeOffset? At(DateTime local, TimeSpan offset)
    {
        var ticks = local.Ticks - offset.Ticks;
        ticks -= ticks % TimeSpan.TicksPerMicrosecond;
        return ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    private static string? Text(JsonElement parent, string name) => JsonText.Scalar(Member(parent, name), 100);

    private static JsonElement? Member(JsonElement parent, string name) => Events.MessageJson.Member(parent, name);
}
