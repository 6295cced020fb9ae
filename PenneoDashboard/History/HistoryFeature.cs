using PenneoDashboard.Events.Export;

namespace PenneoDashboard.History;

/// <summary>Finding again what happened.</summary>
public static class HistoryFeature
{
    private const string ExportRoute = "/history/export";

    /// <summary>Where the browser fetches an export that the page began.</summary>
    public static string ExportHref(this ExportJob job) => $"{ExportRoute}/{job.Id}";

    public static void AddHistory(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<SavedViews>();

    // The id is the permission: only the page that began the export knows it, and it is good for one download.
    public static void MapHistory(this IEndpointRouteBuilder app) => app.MapGet(
        ExportRoute + "/{id}",
        (string id, Exports exports) => exports.Take(id) is { } job ? new ExportDownload(job.Filter, job.Format, job) : Results.NotFound()).ExcludeFromDescription();
}
