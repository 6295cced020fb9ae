using System.Net;
using System.Net.Http.Json;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PenneoDashboard.Tests.Events;
using PenneoDashboard.Tests.Simulator;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>Every page in both themes and languages: nothing axe objects to, nothing wider than its window, no error.</summary>
public sealed class SoundPagesTests(BrowserFixture browsers, SoundPagesTests.Filled filled) : IClassFixture<SoundPagesTests.Filled>
{
    private const string Nowhere = "/nowhere";

    // 720 is what is left of 1440 when the text is twice as large.
    private static readonly int[] OtherWidths = [820, 720, 390];

    private static readonly string[] Pages =
    [
        "/", "/timeline", "/casefiles", "/casefiles?view=table", "/casefiles/531", "/history", "/history?q=signed&casefileId=531", "/events/1", "/events/999999", "/subscriptions", "/subscriptions/move",
        "/subscriptions/move/1", "/rejected", "/settings", "/simulator", Nowhere,
    ];

    [Theory]
    [InlineData("en")]
    [InlineData("da")]
    public async Task EveryPage_IsSound_InBothThemes(string language)
    {
        await using var tab = await browsers.OpenAsync(filled.App.BaseUrl, "/rejected");
        await tab.Page.GotoAsync($"/language?to={language}&back=/rejected");
        foreach (var page in Pages)
        {
            var name = $"{page} in {language}";
            await GoToAsync(tab, page);
            Assert.Equal(language, await tab.Page.Locator("html").GetAttributeAsync("lang"));
            await tab.AssertSoundAsync(name);
            foreach (var width in OtherWidths)
            {
                await tab.Page.SetViewportSizeAsync(width, 900);
                var overflow = await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
                Assert.True(overflow <= 0, $"{name} is {overflow} px too wide for {width} px");
            }

            await tab.Page.SetViewportSizeAsync(1440, 900);
            await AssertDarkIsSoundAsync(tab.Page, name);
        }
    }

    private static async Task GoToAsync(Tab tab, string page)
    {
        if (page == Nowhere)
        {
            await tab.Page.GotoAsync(page);
            await Expect(tab.Page.Locator("h1")).ToBeVisibleAsync();

            // The browser itself notes the 404 that it asked for.
            tab.Errors.Clear();
        }
        else
        {
            await tab.GoToAsync(page);
        }

        await Expect(tab.Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
    }

    // The other theme has other colours, and nothing else.
    private static async Task AssertDarkIsSoundAsync(IPage page, string name)
    {
        const string background = "getComputedStyle(document.documentElement).getPropertyValue('--mud-palette-background')";
        var light = await page.EvaluateAsync<string>(background);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Eventually.TrueAsync(async () => await page.EvaluateAsync<string>(background) != light, "the other theme is there");
        await page.EvaluateAsync(Tab.EndOfFades);
        var found = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "link-in-text-block"] } });
        Assert.True(found.Violations.Length == 0, $"{name}, dark\n{string.Join('\n', found.Violations.SelectMany(x => x.Nodes).Select(x => x.Html))}");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    /// <summary>An app with something on every page.</summary>
    public sealed class Filled : AppFixture
    {
        private static CancellationToken Cancel => TestContext.Current.CancellationToken;

        public override async ValueTask InitializeAsync()
        {
            var door = await Client.SubscribeAsync();
            await Client.StoreAsync(
                door,
                LogFixture.Signer(531, 9001, "requestSent", second: 1),
                LogFixture.Signer(531, 9001, "signed", second: 2),
                LogFixture.Signer(531, 9002, "undeliverable", second: 3),
                LogFixture.Casefile(7, "rejected", 2),
                "{\"what\":\"is this\"}");
            using var current = await Client.Http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "current", eventTypes = (string[])["sign.signer.signed", "sign.casefile.completed"] }, Cancel);
            Assert.Equal(HttpStatusCode.Created, current.StatusCode);
            var made = await current.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Cancel);
            using var refused = await Client.PostAsync(new Door(0, made.Text("receiveUrl")!), LogFixture.Casefile(8, "completed", 5));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            using var move = await Client.Http.PostAsJsonAsync("/api/v1/moves", new { }, Cancel);
            Assert.True(move.IsSuccessStatusCode, await move.Content.ReadAsStringAsync(Cancel));
        }
    }
}
