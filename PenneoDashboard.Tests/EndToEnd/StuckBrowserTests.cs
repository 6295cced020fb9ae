using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>A browser that takes what it is sent and acknowledges nothing, as one on a laptop that is put to sleep.</summary>
public sealed class StuckBrowserTests(BrowserFixture browsers)
{
    [Fact]
    public async Task BrowserThatStops_HoldsUpNobody_AndShowsTheNewestOnceItGoesOn()
    {
        await using var app = new TestApp();
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();
        await using var stuck = await browsers.OpenAsync(app.BaseUrl, "/timeline");
        await using var other = await browsers.OpenAsync(app.BaseUrl, "/timeline");
        await client.StoreAsync(door, Messages.Casefile(1));
        await Expect(stuck.ById("event-item")).ToHaveCountAsync(1);

        var debugger = await stuck.Page.Context.NewCDPSessionAsync(stuck.Page);
        await debugger.SendAsync("Debugger.enable");
        await debugger.SendAsync("Debugger.pause");

        // More than a page's buffer holds.
        for (var i = 2; i <= 2101; i += 100)
            await Task.WhenAll(Enumerable.Range(i, 100).Select(x => client.StoreAsync(door, Messages.Casefile(x))));
        await client.StoreAsync(door, Messages.Casefile(9000));
        var newest = "[data-testid=casefile-group][data-casefile-id='9000']";
        await Expect(other.Page.Locator(newest)).ToBeVisibleAsync();

        await debugger.SendAsync("Debugger.resume");
        await debugger.SendAsync("Debugger.disable");
        await Expect(stuck.Page.Locator(newest)).ToBeVisibleAsync();
    }
}
