using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CsvHelper;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using MiniExcelLibs;
using MiniExcelLibs.Attributes;
using MiniExcelLibs.OpenXml;

namespace PenneoDashboard.Events.Export;

/// <summary>
/// Writes everything a filter matches, newest first, without ever holding more than a page of it. Events are never changed and a page begins where
/// the last one ended, so no transaction has to be held open meanwhile; what comes during the export is not in it.
/// </summary>
public sealed class EventExport(EventQueries events, IOptions<JsonOptions> json)
{
    private const int FirstPage = 50;
    private const int LargestPage = 500;
    private const int RowsToAFlush = 200;

    // Bodies may be up to a megabyte each.
    private const int CharactersOfAPage = 2 * 1024 * 1024;

    private static readonly byte[] NewLine = "\n"u8.ToArray();

    /// <param name="rows">Told how many rows are written so far, page by page.</param>
    public Task WriteAsync(EventFilter filter, ExportFormat format, Stream to, Action<long> rows, CancellationToken cancellationToken)
    {
        var all = ReadAsync(filter, rows, cancellationToken);
        return format switch
        {
            ExportFormat.Csv => WriteCsvAsync(all, to, cancellationToken),
            ExportFormat.Ndjson => WriteLinesAsync(all, to, cancellationToken),
            _ => MiniExcel.SaveAsAsync(
                to,
                Cells(all, cancellationToken),
                printHeader: false,
                sheetName: "Events",
                configuration: new OpenXmlConfiguration { TableStyles = TableStyles.None, DynamicColumns = [.. EventRow.Columns.Select(x => new DynamicExcelColumn(x) { Width = 20 })] },
                cancellationToken: cancellationToken),
        };
    }

    private static async IAsyncEnumerable<Dictionary<string, object?>> Cells(IAsyncEnumerable<EventItem> all, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A row like the others, since the library takes the names from the first one, and there may be none.
        yield return EventRow.Columns.ToDictionary(x => x, object? (x) => x);
        await foreach (var item in all.WithCancellation(cancellationToken))
            yield return EventRow.Cells(item);
    }

    private static async Task WriteCsvAsync(IAsyncEnumerable<EventItem> all, Stream to, CancellationToken cancellationToken)
    {
        // A cell that a spreadsheet would take for a formula gets an apostrophe before it.
        await using var csv = CsvWriter.Create(to, new CsvWriterOptions { WriteByteOrderMark = true, NewLine = "\r\n", Injection = CsvInjection.Escape }, leaveOpen: true);
        csv.WriteRecord(EventRow.Columns.ToArray());
        var sinceFlush = 0;
        await foreach (var item in all.WithCancellation(cancellationToken))
        {
            csv.WriteRecord(EventRow.Texts(item)!);
            if (++sinceFlush % RowsToAFlush == 0)
                await csv.FlushAsync(cancellationToken);
        }

        await csv.FlushAsync(cancellationToken);
    }

    private async Task WriteLinesAsync(IAsyncEnumerable<EventItem> all, Stream to, CancellationToken cancellationToken)
    {
        const int Enough = 64 * 1024;
        var buffer = new ArrayBufferWriter<byte>(2 * Enough);
        await using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, Encoder = json.Value.SerializerOptions.Encoder });
        await foreach (var item in all.WithCancellation(cancellationToken))
        {
            JsonSerializer.Serialize(writer, item, json.Value.SerializerOptions);
            writer.Reset();
            buffer.Write(NewLine);
            if (buffer.WrittenCount < Enough)
                continue;
            await to.WriteAsync(buffer.WrittenMemory, cancellationToken);
            buffer.ResetWrittenCount();
        }

        await to.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }

    private async IAsyncEnumerable<EventItem> ReadAsync(EventFilter filter, Action<long> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (done, size) = (0L, FirstPage);
        var next = events.ListAsync(filter, size, before: null, cancellationToken: cancellationToken);
        while (true)
        {
            var page = await next;
            size = NextSize(page, size);

            // The next page is read while this one is written.
            next = page.Next is { } before ? events.ListAsync(filter, size, before, cancellationToken: cancellationToken) : next;
            foreach (var item in page.Items)
                yield return item;
            done += page.Items.Count;
            rows(done);
            if (page.Next is null)
                yield break;
        }
    }

    private static int NextSize(EventPage page, int size)
    {
        var characters = page.Items.Sum(x => (long)(x.Payload?.Text.Length ?? 0));
        return (int)Math.Clamp(characters == 0 ? LargestPage : (long)size * CharactersOfAPage / characters, 1, LargestPage);
    }
}
