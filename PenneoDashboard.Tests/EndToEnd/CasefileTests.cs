using Microsoft.Playwright;
using PenneoDashboard.Tests.Events;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>The page of one casefile in a real browser: its picture by keys and by mouse, its deliveries, and what axe says.</summary>
public sealed class CasefileTests(BrowserFixture browsers) : IAsyncLifetime
{
    private readonly TestApp _app = new();
    private AppClient _client = default!;

    public async ValueTask InitializeAsync()
    {
        _client = new AppClient(_app.BaseUrl);
        var door = await _client.SubscribeAsync("signer");
        await _client.StoreAsync(
            door,
            LogFixture.Signer(531, 9001, "requestSent", second: 1), LogFixture.Signer(531, 9002, "requestSent", second: 2), LogFixture.Signer(531, 9001, "opened", second: 20),
            LogFixture.Signer(531, 9001, "signed", second: 30), LogFixture.Signer(531, 9002, "undeliverable", second: 40), LogFixture.Casefile(531, "archived", 1, 50));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Picture_IsWalkedByKeys_Zoomed_AndOpensTheEvent()
    {
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/casefiles/531");
        await tab.MarkAsync();
        await Expect(tab.ById("swim-mark")).ToHaveCountAsync(6);

        // One stop for the whole picture, the newest event; then by arrows. Until its script has come, keys do nothing.
        await WatchedAsync(tab);
        var focused = tab.Page.Locator("[data-testid=swim-mark]:focus");
        await tab.Page.Locator("[data-testid=swim-mark][tabindex='0']").FocusAsync();
        await Expect(focused).ToHaveAttributeAsync("data-sequence", "6");
        await tab.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(focused).ToHaveAttributeAsync("data-sequence", "5");
        await tab.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(focused).ToHaveAttributeAsync("data-sequence", "4");
        await tab.Page.Keyboard.PressAsync("Home");
        await Expect(focused).ToHaveAttributeAsync("data-sequence", "1");
        await tab.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(focused).ToHaveAttributeAsync("data-sequence", "2");
        await tab.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(focused).ToHaveAttributeAsync("data-sequence", "3");

        await tab.Page.Keyboard.PressAsync("+");
        await Expect(tab.ById("swim-picture")).ToHaveAttributeAsync("data-zoom", "1.5");
        await tab.Page.Keyboard.PressAsync("+");
        await Expect(tab.ById("swim-picture")).ToHaveAttributeAsync("data-zoom", "2");
        Assert.True(await tab.Page.EvaluateAsync<bool>("(() => { const s = document.querySelector('.swim-scroll'); return s.scrollWidth > s.clientWidth; })()"));
        await Expect(focused).ToBeInViewportAsync();
        await tab.Page.Keyboard.PressAsync("0");
        await Expect(tab.ById("swim-picture")).ToHaveAttributeAsync("data-zoom", "1");
        await Expect(focused).ToHaveAttributeAsync("data-sequence", "3");

        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.WaitForURLAsync("**/events/3");
        await Expect(tab.Page.Locator("h1")).ToHaveTextAsync("Viewed documents");
        Assert.True(await tab.IsMarkedAsync());
        Assert.Empty(tab.Errors);
    }

    [Fact]
    public async Task Picture_IsDragged()
    {
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/casefiles/531");
        await WatchedAsync(tab);
        foreach (var zoom in new[] { "1.5", "2", "3" })
        {
            await tab.ById("swim-in").ClickAsync();
            await Expect(tab.ById("swim-picture")).ToHaveAttributeAsync("data-zoom", zoom);
        }

        const string Left = "document.querySelector('.swim-scroll').scrollLeft";
        await tab.UntilAsync($"{Left} > 0");
        await tab.ById("swim-picture").ScrollIntoViewIfNeededAsync();
        var before = await tab.Page.EvaluateAsync<double>(Left);
        var box = (await tab.Page.Locator(".swim-scroll").BoundingBoxAsync())!;

        await tab.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + box.Height - 6);
        await tab.Page.Mouse.DownAsync();
        await tab.Page.Mouse.MoveAsync(box.X + (box.Width / 2) + 120, box.Y + box.Height - 6, new() { Steps = 4 });
        await tab.Page.Mouse.UpAsync();

        Assert.Equal(before - 120, await tab.Page.EvaluateAsync<double>(Left), 2.0);
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Page_IsAccessible_WithEverythingUnfolded(int width, ColorScheme scheme)
    {
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/casefiles/531", width, scheme);
        await tab.Page.Locator("[data-testid=deliveries] summary").ClickAsync();
        await Expect(tab.ById("delivery-row")).ToHaveCountAsync(6);
        await Expect(tab.ById("penneo-note")).ToContainTextAsync("does not show this casefile");

        await tab.AssertSoundAsync("casefile");
    }

    private static Task WatchedAsync(Tab tab) => tab.UntilAsync("document.querySelector('.swim-scroll')?.dataset.watched === 'true'");
}
