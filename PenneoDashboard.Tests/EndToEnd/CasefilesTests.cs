using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>The board and the table of casefiles in a real browser.</summary>
public sealed class CasefilesTests(BrowserFixture browsers) : IAsyncLifetime
{
    private readonly TestApp _app = new();
    private AppClient _client = default!;
    private Door _door = default!;

    public async ValueTask InitializeAsync()
    {
        _client = new AppClient(_app.BaseUrl);
        _door = await _client.SubscribeAsync("signer");
        await _client.StoreAsync(
            _door,
            Titled(531, 9001, "requestSent", "Lejekontrakt, Ærøvej"), Titled(531, 9002, "undeliverable", "Lejekontrakt, Ærøvej"), Titled(7, 71, "opened", "Example lease"),
            Messages.Signer(8, 81, "finalized", status: 5));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Board_MovesByItself_AndLeadsToTheCasefile_AndTheAddressKeepsTheChoices()
    {
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/casefiles");
        await tab.MarkAsync();
        await Expect(tab.Page.Locator("[data-testid=casefile-column][data-state=Blocked] [data-casefile-id='531']")).ToContainTextAsync("e-mail could not be delivered");

        await _client.StoreAsync(_door, Messages.Signer(7, 71, "rejected", status: 2, date: "2026-01-03 10:00:00.000000"));
        await Expect(tab.Page.Locator("[data-testid=casefile-column][data-state=Rejected] [data-casefile-id='7']")).ToBeVisibleAsync();

        await tab.Page.GetByLabel("Id or title").FillAsync("ærøv");
        await Expect(tab.ById("casefile-card")).ToHaveCountAsync(1);
        await tab.ById("layout-Table").ClickAsync();
        await Expect(tab.ById("casefile-row")).ToHaveCountAsync(1);
        Assert.EndsWith("/casefiles?view=table&q=%C3%A6r%C3%B8v", tab.Page.Url, StringComparison.Ordinal);
        await tab.Page.Locator("[data-casefile-id='531'] a").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Page.Locator("h1")).ToHaveTextAsync("Lejekontrakt, Ærøvej");
        await tab.Page.GoBackAsync();
        await Expect(tab.ById("casefile-row")).ToHaveCountAsync(1);
        Assert.True(await tab.IsMarkedAsync());
        Assert.Empty(tab.Errors);
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Page_IsAccessible_AndStaysInItsWidth(int width, ColorScheme scheme)
    {
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/casefiles", width, scheme);
        await Expect(tab.ById("casefile-card")).ToHaveCountAsync(3);
        await tab.AssertSoundAsync("board");

        await tab.GoToAsync("/casefiles?view=table&stalled=true");
        await Expect(tab.ById("casefile-row")).ToHaveCountAsync(2);
        await tab.AssertSoundAsync("table");

        await tab.ById("stall-rules").ClickAsync();
        await Expect(tab.ById("rules-save")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("rules");
    }

    private static string Titled(long casefile, long signer, string type, string title) =>
        $$"""{"topic":"signer","eventType":"{{type}}","eventTime":{{Messages.Time("2026-01-02 10:00:00.000000")}},"payload":{"id":{{signer}},"caseFile":{"id":{{casefile}},"status":1,"title":"{{title}}"} } }""";
}
