using System.Globalization;
using Microsoft.AspNetCore.Components;
using PenneoDashboard.Events.States;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Casefiles;

/// <summary>How the casefiles are laid out.</summary>
public enum CasefilesLayout
{
    Board,
    Table,
}

/// <summary>All that the page of casefiles shows, as its address says it.</summary>
/// <param name="Before">Where the table's page goes on; null at its beginning and on the board.</param>
public sealed record CasefilesQuery(CasefilesLayout Layout, CasefileFilter Filter, CasefileSort Sort, CasefileCursor? Before)
{
    public const string Path = "/casefiles";

    /// <summary>What can't be read is left out, since people edit addresses.</summary>
    public static CasefilesQuery Of(NavigationManager navigation)
    {
        var sort = Named<CasefileSort>(navigation.Query("sort")) ?? CasefileSort.Activity;
        var layout = Named<CasefilesLayout>(navigation.Query("view")) ?? CasefilesLayout.Board;
        return new CasefilesQuery(
            layout,
            new CasefileFilter(Named<CasefileState>(navigation.Query("state")), navigation.Query("stalled") == "true", navigation.Query("q")),
            sort,
            layout == CasefilesLayout.Table ? CasefileCursor.Parse(navigation.Query("before"), sort) : null);
    }

    /// <summary>Without <see cref="Before"/>: another choice starts at its beginning.</summary>
    public CasefilesQuery With(CasefilesLayout? layout = null, CasefileFilter? filter = null, CasefileSort? sort = null) =>
        new(layout ?? Layout, filter ?? Filter, sort ?? Sort, null);

    public string Link(NavigationManager navigation) => "/" + navigation.ToBaseRelativePath(navigation.GetUriWithQueryParameters(
        navigation.ToAbsoluteUri(Path).AbsoluteUri,
        UrlState.Written(new Dictionary<string, object?>
        {
            ["view"] = Layout == CasefilesLayout.Board ? null : Name(Layout),
            ["state"] = Filter.State is { } state ? Name(state) : null,
            ["stalled"] = Filter.Stalled ? "true" : null,
            ["q"] = Filter.Q,
            ["sort"] = Sort == CasefileSort.Activity ? null : Name(Sort),
            ["before"] = Before?.Text(Sort),
        })));

    // As the HTTP API spells them.
    private static string Name<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static T? Named<T>(string? text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? value : null;
}
