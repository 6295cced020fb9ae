using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>The first page in a real browser, from nothing to the first casefile, with the simulator as Penneo.</summary>
public sealed class OverviewTests(BrowserFixture browsers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstRun_StepsTickAndTheFirstCasefileArrives_WithoutReload()
    {
        await using var app = new TestApp();
        using var http = app.Http();
        await using var tab = await browsers.OpenAsync(app.BaseUrl, "/");
        await tab.MarkAsync();
        await Expect(tab.ById("first-step").Nth(0)).ToHaveAttributeAsync("data-done", "false");

        await SubscribeAsync(http, "casefile");
        await SubscribeAsync(http, "signer");
        await Expect(tab.ById("first-step").Nth(1)).ToHaveAttributeAsync("data-done", "true");
        await PlayAsync(http, "happyPath");
        await PlayAsync(http, "rejection");

        await Expect(tab.Page.Locator("[data-testid=status-count][data-status='5']")).ToContainTextAsync("1");
        await Expect(tab.ById("attention-item")).ToContainTextAsync("Rejected by a signer");
        await tab.Page.Locator("[data-testid=status-count][data-status='2']").ClickAsync();
        await Expect(tab.ById("overview-casefile")).ToHaveCountAsync(1);
        Assert.EndsWith("/?status=2", tab.Page.Url, StringComparison.Ordinal);
        Assert.True(await tab.IsMarkedAsync());
        Assert.Empty(tab.Errors);
    }

    [Fact]
    public async Task LostConnection_IsSaidAndCaughtUpWith()
    {
        await using var app = new TestApp();
        using var http = app.Http();
        await SubscribeAsync(http, "signer");
        await using var cable = new CutCable(app.BaseUrl);
        await using var tab = await browsers.OpenAsync(cable.Url, "/");
        await Expect(tab.ById("live-status")).ToHaveAttributeAsync("data-state", "live");
        await tab.MarkAsync();

        cable.Cut();
        await Expect(tab.ById("live-status")).ToHaveAttributeAsync("data-state", "reconnecting");
        await PlayAsync(http, "undeliverable");
        cable.Mend();

        await Expect(tab.ById("live-status")).ToHaveAttributeAsync("data-state", "live");
        await Expect(tab.ById("attention-item")).ToContainTextAsync("can't be delivered");
        Assert.True(await tab.IsMarkedAsync());
    }

    [Theory]
    [InlineData("/", 1440, ColorScheme.Light)]
    [InlineData("/", 390, ColorScheme.Dark)]
    [InlineData("/simulator", 1440, ColorScheme.Dark)]
    [InlineData("/simulator", 390, ColorScheme.Light)]
    public async Task Page_IsAccessibleAndFitsItsWidth(string path, int width, ColorScheme scheme)
    {
        await using var app = new TestApp();
        using var http = app.Http();
        await SubscribeAsync(http, "signer");
        await SubscribeAsync(http, "casefile");
        await PlayAsync(http, "rejection");
        await using var tab = await browsers.OpenAsync(app.BaseUrl, path, width, scheme);
        await Expect(tab.Page.Locator("[data-testid=attention-item], [data-testid=running-casefile][data-state=Finished]").First).ToBeVisibleAsync();

        await tab.AssertSoundAsync(path);
    }

    private static async Task SubscribeAsync(HttpClient http, string topic)
    {
        var answer = await http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "legacy", topic }, Cancel);
        answer.EnsureSuccessStatusCode();

        // What is played before Penneo's token has come and gone would reach nobody.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await http.GetFromJsonAsync<JsonElement>(answer.Headers.Location, Cancel)).GetProperty("state").GetString() != "active")
            await timer.WaitForNextTickAsync(Cancel);
    }

    private static async Task PlayAsync(HttpClient http, string outcome)
    {
        var answer = await http.PostAsJsonAsync("/simulator/scenarios", new { outcome, speed = "fast", signers = 1 }, Cancel);
        answer.EnsureSuccessStatusCode();
    }
}
