using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace PenneoDashboard.Shared;

/// <summary>Filters in the address bar, so that a view can be linked, reloaded and shared.</summary>
public static class UrlState
{
    /// <summary>The first value of a query parameter; null when it is missing or empty.</summary>
    public static string? Query(this NavigationManager navigation, string name)
    {
        var query = QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query);
        return query.TryGetValue(name, out var values) && values[0] is { Length: > 0 } value ? value : null;
    }

    /// <summary>Every value of a query parameter that may be repeated, without empty ones.</summary>
    public static IEnumerable<string> QueryAll(this NavigationManager navigation, string name) =>
        QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query).TryGetValue(name, out var values) ? values.OfType<string>().Where(x => x.Length > 0) : [];

    /// <summary>The parameter as a number; null also for what is no number, since people edit addresses.</summary>
    public static long? QueryNumber(this NavigationManager navigation, string name) =>
        long.TryParse(navigation.Query(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The parameter as true or false; null for anything else.</summary>
    public static bool? QueryFlag(this NavigationManager navigation, string name) => bool.TryParse(navigation.Query(name), out var flag) ? flag : null;

    /// <summary>The parameter as one of the names of <typeparamref name="T"/>, in any letter case; null for anything else.</summary>
    public static T? QueryName<T>(this NavigationManager navigation, string name)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(x => string.Equals(x.ToString(), navigation.Query(name), StringComparison.OrdinalIgnoreCase));

    /// <summary>The parameter as an instant, read as UTC when it names no offset; null for what is no time.</summary>
    public static DateTimeOffset? QueryTime(this NavigationManager navigation, string name) =>
        DateTimeOffset.TryParse(navigation.Query(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>
    /// Sets parameters (null removes one) and replaces the history entry, so that Back leaves the page instead of
    /// undoing keystrokes. Does nothing when the address is already right.
    /// </summary>
    /// <param name="values">Strings, numbers, lists of strings, or <see cref="DateTimeOffset"/>, which is written in UTC with microseconds.</param>
    public static void ReplaceQuery(this NavigationManager navigation, IReadOnlyDictionary<string, object?> values)
    {
        var uri = navigation.GetUriWithQueryParameters(Written(values));
        if (uri != navigation.Uri)
        {
            navigation.NavigateTo(uri, replace: true);
        }
    }

    internal static Dictionary<string, object?> Written(IReadOnlyDictionary<string, object?> values) =>
        values.ToDictionary(x => x.Key, x => x.Value switch
        {
            null or "" => null,
            DateTimeOffset time => TimeText.Iso(time),
            IReadOnlyList<string> several => several.ToArray(),
            var value => (object?)Convert.ToString(value, CultureInfo.InvariantCulture),
        });
}
