using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PenneoDashboard.Subscriptions;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>How subscriptions get on, seen in a real browser without a reload.</summary>
public sealed class SubscriptionHealthTests(BrowserFixture browsers)
{
    [Fact]
    public async Task RetriedAndSilentOnes_ShowTheirBadges_Live()
    {
        await using var app = new TestApp();
        using var client = new AppClient(app.BaseUrl);
        var (casefile, signer) = (await client.SubscribeAsync(), await client.SubscribeAsync("signer"));
        await using var tab = await browsers.OpenAsync(app.BaseUrl, "/subscriptions");
        await Expect(tab.Page.Locator("[data-testid=subscription-row][data-state=active]")).ToHaveCountAsync(2);
        await Expect(tab.Page.Locator("[data-testid=health][data-health=noData]")).ToHaveCountAsync(2);
        await tab.MarkAsync();

        for (var i = 0; i < 3; i++)
            await client.StoreAsync(casefile, Messages.Casefile(531));
        var row = tab.Page.Locator($"[data-testid=subscription-row][data-subscription-id='{casefile.Id}']");
        await Expect(row.Locator("[data-health=retried]").First).ToBeVisibleAsync();
        await Expect(row.GetByTestId("health-signs")).ToContainTextAsync("2 of the last 3 deliveries were repeats");
        var badge = tab.Page.Locator("a[href='/subscriptions'] [data-testid=nav-count]");
        await Expect(badge).ToHaveTextAsync("1");
        await Expect(badge).ToHaveAttributeAsync("title", "1 subscription needs attention");

        await app.Services.GetRequiredService<SubscriptionStore>().ChangeAsync(signer.Id, x => x.ConfirmedAt = x.CreatedAt.AddDays(-2));
        await Expect(tab.Page.Locator($"[data-subscription-id='{signer.Id}'] [data-testid=health]")).ToHaveAttributeAsync("data-health", "silent");
        await Expect(badge).ToHaveTextAsync("2");
        await tab.AssertSoundAsync("/subscriptions with two that need attention");
        Assert.True(await tab.IsMarkedAsync());

        // Twenty good ones, and it is over.
        await client.StoreAsync(casefile, Enumerable.Range(0, 20).Select(i => Messages.Casefile(600 + i)));
        await Expect(row.GetByTestId("health")).ToHaveAttributeAsync("data-health", "healthy");
        await Expect(badge).ToHaveTextAsync("1");
        Assert.True(await tab.IsMarkedAsync());

        await tab.GoToAsync("/");
        await Expect(tab.ById("attention")).ToContainTextAsync($"Subscription {signer.Id} (signer) has brought nothing yet");
        await Expect(tab.Page.Locator("[data-testid=subscription-health] [data-health=healthy]")).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Findings_GoAsTheyAreMended(int width, ColorScheme scheme)
    {
        await using var app = new TestApp();
        using var http = app.Http();
        foreach (var types in (string[][])[["sign.casefile.completed", "webhook.subscription.test"], ["sign.casefile.completed"]])
            using (await http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "current", eventTypes = types }, TestContext.Current.CancellationToken)) { }
        using (await http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "legacy", topic = "casefile" }, TestContext.Current.CancellationToken)) { }

        await using var tab = await browsers.OpenAsync(app.BaseUrl, "/subscriptions", width, scheme);
        var missing = tab.Page.Locator("[data-testid=finding][data-kind=missingEventTypes]");
        await Expect(missing).ToContainTextAsync("Nobody subscribes to signer events");
        await Expect(tab.Page.Locator("[data-testid=finding][data-kind=legacyInUse] a")).ToHaveAttributeAsync("href", "/subscriptions/move");
        await tab.AssertSoundAsync("/subscriptions with findings");
        await tab.MarkAsync();

        await missing.GetByTestId("finding-fix").ClickAsync();
        await Expect(tab.ById("diff-added")).ToHaveCountAsync(12);
        await tab.ById("edit-save").ClickAsync();
        await Expect(missing).ToHaveCountAsync(0);

        var doubled = tab.Page.Locator("[data-testid=finding][data-kind=doubled]");
        await doubled.GetByTestId("finding-fix").ClickAsync();
        await tab.ById("confirm-yes").ClickAsync();
        await Expect(doubled).ToHaveCountAsync(0);
        Assert.True(await tab.IsMarkedAsync());
    }
}
