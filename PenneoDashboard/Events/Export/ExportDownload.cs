using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using PenneoDashboard.Audit;

namespace PenneoDashboard.Events.Export;

/// <summary>The answer that is an export: a file that is written while it is sent.</summary>
internal sealed class ExportDownload(EventFilter filter, ExportFormat format, ExportJob? job = null) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var name = string.Create(CultureInfo.InvariantCulture, $"events-{services.GetRequiredService<TimeProvider>().GetUtcNow():yyyyMMdd-HHmmss}.{format.Extension()}");
        var response = httpContext.Response;
        response.ContentType = format.ContentType();
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";

        // The writers of CSV and Excel finish with a few writes that are not asynchronous.
        httpContext.Features.Get<IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, job?.Stopping ?? CancellationToken.None);
        var counting = CountAsync(services.GetRequiredService<EventQueries>(), stop.Token);
        try
        {
            // Before anything leaves: what can't be written down is not exported.
            await services.GetRequiredService<AuditLog>().RequireAsync(AuditActions.ExportStarted, "events", new { format, filter = Facts }, stop.Token);
            await services.GetRequiredService<EventExport>().WriteAsync(filter, format, response.Body, x => job?.Tell(x), stop.Token);
            job?.End(ExportState.Done);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Half a file must not look like a whole one.
            httpContext.Abort();
            job?.End(ExportState.Cancelled);
        }
        catch (Exception)
        {
            job?.End(ExportState.Failed);
            throw;
        }
        finally
        {
            await stop.CancelAsync();
            await counting;
        }
    }

    private object Facts => new
    {
        filter.CasefileId,
        filter.SignerId,
        filter.Topic,
        filter.EventType,
        filter.From,
        filter.To,
        filter.Q,
        filter.SubscriptionId,
        filter.Recognized,
        filter.Verification,
        filter.Duplicates,
        filter.State,
    };

    private async Task CountAsync(EventQueries events, CancellationToken cancellationToken)
    {
        if (job is null)
            return;
        try
        {
            job.Count((await events.TotalAsync(filter, int.MaxValue - 1, cancellationToken)).Count);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It is over before they were counted.
        }
    }
}
