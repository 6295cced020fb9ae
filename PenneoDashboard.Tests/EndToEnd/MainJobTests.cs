using System.Globalization;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>What the product is for, from the first run to looking back after a restart, in two browsers on real HTTP.</summary>
public sealed class MainJobTests(BrowserFixture browsers)
{
    [Fact]
    public async Task Subscribe_Confirm_Test_WatchLive_LookBack_Restart()
    {
        var (folder, port) = (TestApp.NewFolder(), LiveTimelineTests.FreePort());
        string casefile;
        int events;
        await using (var app = new TestApp(folder: folder, port: port))
        {
            await using var office = await browsers.OpenAsync(app.BaseUrl, "/subscriptions");
            await using var support = await browsers.OpenAsync(app.BaseUrl, "/timeline", width: 390, ColorScheme.Dark);
            await support.MarkAsync();
            await Expect(support.ById("empty-state")).ToBeVisibleAsync();

            await CreateBothAsync(office);
            await TestAsync(office);
            await Expect(support.ById("event-item").First).ToBeVisibleAsync();
            var before = await support.ById("casefile-group").CountAsync();

            await office.GoToAsync("/simulator");
            await office.Page.GetByText("Fast", new() { Exact = true }).ClickAsync();
            await office.ById("start-scenario").ClickAsync();
            var started = await office.ById("started").GetByRole(AriaRole.Link).Last.GetAttributeAsync("href");
            casefile = started!.Split('/')[^1];

            var group = support.Page.Locator($"[data-testid=casefile-group][data-casefile-id='{casefile}']");
            await Expect(group.Locator("[data-event-type=requestSent]").First).ToBeVisibleAsync();
            await Expect(group.Locator("[data-testid=casefile-lane] [data-event-type=completed]")).ToBeVisibleAsync();
            await Expect(group.Locator("[data-testid=signer-lane] [data-event-type=finalized]")).ToHaveCountAsync(2);
            Assert.True(await support.IsMarkedAsync(), "The page was loaded anew.");
            Assert.True(await support.ById("casefile-group").CountAsync() > before);

            events = int.Parse((await group.GetAttributeAsync("data-event-count"))!, CultureInfo.InvariantCulture);
            await group.GetByRole(AriaRole.Link).First.ClickAsync();
            await Expect(support.Page).ToHaveURLAsync($"{app.BaseUrl}/casefiles/{casefile}");
            await Expect(support.ById("signer-lane")).ToHaveCountAsync(2);
            await FindInHistoryAsync(office, casefile, events);
            Assert.Empty(office.Errors);
            Assert.Empty(support.Errors);
        }

        await using (var again = new TestApp(folder: folder, port: port))
        {
            await using var office = await browsers.OpenAsync(again.BaseUrl, "/subscriptions");
            await Expect(office.Page.Locator("[data-testid=subscription-row][data-state=active]")).ToHaveCountAsync(2);
            await FindInHistoryAsync(office, casefile, events);
            await office.GoToAsync("/timeline");
            await Expect(office.Page.Locator($"[data-testid=casefile-group][data-casefile-id='{casefile}']")).ToBeVisibleAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task CreateBothAsync(Tab tab)
    {
        await tab.ById("service-legacy").ClickAsync();
        await tab.ById("create-both").ClickAsync();
        await Expect(tab.Page.Locator("[data-testid=subscription-row][data-state=active]")).ToHaveCountAsync(2);
    }

    private static async Task TestAsync(Tab tab)
    {
        var row = tab.ById("subscription-row").First;
        await row.GetByTestId("test-subscription").First.ClickAsync();
    }

    private static async Task FindInHistoryAsync(Tab tab, string casefile, int events)
    {
        await tab.GoToAsync("/history");
        await tab.ById("filter-casefile").FillAsync(casefile);
        await tab.Page.WaitForURLAsync($"**/history?casefileId={casefile}");
        await Expect(tab.ById("event-item")).ToHaveCountAsync(events);
        await Expect(tab.Page.Locator("[data-testid=event-item][data-event-type=completed]")).ToHaveCountAsync(1);
    }
}
