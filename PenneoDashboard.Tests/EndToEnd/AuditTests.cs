using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>The audit log in a real browser: what a click leaves in it, and what the page makes of it.</summary>
public sealed class AuditTests(BrowserFixture browsers)
{
    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Clicks_AreWrittenDownWithTheirAddress_FilteredAndExported(int width, ColorScheme scheme)
    {
        await using var app = new TestApp();
        using var client = new AppClient(app.BaseUrl);
        await using var tab = await browsers.OpenAsync(app.BaseUrl, "/settings", width, scheme);
        await tab.ById("test").ClickAsync();
        await Expect(tab.ById("test-result")).ToHaveAttributeAsync("data-outcome", "ok");
        await client.SubscribeAsync();

        await tab.Page.Locator(".settings-nav a[href='/settings/audit']").ClickAsync();
        await Expect(tab.Page.Locator("h1")).ToHaveTextAsync("Audit log");
        var tested = tab.Page.Locator("[data-testid=audit-row][data-action='settings.tested']");
        await Expect(tested).ToContainTextAsync("automation");
        await Expect(tested).ToContainTextAsync("from 127.0.0.1");
        await tested.GetByTestId("audit-toggle").ClickAsync();
        await Expect(tested.GetByTestId("audit-changes")).ToContainTextAsync("outcome");
        await tab.AssertSoundAsync("/settings/audit");

        await tab.GoToAsync("/settings/audit?action=subscription.created");
        await Expect(tab.ById("audit-row")).ToHaveCountAsync(1);
        await tab.ById("filter-subject").FillAsync("no such subject");
        await Expect(tab.ById("empty-state")).ToBeVisibleAsync();
        Assert.Contains("q=no%20such%20subject", tab.Page.Url, StringComparison.Ordinal);
        await tab.AssertSoundAsync("/settings/audit, nothing matches");

        await tab.ById("clear-filters").ClickAsync();
        await Expect(tested).ToBeVisibleAsync();
        await tab.ById("export-menu").GetByRole(AriaRole.Button).ClickAsync();
        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.ById("export-ndjson").ClickAsync());
        Assert.EndsWith(".ndjson", download.SuggestedFilename, StringComparison.Ordinal);
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        Assert.Contains("\"settings.tested\"", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
