using System.Globalization;
using PenneoDashboard.Shared;

namespace PenneoDashboard.History;

/// <summary>The ranges people ask for, in days of their own calendar.</summary>
public enum DateChoice
{
    Any,
    Today,
    Yesterday,
    Last7Days,
    Last30Days,
    Custom,
}

/// <summary>Whole days of the browser's calendar as the instants a filter holds.</summary>
/// <param name="From">Inclusive; null for no beginning.</param>
/// <param name="To">Exclusive; null for no end.</param>
public sealed record DayRange(DateTimeOffset? From, DateTimeOffset? To)
{
    public static readonly DayRange Any = new(null, null);

    private const string DayFormat = "yyyy-MM-dd";

    // While a year is typed digit by digit the field holds dates of the first centuries.
    private static readonly DateOnly Earliest = new(2000, 1, 1);
    private static readonly DateOnly Latest = new(9000, 1, 1);

    /// <summary>Both days included.</summary>
    public static DayRange Days(BrowserTime browser, DateOnly? first, DateOnly? last) => new(
        first is { } from ? browser.FromLocal(from.ToDateTime(TimeOnly.MinValue)) : null,
        last is { } to ? browser.FromLocal(to.AddDays(1).ToDateTime(TimeOnly.MinValue)) : null);

    public static DayRange Of(DateChoice choice, BrowserTime browser, DateTimeOffset now)
    {
        var today = Day(browser, now);
        return choice switch
        {
            DateChoice.Today => Days(browser, today, today),
            DateChoice.Yesterday => Days(browser, today.AddDays(-1), today.AddDays(-1)),
            DateChoice.Last7Days => Days(browser, today.AddDays(-6), today),
            DateChoice.Last30Days => Days(browser, today.AddDays(-29), today),
            _ => Any,
        };
    }

    /// <summary>Which choice the range is today; a link of last week's "today" is a custom one by now.</summary>
    public DateChoice Choice(BrowserTime browser, DateTimeOffset now) =>
        Enum.GetValues<DateChoice>().Where(x => x != DateChoice.Custom && Of(x, browser, now) == this).DefaultIfEmpty(DateChoice.Custom).First();

    /// <summary>The first day that is in it, wholly or in part.</summary>
    public DateOnly? FirstDay(BrowserTime browser) => From is { } from ? Day(browser, from) : null;

    /// <summary>The last day that is in it, wholly or in part.</summary>
    public DateOnly? LastDay(BrowserTime browser) => To is { } to ? Day(browser, to == DateTimeOffset.MinValue ? to : to.AddTicks(-1)) : null;

    /// <summary>The range with another first day; a last day before it moves along.</summary>
    public DayRange WithFirstDay(BrowserTime browser, DateOnly? day) =>
        day is null ? this with { From = null } : Days(browser, day, null) is var range && To <= range.From ? Days(browser, day, day) : range with { To = To };

    /// <summary>The range with another last day; a first day after it moves along.</summary>
    public DayRange WithLastDay(BrowserTime browser, DateOnly? day) =>
        day is null ? this with { To = null } : Days(browser, null, day) is var range && From >= range.To ? Days(browser, day, day) : range with { From = From };

    /// <summary>A day as a date field writes it; false for one that is still being typed.</summary>
    /// <param name="day">Null for an empty field.</param>
    public static bool TryReadDay(string? text, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (!DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) || read < Earliest || read > Latest)
            return false;
        day = read;
        return true;
    }

    /// <summary>A day as a date field reads it.</summary>
    public static string? DayText(DateOnly? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static DateOnly Day(BrowserTime browser, DateTimeOffset instant) => DateOnly.FromDateTime(browser.ToLocal(instant).DateTime);
}
