using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>The settings page in a real browser.</summary>
public sealed class SettingsTests(BrowserFixture browsers)
{
    private const string Secret = "a-very-secret-api-secret-1234";

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Connection_IsChosenTriedAndSaved(int width, ColorScheme scheme)
    {
        await using var app = new TestApp();
        await using var tab = await browsers.OpenAsync(app.BaseUrl, "/settings", width, scheme);
        await tab.AssertSoundAsync("/settings, first run");
        await tab.ById("test").ClickAsync();
        await Expect(tab.ById("test-result")).ToHaveAttributeAsync("data-outcome", "ok");
        await tab.AssertSoundAsync("/settings, tested");

        await tab.ById("choose-Custom").CheckAsync();
        await tab.ById("choose-ApiKeys").CheckAsync();
        await InputAsync(tab, "apiBaseUrl", "http://127.0.0.1:1");
        await InputAsync(tab, "oAuthBaseUrl", "http://127.0.0.1:1");
        await InputAsync(tab, "clientId", "the-client");
        await InputAsync(tab, "clientSecret", Secret);
        await InputAsync(tab, "apiKey", "two words");
        await InputAsync(tab, "apiSecret", Secret);
        await tab.ById("save").ClickAsync();
        await Expect(tab.ById("status")).ToContainTextAsync("Nothing was saved");
        await tab.AssertSoundAsync("/settings, with a mistake");

        await InputAsync(tab, "apiKey", "the-key");
        await tab.ById("test").ClickAsync();
        await Expect(tab.ById("test-result")).ToHaveAttributeAsync("data-outcome", "unreachable");
        await tab.ById("save").ClickAsync();
        await Expect(tab.ById("status")).ToHaveTextAsync("Saved, and in use from now on.");
        await Expect(tab.ById("environment")).ToHaveTextAsync("Custom");
        await tab.AssertSoundAsync("/settings, saved");

        await tab.GoToAsync("/settings");
        await Expect(tab.Page.Locator("[data-setting=apiSecret][data-origin=entered]")).ToContainTextAsync("ends in 1234");
        Assert.DoesNotContain(Secret, await tab.Page.ContentAsync(), StringComparison.Ordinal);
        await Expect(tab.Page.Locator("[data-setting=apiSecret] input")).ToHaveValueAsync("");
    }

    private static Task InputAsync(Tab tab, string setting, string text) => tab.Page.Locator($"[data-testid=setting][data-setting={setting}] input").FillAsync(text);
}
