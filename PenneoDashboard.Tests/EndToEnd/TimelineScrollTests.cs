using Microsoft.Playwright;
using PenneoDashboard.Tests.Events;
using PenneoDashboard.Timeline;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>A timeline with more casefiles than fit, moved through by wheel and by keys.</summary>
public sealed class TimelineScrollTests(BrowserFixture browsers) : IAsyncLifetime
{
    private const int Many = 400;

    private readonly TestApp _app = new();
    private HttpClient _http = default!;
    private string _receiveUrl = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _http = _app.Http();
        _receiveUrl = await LiveTimelineTests.SubscribeAsync(_http);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task DownToTheOldest_ThenBackToTheNewest()
    {
        for (var i = 1; i <= Many; i++)
            await PostAsync(LogFixture.Casefile(i, "completed", 5));
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/timeline");
        var groups = tab.ById("casefile-group");
        await Expect(groups.First).ToHaveAttributeAsync("data-casefile-id", "400");

        var oldest = tab.Page.Locator("[data-testid=casefile-group][data-casefile-id='1']");
        var most = 0;
        while (await oldest.CountAsync() == 0)
        {
            await tab.Page.EvaluateAsync("scrollBy(0, innerHeight)");
            most = Math.Max(most, await groups.CountAsync());
        }

        Assert.InRange(most, TimelineWindow.MostFollowed, TimelineWindow.Most);
        await Expect(tab.ById("jump-newest")).ToHaveTextAsync("Newest");

        // What comes meanwhile is counted, and nothing moves.
        await tab.Page.EvaluateAsync("scrollTo(0, document.documentElement.scrollHeight)");
        var place = await oldest.EvaluateAsync<double>("x => x.getBoundingClientRect().top");
        await PostAsync(LogFixture.Casefile(Many + 1, "rejected", 2));
        await Expect(tab.ById("jump-newest")).ToHaveTextAsync("1 new event");
        Assert.Equal(place, await oldest.EvaluateAsync<double>("x => x.getBoundingClientRect().top"));
        await tab.AssertSoundAsync("/timeline, far down");

        await tab.ById("jump-newest").ClickAsync();
        await Expect(groups.First).ToHaveAttributeAsync("data-casefile-id", "401");
        await Expect(tab.ById("jump-newest")).ToHaveCountAsync(0);
        await PostAsync(LogFixture.Casefile(Many + 2, "rejected", 2));
        await Expect(groups.First).ToHaveAttributeAsync("data-casefile-id", "402");
        Assert.Empty(tab.Errors);
    }

    [Fact]
    public async Task Keys_MoveFoldFilterAndAreExplained()
    {
        for (var i = 1; i <= 3; i++)
            await PostAsync(LogFixture.Casefile(i, "completed", 5));
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/timeline");
        await Expect(tab.ById("casefile-group")).ToHaveCountAsync(3);

        // Pressed until the page has begun to listen.
        await UntilAsync(async () =>
        {
            await tab.Page.Keyboard.PressAsync("?");
            await Expect(tab.ById("keys-list")).ToBeVisibleAsync(new() { Timeout = 1000 });
        });
        await tab.AssertSoundAsync("/timeline, keyboard shortcuts");
        await tab.ById("keys-close").ClickAsync();
        await Expect(tab.ById("keys-list")).ToHaveCountAsync(0);

        await tab.Page.Keyboard.PressAsync("j");
        Assert.Equal("3", await FocusedAsync(tab));
        await tab.Page.Keyboard.PressAsync("j");
        await tab.Page.Keyboard.PressAsync("f");
        await Expect(tab.ById("event-item")).ToHaveCountAsync(2);
        Assert.Equal("2", await FocusedAsync(tab));
        await tab.Page.Keyboard.PressAsync("k");
        await tab.Page.Keyboard.PressAsync("p");
        await Expect(tab.ById("live-status")).ToHaveAttributeAsync("data-state", "paused");
        await tab.Page.Keyboard.PressAsync("/");
        await tab.Page.Keyboard.TypeAsync("1");
        await Expect(tab.ById("casefile-group")).ToHaveCountAsync(1);
        Assert.Empty(tab.Errors);
    }

    [Fact]
    public async Task Density_IsRemembered()
    {
        await PostAsync(LogFixture.Casefile(1, "completed", 5));
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/timeline");
        await tab.ById("density").ClickAsync();
        await Expect(tab.Page.Locator(".timeline.compact")).ToHaveCountAsync(1);
        await tab.AssertSoundAsync("/timeline, compact");
        await tab.Page.ReloadAsync();
        await Expect(tab.Page.Locator(".timeline.compact")).ToHaveCountAsync(1);
    }

    private static Task<string?> FocusedAsync(Tab tab) =>
        tab.Page.EvaluateAsync<string?>("document.activeElement.closest('[data-testid=casefile-group]')?.dataset.casefileId");

    private static async Task UntilAsync(Func<Task> step)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await step();
                return;
            }
            catch (PlaywrightException) when (tries < 20)
            {
                continue;
            }
        }
    }

    private async Task PostAsync(string json)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "text/plain");
        using var answer = await _http.PostAsync(new Uri(_receiveUrl), body, Cancel);
        answer.EnsureSuccessStatusCode();
    }
}
