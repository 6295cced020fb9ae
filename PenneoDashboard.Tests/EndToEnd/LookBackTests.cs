using System.Text;
using Microsoft.Playwright;
using PenneoDashboard.Tests.Events;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>Finding again what happened, in a real browser: the history, an event's page, a casefile's page.</summary>
public sealed class LookBackTests(BrowserFixture browsers) : IAsyncLifetime
{
    private const string Script = "<script>window.owned = true</script><img src=x onerror=\\\"window.owned = true\\\">";

    private readonly TestApp _app = new();
    private HttpClient _penneo = default!;
    private string _receiveUrl = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _penneo = _app.Http();
        _receiveUrl = await LiveTimelineTests.SubscribeAsync(_penneo);
    }

    public async ValueTask DisposeAsync()
    {
        _penneo.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task FromTheList_ToTheEvent_ToItsCasefile_AndBack()
    {
        await PostAsync(LogFixture.Signer(531, 9001, "requestSent", second: 1));
        await PostAsync(LogFixture.Signer(531, 9001, "signed", second: 2));
        await PostAsync(LogFixture.Casefile(7, "rejected", 2));
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/history");
        await tab.MarkAsync();
        await Expect(tab.ById("event-item")).ToHaveCountAsync(3);

        await tab.ById("filter-casefile").FillAsync("531");
        await Expect(tab.ById("event-item")).ToHaveCountAsync(2);
        await tab.Page.Locator("[data-testid=event-item][data-event-type=signed] .row-link").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");

        await Expect(tab.Page.Locator("h1")).ToHaveTextAsync("Signed");
        await Expect(tab.ById("json-view")).ToContainTextAsync("\"eventType\": \"signed\"");
        await tab.ById("previous-event").ClickAsync();
        await Expect(tab.Page.Locator("h1")).ToHaveTextAsync("Request sent");
        await tab.ById("casefile-link").ClickAsync();
        await Expect(tab.ById("event-item")).ToHaveCountAsync(2);
        await Expect(tab.ById("signer-lane")).ToHaveAttributeAsync("data-stage", "Signed");
        await tab.ById("history-link").ClickAsync();
        await tab.Page.WaitForURLAsync("**/history?casefileId=531");
        await Expect(tab.ById("event-item")).ToHaveCountAsync(2);

        await tab.Page.GoBackAsync();
        await Expect(tab.ById("headline")).ToBeVisibleAsync();
        Assert.True(await tab.IsMarkedAsync());
        Assert.Empty(tab.Errors);
    }

    [Fact]
    public async Task Casefile_GrowsLive_AndAnOpenHistoryOffersWhatCame()
    {
        await PostAsync(LogFixture.Signer(531, 9001, "requestSent", second: 1));
        await using var casefile = await browsers.OpenAsync(_app.BaseUrl, "/casefiles/531");
        await using var history = await browsers.OpenAsync(_app.BaseUrl, "/history");
        await Expect(casefile.ById("headline")).ToContainTextAsync("Waiting for signer 9001: request sent");
        await Expect(history.ById("event-item")).ToHaveCountAsync(1);

        await PostAsync(LogFixture.Signer(531, 9001, "opened", second: 2));
        await PostAsync(LogFixture.Signer(531, 9001, "opened", second: 3));

        await Expect(casefile.ById("event-item")).ToHaveCountAsync(3);
        await Expect(casefile.ById("headline")).ToContainTextAsync("viewed the documents");
        await Expect(history.ById("new-events")).ToHaveTextAsync("2 new events: show");
        await Expect(history.ById("event-item")).ToHaveCountAsync(1);
        await history.ById("new-events").ClickAsync();
        await Expect(history.ById("event-item")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task RawBody_DownloadsByteForByte()
    {
        var bytes = new byte[] { 0xFF, 0x00, 0x0D, 0x0A, (byte)'<', 0xC3 };
        await PostAsync(bytes);
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/events/1");

        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.ById("download-raw").ClickAsync());

        await using var stream = await download.CreateReadStreamAsync();
        using var read = new MemoryStream();
        await stream.CopyToAsync(read, Cancel);
        Assert.Equal(bytes, read.ToArray());
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Pages_AreAccessible_StayInTheirWidth_AndRunNoScript(int width, ColorScheme scheme)
    {
        await PostAsync($$"""{"topic":"casefile","eventType":"{{Script}}","payload":{"id":1,"status":42,"title":"{{Script}}"} }""");
        await PostAsync($$"""{"topic":"signer","eventType":"requestSent","payload":{"id":{{long.MaxValue}},"name":"{{Script}}","caseFile":{"id":1,"status":1} } }""");
        await PostAsync("not JSON " + new string('x', 500));
        foreach (var path in new[] { "/history", "/history?from=2026-01-01&to=2026-01-05", "/events/1", "/events/3", "/casefiles/1", "/casefiles/404" })
        {
            await using var tab = await browsers.OpenAsync(_app.BaseUrl, path, width, scheme);
            await Expect(tab.Page.Locator("[data-testid=event-item], [data-testid=empty-state], [data-testid=body-view]").First).ToBeVisibleAsync();

            Assert.False(await tab.Page.EvaluateAsync<bool>("window.owned === true"), $"{path} ran a script");
            await tab.AssertSoundAsync(path);
        }
    }

    private Task PostAsync(string json) => PostAsync(Encoding.UTF8.GetBytes(json));

    private async Task PostAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var answer = await _penneo.PostAsync(new Uri(_receiveUrl), content, Cancel);
        answer.EnsureSuccessStatusCode();
    }
}
