using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace PenneoDashboard.Audit;

/// <summary>In what form entries leave.</summary>
public enum AuditFormat
{
    /// <summary>Comma-separated, UTF-8 with a byte order mark, times in UTC.</summary>
    Csv,

    /// <summary>One entry a line, each as the HTTP API answers it.</summary>
    Ndjson,
}

/// <summary>The answer that is all entries that match, newest first, written while they are read. Its own entry is the first of them.</summary>
public sealed class AuditExport(AuditFilter filter, AuditFormat format) : IResult
{
    private const int RowsToAFlush = 200;

    private static readonly string[] Columns = ["id", "at", "actor", "actorKind", "address", "action", "subject", "before", "after"];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        await services.GetRequiredService<AuditLog>().RequireAsync(AuditActions.ExportStarted, "audit log", new { format, filter }, httpContext.RequestAborted);

        var (response, ending) = (httpContext.Response, format.ToString().ToLowerInvariant());
        var name = string.Create(CultureInfo.InvariantCulture, $"audit-{services.GetRequiredService<TimeProvider>().GetUtcNow():yyyyMMdd-HHmmss}.{ending}");
        response.ContentType = format == AuditFormat.Csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        var json = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var entries = services.GetRequiredService<AuditQueries>().AllAsync(filter, httpContext.RequestAborted);
        try
        {
            await (format == AuditFormat.Csv ? WriteCsvAsync(entries, response.Body, httpContext.RequestAborted) : WriteLinesAsync(entries, response.Body, json, httpContext.RequestAborted));
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // Half a file must not look like a whole one.
            httpContext.Abort();
        }
    }

    private static async Task WriteCsvAsync(IAsyncEnumerable<AuditItem> entries, Stream to, CancellationToken cancellationToken)
    {
        await using var buffer = new MemoryStream();

        // A cell that a spreadsheet would take for a formula gets an apostrophe before it.
        await using var csv = CsvWriter.Create(buffer, new CsvWriterOptions { WriteByteOrderMark = true, NewLine = "\r\n", Injection = CsvInjection.Escape }, leaveOpen: true);
        csv.WriteRecord(Columns);
        var written = 0;
        await foreach (var x in entries.WithCancellation(cancellationToken))
        {
            csv.WriteRecord(
                x.Id.ToString(CultureInfo.InvariantCulture), x.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture), x.Actor,
                x.ActorKind.ToString().ToLowerInvariant(), x.Address, x.Action, x.Subject, x.Before?.GetRawText(), x.After?.GetRawText());
            if (++written % RowsToAFlush == 0)
                await PassOnAsync();
        }

        await PassOnAsync();

        async Task PassOnAsync()
        {
            await csv.FlushAsync(cancellationToken);
            await to.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
            buffer.SetLength(0);
        }
    }

    private static async Task WriteLinesAsync(IAsyncEnumerable<AuditItem> entries, Stream to, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        await foreach (var entry in entries.WithCancellation(cancellationToken))
            await to.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry, json) + "\n"), cancellationToken);
    }
}
