using System.Globalization;

namespace PenneoDashboard.Shared;

/// <summary>How <see cref="LocalTime"/> writes a time.</summary>
public enum TimeFormat
{
    /// <summary>"3 min ago"; kept fresh.</summary>
    Relative,

    /// <summary>"14:03:22".</summary>
    Time,

    /// <summary>"24 Nov 2026 14:03:22".</summary>
    DateTime,

    /// <summary>"14:03:22" today, "23 Nov 14:03" earlier this year: for columns of many times.</summary>
    Short,
}

/// <summary>Times as text, in the reader's language and 24 hours.</summary>
public static class TimeText
{
    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    /// <summary>ISO 8601 in UTC with microseconds, the form of the HTTP API.</summary>
    public static string Iso(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>"14:03:22" on the clock of <paramref name="local"/>.</summary>
    public static string Time(DateTimeOffset local) => local.ToString("HH:mm:ss", Culture);

    /// <summary>"24 Nov 2026 14:03:22" on the clock of <paramref name="local"/>.</summary>
    public static string DateAndTime(DateTimeOffset local) => local.ToString(Say("d MMM yyyy HH:mm:ss"), Culture);

    /// <summary>The time of day when <paramref name="local"/> is today, else the day with it. Both on the reader's clock.</summary>
    public static string Short(DateTimeOffset local, DateTimeOffset localNow) =>
        local.Date == localNow.Date ? Time(local)
        : local.Year == localNow.Year ? local.ToString(Say("d MMM HH:mm"), Culture)
        : local.ToString(Say("d MMM yyyy HH:mm"), Culture);

    /// <summary>The exact local time with its zone, then UTC, for a tooltip.</summary>
    public static string Exact(DateTimeOffset local, TimeZoneInfo zone) =>
        $"{local.ToString(Say("d MMM yyyy HH:mm:ss.ffffff"), Culture)} {zone.Id} ({local.ToString("zzz", CultureInfo.InvariantCulture)})\n{Iso(local)}";

    /// <summary>"40 s", "3 min", "5 h" or "3 days".</summary>
    public static string Length(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => Say($"{(int)span.TotalSeconds} s"),
        { TotalHours: < 1 } => Say($"{(int)span.TotalMinutes} min"),
        { TotalDays: < 1 } => Say($"{(int)span.TotalHours} h"),
        { TotalDays: < 2 } => Say("1 day"),
        _ => Say($"{(int)span.TotalDays} days"),
    };

    /// <summary>"3 min ago", and the date once it is more than 30 days away.</summary>
    public static string Relative(DateTimeOffset local, DateTimeOffset now)
    {
        var age = now - local;
        var span = age.Duration();
        var amount = span switch
        {
            // Clocks differ by seconds between Penneo, the server and the browser: "in 4 s" would look like a bug.
            { TotalSeconds: < 60 } => null,
            { TotalMinutes: < 60 } => Say($"{(int)span.TotalMinutes} min"),
            { TotalHours: < 24 } => Say($"{(int)span.TotalHours} h"),
            { TotalDays: < 2 } => Say("1 day"),
            { TotalDays: <= 30 } => Say($"{(int)span.TotalDays} days"),
            _ => "",
        };
        return amount switch
        {
            null => Say("just now"),
            "" => local.ToString(Say("d MMM yyyy"), Culture),
            _ => age < TimeSpan.Zero ? Say($"in {amount}") : Say($"{amount} ago"),
        };
    }
}
