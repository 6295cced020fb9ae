using System.Net;
using Microsoft.Playwright;
using PenneoDashboard.Tests.Webhooks;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>Rejected deliveries in a real browser: seen at once, explained, and brought into the log.</summary>
public sealed class RejectedTests(BrowserFixture browsers)
{
    private const string Secret = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

    [Fact]
    public async Task WrongSecret_IsSeenLive_Corrected_AndTheDeliveriesAccepted()
    {
        await using var app = new TestApp();
        var door = await SignedDelivery.DoorAsync(app, "not-the-right-one");
        using var client = new AppClient(app.BaseUrl);
        await using var tab = await browsers.OpenAsync(app.BaseUrl, "/rejected");
        await Expect(tab.ById("empty-state")).ToBeVisibleAsync();
        await tab.MarkAsync();

        for (var id = 531; id < 534; id++)
            await RefuseAsync(client, door, Messages.Casefile(id), Secret);
        await Expect(tab.ById("rejected-row")).ToHaveCountAsync(3);
        await Expect(tab.Page.Locator("a[href='/rejected'] [data-testid=nav-count]")).ToHaveTextAsync("3");
        await Expect(tab.ById("explanation").First).ToContainTextAsync("not that of any secret known here");

        await tab.ById("enter-secret").ClickAsync();
        await tab.Page.GetByLabel("Secret", new() { Exact = true }).FillAsync(Secret);
        await tab.ById("save-secret").ClickAsync();
        await Expect(tab.ById("notice")).ToContainTextAsync("all 3 can be accepted now");
        await tab.ById("accept").First.ClickAsync();
        await Expect(tab.ById("rejected-row")).ToHaveCountAsync(2);
        await tab.ById("accept-all").ClickAsync();
        await Expect(tab.ById("empty-state")).ToBeVisibleAsync();
        await Expect(tab.ById("nav-count")).ToHaveCountAsync(0);
        Assert.True(await tab.IsMarkedAsync());

        Assert.Equal(3, (await client.EventsAsync($"subscriptionId={door.Id}")).Count);
        await tab.GoToAsync("/events/1");
        await Expect(tab.ById("signature")).ToHaveTextAsync("Verified");
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Page_IsAccessibleAndFitsItsWidth(int width, ColorScheme scheme)
    {
        await using var app = new TestApp();
        var door = await SignedDelivery.DoorAsync(app, Secret);
        using var client = new AppClient(app.BaseUrl);
        await using var tab = await browsers.OpenAsync(app.BaseUrl, "/rejected", width, scheme);
        await Expect(tab.ById("empty-state")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("/rejected, empty");

        var title = new string('x', 3000);
        await RefuseAsync(client, door, $$"""{"topic":"casefile","eventType":"completed","payload":{"id":1,"title":"{{title}}"} }""", "some-other-secret");
        await RefuseAsync(client, door, Messages.Casefile(2), Secret, TimeProvider.System.GetUtcNow().AddHours(-3));
        await Expect(tab.ById("rejected-row")).ToHaveCountAsync(2);
        await tab.ById("what-came").Last.ClickAsync();
        await tab.ById("enter-secret").ClickAsync();
        await Expect(tab.ById("rejected-body")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("/rejected, full");

        await tab.ById("discard").Last.ClickAsync();
        await Expect(tab.Page.GetByText("Discard this delivery?")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("/rejected, asked before discarding");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Discard", Exact = true }).ClickAsync();
        await Expect(tab.ById("rejected-row")).ToHaveCountAsync(1);
    }

    private static async Task RefuseAsync(AppClient client, Door door, string body, string secret, DateTimeOffset? time = null)
    {
        using var answer = await client.PostAsync(door, body, SignedDelivery.Headers(secret, time ?? TimeProvider.System.GetUtcNow(), body, Guid.NewGuid().ToString()));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
