using System.Globalization;
using System.Text.Json;

namespace PenneoDashboard.Simulator;

/// <summary>The ways PHP writes a date's time zone.</summary>
public enum PhpZone
{
    /// <summary><c>timezone_type</c> 3, a name: what Penneo sends almost always.</summary>
    UtcName,

    /// <summary><c>timezone_type</c> 1, an offset, written <c>+00:00</c>.</summary>
    ZeroOffset,

    /// <summary><c>timezone_type</c> 1, an offset, written <c>+01:00</c>.</summary>
    OneHourOffset,

    /// <summary><c>timezone_type</c> 2, an abbreviation, written <c>CET</c>: one hour ahead of UTC all year.</summary>
    CetAbbreviation,
}

/// <summary>PHP's serialized <c>DateTime</c>.</summary>
public static class PhpDate
{
    /// <summary>Writes the object, the local time in <paramref name="zone"/> with six decimals of the second.</summary>
    public static void Write(Utf8JsonWriter writer, DateTimeOffset instant, PhpZone zone)
    {
        var (type, name, hours) = zone switch
        {
            PhpZone.ZeroOffset => (1, "+00:00", 0),
            PhpZone.OneHourOffset => (1, "+01:00", 1),
            PhpZone.CetAbbreviation => (2, "CET", 1),
            _ => (3, "UTC", 0),
        };
        writer.WriteStartObject();
        writer.WriteString("date", instant.ToOffset(TimeSpan.FromHours(hours)).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
        writer.WriteNumber("timezone_type", type);
        writer.WriteString("timezone", name);
        writer.WriteEndObject();
    }
}
