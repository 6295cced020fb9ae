using System.Net.Mime;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Export;
using PenneoDashboard.Security;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.History;

/// <summary>Finding again what happened.</summary>
public static class HistoryFeature
{
    private const string ExportRoute = "/history/export";

    /// <summary>Where the browser fetches an export that the page began.</summary>
    public static string ExportHref(this ExportJob job) => $"{ExportRoute}/{job.Id}";

    public static void AddHistory(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<SavedViews>();

    public static void MapHistory(this IEndpointRouteBuilder app)
    {
        // The id is known only to the page that began the export, and it is good for one download.
        app.MapGet(ExportRoute + "/{id}", (string id, Exports exports) => exports.Take(id) is { } job ? new ExportDownload(job.Filter, job.Format, job) : Results.NotFound())
            .RequireAuthorization(Policies.Operator).ExcludeFromDescription();

        // Never as its own content type: a body that is a web page must not run here.
        app.MapGet("/events/{sequence:long}/raw", async (long sequence, EventQueries events, CancellationToken cancellationToken) =>
            await events.BodyAsync(sequence, cancellationToken) is { } body
                ? Results.File(body, MediaTypeNames.Application.Octet, $"event-{sequence}.bin")
                : Results.NotFound()).RefuseMasked().ExcludeFromDescription();
    }
}
