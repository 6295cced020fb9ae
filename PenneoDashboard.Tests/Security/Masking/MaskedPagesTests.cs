using Microsoft.Playwright;
using PenneoDashboard.Tests.EndToEnd;
using PenneoDashboard.Tests.Simulator;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.Security.Masking;

/// <summary>With masking on, a viewer who walks through the pages reads nobody's name; an operator does.</summary>
public sealed class MaskedPagesTests(BrowserFixture browser, MaskedApp fixture) : IClassFixture<MaskedApp>
{
    private static readonly string[] Pages =
    [
        "/", "/?status=2", "/timeline", "/timeline?q=sent", "/casefiles", "/casefiles?view=table", "/casefiles?q=sent", "/casefiles/531", "/casefiles/532", "/casefiles/533", "/history", "/history?q=sent",
        .. Enumerable.Range(1, 8).Select(x => $"/events/{x}"), "/subscriptions", "/rejected", "/account",
    ];

    private static readonly string[] Telling = ["/", "/timeline", "/casefiles", "/casefiles?view=table", "/casefiles/531", "/history", "/events/1", "/events/8", "/rejected"];

    [Fact]
    public async Task NoPage_TellsAViewer()
    {
        await using var tab = await OpenAsync(fixture.Viewer);
        foreach (var page in Pages)
        {
            Assert.False(Tells(await ReadAsync(tab, page)), $"{page} tells a viewer");
            if (page != "/account")
            {
                await Expect(tab.ById("masked-note")).ToBeVisibleAsync();
                await tab.AssertSoundAsync(page);
            }
        }
    }

    [Fact]
    public async Task TheSamePages_TellAnOperator()
    {
        await using var tab = await OpenAsync(fixture.Operator);
        foreach (var page in Telling)
        {
            await ReadAsync(tab, page);
            await Eventually.TrueAsync(async () => Tells(await tab.Page.ContentAsync()), $"{page} tells an operator");
            await Expect(tab.ById("masked-note")).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task WhatComesWhileAPageIsOpen_IsMaskedToo()
    {
        await using var timeline = await OpenAsync(fixture.Viewer, "/timeline?casefileId=800");
        await using var casefile = await OpenAsync(fixture.Viewer, "/casefiles/800");
        await Expect(timeline.ById("live-status")).ToHaveAttributeAsync("data-state", "live");
        await Expect(casefile.ById("live-status")).ToHaveAttributeAsync("data-state", "live");

        await fixture.Client.StoreAsync(fixture.Door, MaskedApp.Signer(800, 9800, "requestSent", 1), MaskedApp.Signer(800, 9800, "signed", 2));

        foreach (var tab in (Tab[])[timeline, casefile])
        {
            await Expect(tab.Page.Locator("[data-testid=event-item]")).ToHaveCountAsync(2);
            await Expect(tab.Page.Locator("main")).ToContainTextAsync("Signer 9800");
            Assert.False(Tells(await tab.Page.ContentAsync()));
        }
    }

    [Fact]
    public async Task Texts_AreNotSearched_AndThePagesSayWhy()
    {
        await using var tab = await OpenAsync(fixture.Viewer, "/history?q=requestSent&casefileId=531");
        await Expect(tab.ById("masked-search")).ToContainTextAsync("not searched");

        // What the rest of the address asks for is shown: also what the text would have left out.
        await Expect(tab.ById("event-item")).ToHaveCountAsync(3);
        await Expect(tab.Page.Locator("input[data-testid=filter-text]")).ToBeDisabledAsync();

        await tab.ById("views-menu").GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(tab.ById("view")).ToHaveCountAsync(1);
        await Expect(tab.ById("view-masked")).ToContainTextAsync("masked for your role");
        Assert.False(Tells(await tab.Page.ContentAsync()));

        await tab.GoToAsync("/timeline?q=requestSent");
        await Expect(tab.ById("masked-search")).ToBeVisibleAsync();
        await tab.GoToAsync("/casefiles?q=sent");
        await Expect(tab.ById("masked-search")).ToBeVisibleAsync();
        await tab.GoToAsync("/casefiles?q=53");
        await Expect(tab.ById("casefile-card").First).ToBeVisibleAsync();
        await Expect(tab.ById("masked-search")).ToHaveCountAsync(0);
    }

    private static bool Tells(string html) => html.Contains(MaskedApp.Canary, StringComparison.OrdinalIgnoreCase);

    private static async Task<string> ReadAsync(Tab tab, string page)
    {
        await tab.Page.GotoAsync(page);
        await Expect(tab.Page.Locator("h1").First).ToBeVisibleAsync();
        await Expect(tab.Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
        if (page == "/rejected")
        {
            await Expect(tab.ById("what-came")).ToHaveCountAsync(2);
            foreach (var unfold in await tab.ById("what-came").AllAsync())
                await unfold.ClickAsync();
            await Expect(tab.ById("rejected-message")).ToHaveCountAsync(2);
        }
        else if (page.StartsWith("/history", StringComparison.Ordinal))
        {
            // Those to choose from come with the focus.
            await tab.Page.Locator("[data-testid=filter-casefile] input, input[data-testid=filter-casefile]").First.FocusAsync();
            await Expect(tab.Page.Locator("datalist option").First).ToBeAttachedAsync();
        }

        return await tab.Page.ContentAsync() + await tab.Page.TitleAsync();
    }

    private Task<Tab> OpenAsync(string token, string path = "/subscriptions") => browser.OpenAsync(fixture.App.BaseUrl, path, token: token);
}
