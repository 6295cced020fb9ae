using System.Net.Http.Json;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>The subscriptions page in a real browser, beyond the main job.</summary>
public sealed class SubscriptionsTests(BrowserFixture browsers)
{
    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Page_IsAccessibleAndFitsItsWidth(int width, ColorScheme scheme)
    {
        await using var app = new TestApp();
        using var http = app.Http();
        await using var tab = await browsers.OpenAsync(app.BaseUrl, "/subscriptions", width, scheme);
        await tab.ById("advanced").ClickAsync();
        await Expect(tab.ById("endpoint-help")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("/subscriptions, empty");

        await tab.ById("service-legacy").ClickAsync();
        await tab.ById("create-casefile").ClickAsync();
        await Expect(tab.Page.Locator("[data-testid=subscription-row][data-state=active]")).ToHaveCountAsync(1);
        using var manual = await http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "legacy", topic = "signer", autoConfirm = false }, TestContext.Current.CancellationToken);
        await Expect(tab.ById("token").First).ToBeVisibleAsync();
        await tab.AssertSoundAsync("/subscriptions, waiting for Confirm");

        await tab.ById("delete-subscription").First.ClickAsync();
        await Expect(tab.ById("confirm-dialog")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("/subscriptions, asked before deleting");
    }
}
