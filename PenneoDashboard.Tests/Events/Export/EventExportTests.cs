using System.Text;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Export;
using Xunit;

namespace PenneoDashboard.Tests.Events.Export;

/// <summary>Reading and writing page by page, giving up, and what a page is told of it.</summary>
public sealed class EventExportTests : IAsyncLifetime
{
    private readonly LogFixture _log = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private EventExport Export => new(_log.Events, Options.Create(new JsonOptions()));

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task Pages_JoinWithoutAGap_AndNewEventsStayOut()
    {
        await StoreAsync(0, 2500);
        var told = new List<long>();
        using var file = new MemoryStream();

        await Export.WriteAsync(EventFilter.All, ExportFormat.Csv, file, rows =>
        {
            told.Add(rows);
            if (told.Count == 1)
                _log.Writer.StoreAsync(LogFixture.Delivery(LogFixture.Casefile(9, "completed", 5))).Wait(Cancel);
        }, Cancel);

        var rows = Encoding.UTF8.GetString(file.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(1, 2500).Reverse().Select(x => $"{x}"), rows.Skip(1).Select(x => x.Split(',')[0]));
        Assert.Equal((true, 2500), (told.Count > 3, told[^1]));
        Assert.Equal(told.Order(), told);
    }

    [Fact]
    public async Task LargeBodies_MakeSmallPages()
    {
        var note = new string('x', 300_000);
        await _log.StoreAsync(Enumerable.Range(0, 80).Select(i => LogFixture.Signer(1, i, "signed").Replace("\"status\":1", $"\"status\":1,\"note\":\"{(i > 40 ? note : "")}\"", StringComparison.Ordinal)));
        var told = new List<long>();

        await Export.WriteAsync(EventFilter.All, ExportFormat.Ndjson, Stream.Null, told.Add, Cancel);

        Assert.Equal([50L, 58, 80], told);
    }

    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Ndjson)]
    [InlineData(ExportFormat.Xlsx)]
    public async Task GivenUp_StopsBetweenPages(ExportFormat format)
    {
        await StoreAsync(0, 2500);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var last = 0L;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Export.WriteAsync(
            EventFilter.All,
            format,
            Stream.Null,
            rows =>
            {
                last = rows;
                stop.Cancel();
            },
            stop.Token));
        Assert.Equal(50, last);
    }

    [Fact]
    public void Job_IsFetchedOnce()
    {
        var exports = new Exports(_time);
        using var job = exports.Start(EventFilter.All, ExportFormat.Csv);

        Assert.Same(job, exports.Take(job.Id));
        Assert.Null(exports.Take(job.Id));
        Assert.Null(exports.Take("other"));
        Assert.Equal(ExportState.Running, job.State);
    }

    [Fact]
    public void Job_CancelledBeforeItIsFetched_IsNotHandedOut()
    {
        var exports = new Exports(_time);
        using var job = exports.Start(EventFilter.All, ExportFormat.Csv);

        job.Cancel();

        Assert.Null(exports.Take(job.Id));
        Assert.Equal(ExportState.Cancelled, job.State);
    }

    [Fact]
    public void Job_TellsNoMoreOftenThanAPageCanShow()
    {
        using var job = new Exports(_time).Start(EventFilter.All, ExportFormat.Csv);
        var changes = 0;
        job.Changed += () => changes++;

        _time.Advance(TimeSpan.FromSeconds(1));
        job.Tell(1);
        job.Tell(2);
        _time.Advance(TimeSpan.FromSeconds(1));
        job.Tell(3);

        Assert.Equal((2, 3L), (changes, job.Rows));
    }

    private async Task StoreAsync(int from, int count) =>
        await Task.WhenAll(Enumerable.Range(from, count).Select(i => _log.Writer.StoreAsync(LogFixture.Delivery(LogFixture.Signer(i / 10, i, "signed")))));
}
