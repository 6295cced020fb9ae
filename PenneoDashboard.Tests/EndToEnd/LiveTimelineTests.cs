using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using PenneoDashboard.Tests.Events;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>The timeline in real browsers, fed through the receiver's own door.</summary>
public sealed class LiveTimelineTests(BrowserFixture browsers) : IAsyncLifetime
{
    private readonly TestApp _app = new();
    private HttpClient _penneo = default!;
    private string _receiveUrl = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _penneo = _app.Http();
        _receiveUrl = await SubscribeAsync(_penneo);
    }

    public async ValueTask DisposeAsync()
    {
        _penneo.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Event_AppearsInEveryOpenBrowserWithoutReload()
    {
        await using var one = await browsers.OpenAsync(_app.BaseUrl, "/timeline");
        await using var two = await browsers.OpenAsync(_app.BaseUrl, "/timeline?casefileId=531");
        await one.MarkAsync();
        await two.MarkAsync();

        await PostAsync(LogFixture.Signer(531, 9001, "requestSent"));
        await PostAsync(LogFixture.Casefile(7, "rejected", 2));

        await Expect(one.ById("event-item")).ToHaveCountAsync(2);
        await Expect(two.ById("event-item")).ToHaveCountAsync(1);
        await Expect(one.ById("casefile-group").First).ToHaveAttributeAsync("data-casefile-id", "7");
        await Expect(two.Page.Locator("[data-testid=signer-lane][data-signer-id='9001'] [data-testid=event-item]")).ToHaveAttributeAsync("data-event-type", "requestSent");
        Assert.True(await one.IsMarkedAsync() && await two.IsMarkedAsync());
        Assert.Empty(one.Errors);
    }

    [Fact]
    public async Task LostConnection_CatchesUpWithoutLossOrRepeat()
    {
        await using var cable = new CutCable(_app.BaseUrl);
        await using var tab = await browsers.OpenAsync(cable.Url, "/timeline");
        await PostAsync(LogFixture.Signer(1, 11, "requestSent", second: 1));
        await Expect(tab.ById("event-item")).ToHaveCountAsync(1);
        await tab.MarkAsync();

        cable.Cut();
        await Expect(tab.ById("live-status")).ToHaveAttributeAsync("data-state", "reconnecting");
        for (var i = 2; i <= 9; i++)
            await PostAsync(LogFixture.Signer(1 + (i % 3), 11, "opened", second: i));
        cable.Mend();

        await Expect(tab.ById("live-status")).ToHaveAttributeAsync("data-state", "live");
        await Expect(tab.ById("event-item")).ToHaveCountAsync(9);
        await PostAsync(LogFixture.Signer(1, 11, "signed", second: 10));
        await Expect(tab.ById("event-item")).ToHaveCountAsync(10);
        var sequences = await tab.ById("event-item").EvaluateAllAsync<string[]>("items => items.map(x => x.dataset.sequence)");
        Assert.Equal(10, sequences.Distinct().Count());
        Assert.True(await tab.IsMarkedAsync());
    }

    [Fact]
    public async Task Restart_ThePageComesBackByItselfWithEverything()
    {
        var (folder, port) = (TestApp.NewFolder(), FreePort());
        await using (var first = new TestApp(folder: folder, port: port))
        {
            await using var tab = await browsers.OpenAsync(first.BaseUrl, "/timeline");
            using var http = first.Http();
            var receiveUrl = await SubscribeAsync(http);
            await PostAsync(LogFixture.Casefile(1, "completed", 5), receiveUrl);
            await Expect(tab.ById("event-item")).ToHaveCountAsync(1);
            await first.DisposeAsync();
            await Expect(tab.ById("live-status")).ToHaveAttributeAsync("data-state", "reconnecting");

            await using var second = new TestApp(folder: folder, port: port);
            Assert.Equal(first.BaseUrl, second.BaseUrl);
            await PostAsync(LogFixture.Casefile(2, "completed", 5), receiveUrl);

            await Expect(tab.ById("event-item")).ToHaveCountAsync(2);
            await Expect(tab.ById("live-status")).ToHaveAttributeAsync("data-state", "live");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Pause_HoldsThisBrowserOnly()
    {
        await using var one = await browsers.OpenAsync(_app.BaseUrl, "/timeline");
        await using var two = await browsers.OpenAsync(_app.BaseUrl, "/timeline", width: 390, ColorScheme.Dark);
        await one.ById("pause").ClickAsync();
        await Expect(one.ById("live-status")).ToHaveAttributeAsync("data-state", "paused");

        await PostAsync(LogFixture.Casefile(1, "completed", 5));

        await Expect(two.ById("event-item")).ToHaveCountAsync(1);
        await Expect(one.ById("paused-count")).ToHaveAttributeAsync("data-count", "1");
        await Expect(one.ById("event-item")).ToHaveCountAsync(0);
        await one.ById("resume").ClickAsync();
        await Expect(one.ById("event-item")).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData(1440, ColorScheme.Dark)]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Light)]
    public async Task Page_IsAccessibleAndFitsItsWidth(int width, ColorScheme scheme)
    {
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/timeline", width, scheme);
        await tab.AssertSoundAsync("/timeline, empty");
        foreach (var type in new[] { "requestSent", "reminderSent", "requestOpened", "undeliverable", "signed", new string('x', 190) })
            await PostAsync(LogFixture.Signer(1, 11, type, second: 1));
        await PostAsync("""{"topic":"signer","eventType":"opened","payload":{"id":12,"name":"A signer of a long and invented name indeed","caseFile":{"id":1,"status":1,"title":"A title that is rather long, as those of contracts are"} } }""");
        await PostAsync("not JSON " + new string('x', 500));
        await Expect(tab.ById("event-item")).ToHaveCountAsync(8);
        await Expect(tab.Page.Locator(".fresh")).ToHaveCountAsync(7);
        await tab.AssertSoundAsync("/timeline, full");
        await tab.ById("pause").ClickAsync();
        await Expect(tab.ById("paused-count")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("/timeline, paused");
    }

    [Fact]
    public async Task Filter_TypedIntoTheBarStandsInTheAddress()
    {
        await PostAsync(LogFixture.Casefile(531, "completed", 5));
        await PostAsync(LogFixture.Casefile(532, "completed", 5));
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/timeline");
        await Expect(tab.ById("casefile-group")).ToHaveCountAsync(2);

        await tab.ById("filter-casefile").FillAsync("532");

        await Expect(tab.ById("casefile-group")).ToHaveCountAsync(1);
        await tab.Page.WaitForURLAsync("**/timeline?casefileId=532");
        await tab.Page.ReloadAsync();
        await Expect(tab.ById("casefile-group")).ToHaveAttributeAsync("data-casefile-id", "532");
    }

    /// <summary>A subscription's receive URL, its confirmation by the simulator awaited.</summary>
    internal static async Task<string> SubscribeAsync(HttpClient http, string topic = "signer")
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "legacy", topic }, Cancel);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("receiveUrl").GetString()!;
    }

    private Task PostAsync(string json) => PostAsync(json, _receiveUrl);

    private static async Task PostAsync(string json, string receiveUrl)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "text/plain");
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(receiveUrl), body, Cancel);
        answer.EnsureSuccessStatusCode();
    }

    internal static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
