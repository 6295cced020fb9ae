using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace PenneoDashboard.Tests.Api;

/// <summary>Everything that a filter matches, as a file, over real HTTP.</summary>
public sealed class ExportApiTests(ExportApiTests.Filled fixture) : IClassFixture<ExportApiTests.Filled>
{
    private const int Signers = 120;
    private const string Formula = "=HYPERLINK(\\\"http://evil.example\\\")";

    private static readonly XNamespace Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AppClient Client => fixture.Client;

    [Fact]
    public async Task Lines_AreTheItemsOfTheList()
    {
        var lines = (await TextAsync("format=ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal((await Client.EventsAsync()).Select(x => x.GetRawText()), lines);
    }

    [Fact]
    public async Task Csv_HasARowForEachMatch_NewestFirst()
    {
        var text = Encoding.UTF8.GetString(await Client.Http.GetByteArrayAsync(new Uri("/api/v1/events/export?topic=signer", UriKind.Relative), Cancel));
        var rows = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("\ufeffsequence,recognized,topic,eventType,eventTime,receivedAt,casefileId,signerId,casefileStatus,title,subscriptionId,deliveryCount,verification,payload,problem\r\n", text, StringComparison.Ordinal);
        Assert.Equal(Signers + 1, rows.Length);
        Assert.Equal((await Client.EventsAsync("topic=signer")).Select(x => $"{x.Number("sequence")}"), rows.Skip(1).Select(x => x.Split(',')[0]));
        Assert.Contains(",\"{\"\"id\"\":", rows[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("topic=signer&eventType=signed", Signers / 2)]
    [InlineData("q=t%C3%A6ppe", Signers)]
    [InlineData("q=nowhere", 0)]
    [InlineData("casefileId=3", 1)]
    [InlineData("recognized=false", 1)]
    public async Task EveryFilter_HoldsForTheExport(string query, int expected)
    {
        Assert.Equal(expected, (await TextAsync($"format=ndjson&{query}")).Count(x => x == '\n'));
        Assert.Equal(expected + 1, (await WorkbookRowsAsync(query)).Count);
    }

    [Fact]
    public async Task Excel_HasNumbersAsNumbersAndTextAsText()
    {
        var rows = await WorkbookRowsAsync("casefileId=9000");

        var cells = rows[1].Elements(Sheet + "c").ToList();
        Assert.Equal(("n", "9000"), (cells[6].Attribute("t")?.Value, cells[6].Value));
        Assert.Equal(("str", $"{Formula.Replace("\\", "", StringComparison.Ordinal)}\ufffd"), (cells[9].Attribute("t")?.Value, cells[9].Value));
        Assert.Empty(rows.Descendants(Sheet + "f"));
        Assert.Equal("2026-01-02T10:00:00.000000Z", cells[4].Value);
    }

    [Fact]
    public async Task Csv_DisarmsFormulas()
    {
        var text = await TextAsync("casefileId=9000");

        Assert.Contains(",\"'=HYPERLINK(", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "text/csv", ".csv")]
    [InlineData("format=CSV", "text/csv", ".csv")]
    [InlineData("format=ndjson", "application/x-ndjson", ".ndjson")]
    [InlineData("format=xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")]
    public async Task Answer_IsAFile(string query, string type, string ending)
    {
        using var answer = await Client.Http.GetAsync(new Uri($"/api/v1/events/export?{query}", UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.EndsWith(ending, answer.Content.Headers.ContentDisposition.FileName, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("format=pdf", "format")]
    [InlineData("format=7", "format")]
    [InlineData("verification=maybe", "verification")]
    [InlineData("state=lost", "state")]
    public async Task WrongValues_AreRefusedInWords(string query, string name)
    {
        using var answer = await Client.Http.GetAsync(new Uri($"/api/v1/events/export?{query}", UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(name, Assert.Single(problem.RootElement.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task UnknownExportOfAPage_IsNotFound()
    {
        using var answer = await Client.Http.GetAsync(new Uri("/history/export/0123", UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private Task<string> TextAsync(string query) => Client.Http.GetStringAsync(new Uri($"/api/v1/events/export?{query}", UriKind.Relative), Cancel);

    private async Task<List<XElement>> WorkbookRowsAsync(string query)
    {
        var bytes = await Client.Http.GetByteArrayAsync(new Uri($"/api/v1/events/export?format=xlsx&{query}", UriKind.Relative), Cancel);
        await using var zip = new ZipArchive(new MemoryStream(bytes));
        await using var sheet = await zip.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync(Cancel);
        return [.. (await XDocument.LoadAsync(sheet, LoadOptions.PreserveWhitespace, Cancel)).Descendants(Sheet + "row")];
    }

    public sealed class Filled : AppFixture
    {
        public override async ValueTask InitializeAsync()
        {
            var door = await Client.SubscribeAsync();
            for (var i = 1; i <= Signers; i++)
            {
                await Client.StoreAsync(door, Messages.Signer(i, i * 10, i % 2 == 0 ? "opened" : "signed")
                    .Replace("\"status\":1}", "\"status\":1,\"title\":\"Tæppe\"}", StringComparison.Ordinal));
            }

            await Client.StoreAsync(door, Messages.Casefile(9000).Replace("\"status\":5", $"\"status\":5,\"title\":\"{Formula}\\u0001\"", StringComparison.Ordinal), "no JSON, \"quoted\"");
        }
    }
}
