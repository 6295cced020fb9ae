using System.Net.Http.Json;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>A subscription of Penneo's current service from nothing to a changed one, in a real browser.</summary>
public sealed class CurrentSubscriptionsTests(BrowserFixture browsers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Create_Test_Change_Pause(int width, ColorScheme scheme)
    {
        await using var app = new TestApp();
        using var http = app.Http();
        await using var tab = await browsers.OpenAsync(app.BaseUrl, "/subscriptions", width, scheme);
        await tab.ById("choose-types").ClickAsync();
        await Expect(tab.ById("event-type")).ToHaveCountAsync(17);
        await tab.AssertSoundAsync("/subscriptions, choosing event types");

        await tab.ById("create-current-button").ClickAsync();
        var row = tab.ById("subscription-row").First;
        await Expect(row).ToHaveAttributeAsync("data-state", "active");
        await row.GetByTestId("test-subscription").ClickAsync();
        await Expect(tab.ById("guide-finished")).ToBeVisibleAsync();
        await tab.ById("close-guide").ClickAsync();

        using var second = await http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "current", eventTypes = new[] { "webhook.subscription.test" } }, Cancel);
        await Expect(tab.Page.Locator("[data-testid=subscription-row][data-state=active]")).ToHaveCountAsync(2);
        await row.GetByTestId("test-subscription").ClickAsync();
        await Expect(tab.ById("test-dialog")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("/subscriptions, asked before testing");
        await tab.ById("test-yes").ClickAsync();
        await Expect(tab.Page.Locator("[data-testid=test-outcome][data-outcome=arrived]")).ToHaveCountAsync(2);
        await tab.AssertSoundAsync("/subscriptions, tested");

        await row.GetByTestId("edit-subscription").ClickAsync();
        await tab.Page.Locator("[data-testid=edit-dialog] [data-event-type='sign.signer.deleted']").UncheckAsync();
        await tab.AssertSoundAsync("/subscriptions, changing");
        await tab.ById("edit-review").ClickAsync();
        await Expect(tab.ById("diff-removed")).ToHaveCountAsync(1);
        await tab.AssertSoundAsync("/subscriptions, looking at the difference");
        await tab.ById("edit-save").ClickAsync();
        await Expect(tab.ById("edit-dialog")).ToHaveCountAsync(0);
        await Expect(row.GetByTestId("event-types")).Not.ToContainTextAsync("Signer: all");

        await row.GetByTestId("pause-subscription").ClickAsync();
        await tab.ById("confirm-yes").ClickAsync();
        await Expect(row).ToHaveAttributeAsync("data-state", "paused");
        Assert.Empty(tab.Errors);
    }
}
