using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using PenneoDashboard.Audit;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Settings.Audit;

/// <summary>What the page of the audit log shows, in its address, under the API's names.</summary>
internal static class AuditUrl
{
    public const string Path = "/settings/audit";
    public const string ExportPath = Path + "/export";

    public static AuditFilter QueryAudit(this NavigationManager navigation) =>
        new(navigation.Query("actor"), navigation.Query("action"), navigation.QueryTime("from"), navigation.QueryTime("to"), navigation.Query("q"));

    /// <param name="before">The page begins behind this entry; null for the newest.</param>
    public static string Link(AuditFilter filter, long? before = null) =>
        QueryHelpers.AddQueryString(Path, [.. Parts(filter), new("before", before?.ToString(CultureInfo.InvariantCulture))]);

    public static string ExportHref(AuditFilter filter, AuditFormat format) =>
        QueryHelpers.AddQueryString(ExportPath, [.. Parts(filter), new("format", format.ToString().ToLowerInvariant())]);

    private static KeyValuePair<string, string?>[] Parts(AuditFilter x) =>
    [
        new("actor", x.Actor), new("action", x.Action), new("from", x.From is { } from ? TimeText.Iso(from) : null), new("to", x.To is { } to ? TimeText.Iso(to) : null), new("q", x.Q),
    ];
}
