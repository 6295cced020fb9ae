using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Playwright;
using PenneoDashboard.Penneo;
using PenneoDashboard.Tests.Simulator;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>
/// The rehearsal: an account with legacy subscriptions and traffic moves to a current one in a real browser, and what the
/// simulator sent is compared with what is in the log.
/// </summary>
public sealed class MoveTests(BrowserFixture browsers) : IAsyncLifetime
{
    private readonly TestApp _app = new();
    private AppClient _client = null!;
    private SentLog _sent = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _client = new AppClient(_app.BaseUrl);
        _sent = await SentLog.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _sent.DisposeAsync();
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task LegacyWithTraffic_Moves_NoEventMissing_NoneTwice(int width, ColorScheme scheme)
    {
        foreach (var topic in (string[])["casefile", "signer"])
        {
            var door = await _client.SubscribeAsync(topic);
            await Eventually.TrueAsync(async () => (await _client.GetAsync($"/api/v1/subscriptions/{door.Id}")).Text("state") == "active", "the confirmation");
        }

        var all = PenneoVocabulary.EventTypes.Select(x => x.CurrentName);
        using var watching = await _client.Http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "current", eventTypes = all, endpoint = _sent.Url }, Cancel);
        Assert.Equal(HttpStatusCode.Created, watching.StatusCode);
        await PutTrafficAsync(4);
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/subscriptions", width, scheme);
        await tab.Page.Locator("[data-testid=finding][data-kind=legacyInUse]").GetByTestId("finding-fix").ClickAsync();
        await Expect(tab.ById("move-group")).ToHaveCountAsync(1);
        await tab.AssertSoundAsync("/subscriptions/move");
        await tab.ById("begin-move").ClickAsync();
        await Expect(tab.ById("mapped-type")).ToHaveCountAsync(16);
        await tab.AssertSoundAsync("a move, planned");
        await tab.ById("plan-ready").ClickAsync();
        await Expect(tab.ById("create-step")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("a move, before creating");
        await tab.ById("create-current-of-move").ClickAsync();

        await Expect(tab.ById("verdict")).ToBeVisibleAsync();
        await Eventually.TrueAsync(async () => (await _client.GetAsync("/api/v1/moves/1")).GetProperty("comparison").GetProperty("since").GetDateTimeOffset() < DateTimeOffset.UtcNow, "the time from which on it is compared");
        using var scenarios = await _client.Http.PostAsJsonAsync("/simulator/scenarios", new { signers = 2, speed = "fast", casefiles = 2 }, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, scenarios.StatusCode);
        await Expect(tab.Page.Locator("[data-testid=verdict][data-safe=true]")).ToBeVisibleAsync();
        await Expect(tab.Page.Locator("[data-testid=count-legacy][data-count='0']")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("a move, both sides running");

        // Left and gone on with, while the traffic goes on.
        await tab.GoToAsync("/subscriptions/move");
        await tab.ById("move").GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(tab.Page.Locator("[data-testid=verdict][data-safe=true]")).ToBeVisibleAsync();
        await tab.ById("switch-off").ClickAsync();
        await tab.AssertSoundAsync("a move, asked before switching off");
        await tab.ById("confirm-yes").ClickAsync();
        await Expect(tab.ById("move-finished")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("a move, finished");

        await tab.GoToAsync("/subscriptions/move");
        await Expect(tab.ById("all-moved")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("/subscriptions/move, with nothing left");
        var after = (await _client.EventsAsync()).Count;
        await Eventually.TrueAsync(async () => (await _client.EventsAsync()).Count > after, "traffic after the move");
        await PutTrafficAsync(0);
        await AssertCompleteAsync();
        Assert.Empty(tab.Errors);
    }

    [Fact]
    public async Task AnotherSystem_IsShownCode_AndTheSecret()
    {
        using var made = await _client.Http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "legacy", topic = "signer", endpoint = "http://127.0.0.1:9/erp" }, Cancel);
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/subscriptions/move", 390, ColorScheme.Light);
        await tab.ById("begin-move").ClickAsync();
        await tab.ById("plan-ready").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Tab, new() { Name = "PHP" }).ClickAsync();
        await Expect(tab.Page.Locator("[data-testid=sample][data-language=php]")).ToContainTextAsync("hash_equals");
        await tab.AssertSoundAsync("a move of another system, before creating");
        await tab.ById("create-current-of-move").ClickAsync();
        await tab.ById("show-secret").ClickAsync();
        await Expect(tab.ById("secret-of-move")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("a move of another system, with its secret");
        await tab.ById("take-secret").ClickAsync();
        await Expect(tab.ById("secret-box")).ToHaveCountAsync(0);
        Assert.Empty(tab.Errors);
    }

    private async Task PutTrafficAsync(double eventsPerSecond)
    {
        using var answer = await _client.Http.PutAsJsonAsync("/simulator/traffic", new { eventsPerSecond }, Cancel);
        Assert.True(answer.IsSuccessStatusCode);
    }

    private async Task AssertCompleteAsync()
    {
        await Eventually.TrueAsync(async () => (await _client.GetAsync("/simulator/status")).GetProperty("deliveries").Number("pending") == 0, "everything is delivered");
        var logged = new List<string>();
        foreach (var one in await _client.EventsAsync())
            logged.Add(Encoding.UTF8.GetString(await _client.RawAsync(one)));

        Assert.True(_sent.Bodies.Count > 20);
        Assert.Equal(_sent.Bodies.Order(StringComparer.Ordinal), logged.Order(StringComparer.Ordinal));
    }
}
