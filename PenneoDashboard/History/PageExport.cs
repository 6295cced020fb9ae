using Microsoft.JSInterop;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Export;

namespace PenneoDashboard.History;

/// <summary>The export of one page: begun here, fetched by the browser, watched until the page lets go of it.</summary>
public sealed class PageExport(Exports exports, EventQueries events, IJSRuntime js) : IDisposable
{
    /// <summary>Null while there is none.</summary>
    public ExportJob? Job { get; private set; }

    public bool IsUnderWay => Job is { IsOver: false };

    /// <summary>Why none was begun, in words.</summary>
    public string? Problem { get; private set; }

    public async Task StartAsync(EventFilter filter, ExportFormat format, CancellationToken cancellationToken)
    {
        Dispose();
        Problem = format == ExportFormat.Xlsx && await events.CountAsync(filter, ExportFormats.MostExcelRows + 1, cancellationToken) > ExportFormats.MostExcelRows
            ? Say($"An Excel sheet holds {ExportFormats.MostExcelRows:N0} events, and more than that match. Narrow the filters, or export CSV.")
            : null;
        if (Problem is not null)
            return;
        Job = exports.Start(filter, format);
        await js.InvokeVoidAsync("dashboard.download", cancellationToken, Job.ExportHref());
    }

    /// <summary>Lets go of it. One that still runs is finished by the download; only nobody watches it here any more.</summary>
    public void Dispose()
    {
        if (Job is not null)
            exports.Forget(Job);
        (Job, Problem) = (null, null);
    }
}
