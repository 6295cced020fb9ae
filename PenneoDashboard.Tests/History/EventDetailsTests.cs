using System.Text;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Events;
using PenneoDashboard.History;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Events;
using PenneoDashboard.Tests.Shared;
using PenneoDashboard.Webhooks;
using Xunit;
using TestContext = Xunit.TestContext;

namespace PenneoDashboard.Tests.History;

public sealed class EventDetailsTests : ComponentTest, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly LogFixture _log = new();

    public EventDetailsTests()
    {
        Services.AddSingleton(_log.Events);
        Services.AddSingleton(new SubscriptionNames(_log.Contexts));
    }

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _log.DisposeAsync();
    }

    [Fact]
    public void Unknown_SaysSo()
    {
        var page = Open(99);

        Assert.Contains("There is no event 99", page.Find("[data-testid=empty-state]").TextContent, StringComparison.Ordinal);
        Assert.Equal("/history", page.Find("[data-testid=empty-state] a").GetAttribute("href"));
    }

    [Fact]
    public async Task Loading_ShowsASkeleton()
    {
        await _log.StoreAsync(LogFixture.Casefile(531, "completed", 5));
        var gate = new TaskCompletionSource();
        Services.AddSingleton(new EventQueries(new GatedContexts(_log.Contexts, gate.Task)));
        var page = Render<EventDetails>(x => x.Add(c => c.Sequence, 1));

        Assert.Equal("true", page.Find("[data-testid=event-loading]").GetAttribute("aria-busy"));
        Assert.Equal("Event 1", page.Find("h1").TextContent);
        gate.SetResult();

        page.WaitForElement("[data-testid=body-view]", Patience);
        Assert.Equal("Completed", page.Find("h1").TextContent);
    }

    [Fact]
    public async Task Event_ShowsWhatItSaysAndHowItCame()
    {
        var message = LogFixture.Signer(531, 9001, "signed", 4, 5);
        var at = new DateTimeOffset(2026, 1, 1, 10, 0, 7, 500, TimeSpan.Zero);
        await _log.Writer.StoreAsync(LogFixture.Delivery(message, at: at) with { RemoteAddress = "192.0.2.7" });
        await _log.Writer.StoreAsync(LogFixture.Delivery(message, at: at.AddSeconds(20)));
        var page = Open(1);

        Assert.Equal("Signed", page.Find("h1").TextContent);
        Assert.Equal("signer.signed", page.Find("[data-testid=raw-name]").TextContent);
        Assert.Equal("/casefiles/531", page.Find("[data-testid=casefile-link]").GetAttribute("href"));
        Assert.Equal("/history?casefileId=531&signerId=9001", page.Find("[data-testid=signer-link]").GetAttribute("href"));
        Assert.Contains("1 Jan 2026 11:00:05.000000", page.Find("[data-testid=event-time]").TextContent, StringComparison.Ordinal);
        Assert.Contains("2026-01-01T10:00:05.000000Z", page.Find("[data-testid=event-time]").TextContent, StringComparison.Ordinal);
        Assert.Contains("11:00:07.500000", page.Find("[data-testid=received-at]").TextContent, StringComparison.Ordinal);
        Assert.Contains("2.5 s later", page.Find("[data-testid=received-at]").TextContent, StringComparison.Ordinal);
        Assert.Contains("\"eventType\": \"signed\"", page.Find("[data-testid=json-view] pre").TextContent, StringComparison.Ordinal);
        var deliveries = page.FindAll("[data-testid=delivery]");
        Assert.Equal(2, deliveries.Count);
        Assert.Contains("192.0.2.7", deliveries[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("22.5 s later", deliveries[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(["1 of 2 through this subscription", "2 of 2 through this subscription"], page.FindAll("[data-testid=delivery-attempt]").Select(x => x.TextContent));
        Assert.Equal(["attempt 1, answered 200", "attempt 2, answered 200"], page.FindAll("[data-testid=delivery-note]").Select(x => x.TextContent));
        Assert.Equal("200, stored", page.Find("[data-testid=delivery-answer]").TextContent);
        Assert.Equal("Content-Typetext/plain", deliveries[0].QuerySelector("[data-testid=header]")!.TextContent.Trim());
        Assert.Equal("/events/1/raw", page.Find("[data-testid=download-raw]").GetAttribute("href"));
        Assert.Empty(page.FindAll("[data-testid=problem]"));
    }

    [Fact]
    public async Task Copies_AreTheJsonTheRawTextAndACommand()
    {
        var message = LogFixture.Casefile(531, "completed", 5);
        await _log.StoreAsync(message);
        var copy = JSInterop.Setup<bool>("dashboard.copy", _ => true).SetResult(true);
        var page = Open(1);

        foreach (var button in page.FindAll(".copy-button button").ToList())
            await button.ClickAsync(new());

        var copied = copy.Invocations.Select(x => (string)x.Arguments[0]!).ToList();
        Assert.Equal(3, copied.Count);
        Assert.Contains("\n  \"topic\": \"casefile\",", copied[0].ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(message, copied[1]);
        Assert.StartsWith("curl -X POST", copied[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tabs_ShowRawAndHex()
    {
        await _log.StoreAsync("{\"a\": 1 }\0");
        var page = Open(1);
        Assert.Equal(["Raw", "Hex"], page.FindAll("[role=tab]").Select(x => x.TextContent.Trim()));
        Assert.Equal("{\"a\": 1 }‹U+0000›", page.Find("[data-testid=body-raw]").TextContent);

        await page.InvokeAsync(() => page.FindAll("[role=tab]")[1].Click());

        Assert.StartsWith("000000  7b 22 61 22 3a 20 31 20  7d 00", page.Find("[data-testid=body-hex]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NotRecognized_SaysWhy_AndBytesThatAreNoTextAreShownInHex()
    {
        await StoreAsync([0xFF, 0xFE, 0x00]);
        var page = Open(1);

        Assert.Equal("Not recognized", page.Find("h1").TextContent);
        Assert.Contains("it is not valid UTF-8", page.Find("[data-testid=problem]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Hex"], page.FindAll("[role=tab]").Select(x => x.TextContent.Trim()));
        Assert.NotEmpty(page.FindAll("[data-testid=body-not-text]"));
        Assert.Empty(page.FindAll(".copy-button"));
        Assert.Contains("no readable time", page.Find("[data-testid=event-time]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmptyBody_SaysSo()
    {
        await StoreAsync([]);
        var page = Open(1);

        Assert.NotEmpty(page.FindAll("[data-testid=body-empty]"));
        Assert.Contains("The body is empty.", page.Find("[data-testid=problem]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LargeBody_IsCutAndNotKeptForCopying()
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5).Replace("\"status\":5", $"\"status\":5,\"x\":\"{new string('x', 300_000)}\"", StringComparison.Ordinal));
        var page = Open(1);

        Assert.Empty(page.FindAll(".copy-button"));
        await page.InvokeAsync(() => page.FindAll("[role=tab]")[1].Click());
        Assert.InRange(page.Find("[data-testid=body-raw]").TextContent.Length, 60_000, 70_000);
        Assert.Contains("The download has all of it", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neighbours_LeadThroughTheCasefile()
    {
        await _log.StoreAsync(LogFixture.Signer(1, 11, "signed", 1, 30), LogFixture.Signer(1, 11, "opened", 1, 20), LogFixture.Signer(1, 11, "requestSent", 1, 10), "not JSON");
        var page = Open(2);
        Assert.Equal("/events/3", page.Find("[data-testid=previous-event]").GetAttribute("href"));
        Assert.Equal("/events/1", page.Find("[data-testid=next-event]").GetAttribute("href"));

        page.Render(x => x.Add(c => c.Sequence, 1));
        page.WaitForState(() => page.Find("h1").TextContent == "Signed", Patience);
        Assert.False(page.Find("[data-testid=next-event]").HasAttribute("href"));

        page.Render(x => x.Add(c => c.Sequence, 4));
        page.WaitForState(() => page.Find("h1").TextContent == "Not recognized", Patience);
        Assert.Empty(page.FindAll("[data-testid=next-event]"));
    }

    [Fact]
    public async Task ManyDeliveries_AreFoldedUntilAskedFor()
    {
        await _log.StoreAsync(Enumerable.Repeat(LogFixture.Casefile(1, "completed", 5), 13));
        var page = Open(1);
        Assert.Equal(10, page.FindAll("[data-testid=delivery]").Count);

        await page.InvokeAsync(() => page.Find("[data-testid=all-deliveries]").Click());

        Assert.Equal(13, page.FindAll("[data-testid=delivery]").Count);
        Assert.Single(page.FindAll("[data-testid=delivery][open]"));
    }

    [Theory]
    [InlineData("503", "attempt 1, answered 503", "503, to try again. It was stored after that")]
    [InlineData("0", "attempt 1, not answered", "None: the sender had hung up. It was stored all the same")]
    [InlineData("NULL", "attempt 1, answer not known", "Not known")]
    public async Task AnswerOtherThan200_IsSaid(string stored, string note, string answer)
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5));
        await ExecuteAsync("UPDATE Deliveries SET Answer = " + stored);
        var page = Open(1);

        Assert.Equal(note, page.Find("[data-testid=delivery-note]").TextContent);
        Assert.Equal(answer, page.Find("[data-testid=delivery-answer]").TextContent);
        Assert.Equal("The only one", page.Find("[data-testid=delivery-attempt]").TextContent);
    }

    [Fact]
    public async Task BodyNoLongerStored_IsSaid()
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5));
        await ExecuteAsync("DELETE FROM Deliveries");

        Assert.Contains("not stored any more", Open(1).Find(".event-main").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_SaysSoAndTriesAgain()
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5));
        await ExecuteAsync("ALTER TABLE Events RENAME TO Gone");
        var page = Open(1);
        Assert.Contains("no such table", page.Find("[data-testid=error-state] pre").TextContent, StringComparison.Ordinal);

        await ExecuteAsync("ALTER TABLE Gone RENAME TO Events");
        await page.InvokeAsync(() => page.Find("[data-testid=error-state] button").Click());

        page.WaitForElement("[data-testid=body-view]", Patience);
    }

    [Fact]
    public async Task Markup_InAnyField_StaysText()
    {
        const string Script = "<script>alert(1)</script>";
        var body = Encoding.UTF8.GetBytes($$"""{"topic":"{{Script}}","eventType":"{{Script}}","payload":{"caseFile":{"id":1,"title":"{{Script}}"} } }""");
        await _log.Writer.StoreAsync(LogFixture.Delivery("x") with
        {
            Body = body,
            Message = MessageParser.Parse(body),
            Headers = $$"""[["{{Script}}","{{Script}}"]]""",
            RemoteAddress = Script,
        });
        var page = Open(1);

        Assert.Empty(page.FindAll("script"));
        Assert.Equal(Script, page.Find("h1").TextContent);
        Assert.Equal(Script + Script, page.Find("[data-testid=header]").TextContent.Trim());
    }

    private IRenderedComponent<EventDetails> Open(long sequence)
    {
        var page = Render<EventDetails>(x => x.Add(c => c.Sequence, sequence));
        page.WaitForState(() => page.FindAll("[data-testid=event-loading]").Count == 0, Patience);
        return page;
    }

    private async Task StoreAsync(byte[] body) =>
        Assert.Equal(StoreResult.Stored, await _log.Writer.StoreAsync(LogFixture.Delivery("x") with { Body = body, Message = MessageParser.Parse(body) }));

    private async Task ExecuteAsync(string sql)
    {
        await using var db = await _log.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        await db.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken);
    }
}
