using Microsoft.Playwright;
using PenneoDashboard.Security;
using PenneoDashboard.Tests.EndToEnd;
using PenneoDashboard.Tests.Simulator;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.Security;

/// <summary>Signing in and what each role finds, in a browser.</summary>
public sealed class RolePagesTests(BrowserFixture browser) : IAsyncLifetime
{
    private readonly TestApp _app = new();

    public async ValueTask InitializeAsync() => await Visitor.MakeUserAsync(_app, "keeper", Role.Administrator);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task SignIn_AndOut_InABrowser()
    {
        await Visitor.MakeUserAsync(_app, "test person", Role.Viewer);
        await using var tab = await OpenAsync("/history");
        await tab.AssertSoundAsync("the sign-in page");
        await SignInAsync(tab, "test person");
        await Expect(tab.Page).ToHaveURLAsync(_app.BaseUrl + "/history");
        await Expect(tab.ById("user")).ToContainTextAsync("test person");
        await tab.AssertSoundAsync("the history of a viewer");

        await tab.ById("sign-out").ClickAsync();

        await Expect(tab.ById("sign-in")).ToBeVisibleAsync();
        await tab.Page.GotoAsync("/timeline");
        await Expect(tab.ById("sign-in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SignOut_InOneTab_EndsTheOthers()
    {
        await using var tab = await OpenAsync("/timeline");
        await SignInAsync(tab, "keeper");
        var other = await tab.Page.Context.NewPageAsync();
        await other.GotoAsync(_app.BaseUrl + "/timeline");
        await Expect(other.GetByTestId("user")).ToContainTextAsync("keeper");

        await tab.ById("sign-out").ClickAsync();

        await Expect(other.GetByTestId("sign-in")).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    [Fact]
    public async Task Viewer_SeesSubscriptions_WithoutKeysAndWithoutWaysToChangeThem()
    {
        using var client = new AppClient(_app.BaseUrl);
        var door = await client.SubscribeAsync();
        await Visitor.MakeUserAsync(_app, "watcher", Role.Viewer);
        await using var tab = await OpenAsync("/subscriptions");
        await SignInAsync(tab, "watcher");

        await Expect(tab.ById("subscription-row")).ToHaveCountAsync(1);
        await Expect(tab.ById("delete-subscription")).ToHaveCountAsync(0);
        await Expect(tab.ById("test-subscription")).ToHaveCountAsync(0);
        await Expect(tab.ById("new-subscription")).ToHaveCountAsync(0);
        Assert.DoesNotContain(door.Url.Split('/')[^1], await tab.Page.ContentAsync(), StringComparison.Ordinal);
        await Expect(tab.Page.Locator(".nav-link[href='/settings']")).ToHaveCountAsync(0);

        await tab.Page.GotoAsync("/settings/users");
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This is not for your role");
    }

    [Fact]
    public async Task KeysOfOthers_AreNotToldToTokensOfViewers()
    {
        using var client = new AppClient(_app.BaseUrl);
        var door = await client.SubscribeAsync();
        using var viewer = new AppClient(_app.BaseUrl, await Visitor.MakeTokenAsync(_app, Role.Viewer));

        var seen = await viewer.Http.GetStringAsync("/api/v1/subscriptions", TestContext.Current.CancellationToken)
            + await viewer.Http.GetStringAsync($"/api/v1/subscriptions/{door.Id}", TestContext.Current.CancellationToken);

        Assert.Contains("receiveUrl", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(door.Url.Split('/')[^1], seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_AreAdded_GivenALink_AndLoseTheirRightsWhereTheySit()
    {
        await using var keeper = await OpenAsync("/settings/users");
        await SignInAsync(keeper, "keeper");
        await keeper.ById("new-name").FillAsync("new person");
        await keeper.ById("add").ClickAsync();
        var link = await keeper.ById("link-url").TextContentAsync();
        await keeper.AssertSoundAsync("users");

        await using var other = await OpenAsync(new Uri(link!).PathAndQuery);
        await other.ById("password").FillAsync(Visitor.Password);
        await other.ById("password-again").FillAsync(Visitor.Password);
        await other.ById("set").ClickAsync();
        await Expect(other.ById("user")).ToContainTextAsync("new person");
        await other.GoToAsync("/timeline");

        await keeper.Page.GetByRole(AriaRole.Button, new() { Name = "Remove new person" }).ClickAsync();
        await keeper.Page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).Last.ClickAsync();
        await Expect(keeper.ById("user-row")).ToHaveCountAsync(1);

        // The page is open all the while and nothing is clicked in it.
        await Expect(other.ById("sign-in")).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    [Fact]
    public async Task Token_IsShownOnce_Works_AndIsTakenBack()
    {
        await using var tab = await browser.OpenAsync(_app.BaseUrl, "/settings/tokens");
        await tab.ById("new-name").FillAsync("nightly report");
        await tab.ById("create").ClickAsync();
        var token = (await tab.ById("token").TextContentAsync())!;
        await tab.AssertSoundAsync("tokens");
        using var program = new AppClient(_app.BaseUrl, token);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await program.Http.GetAsync("/api/v1/events", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await program.Http.GetAsync("/api/v1/users", TestContext.Current.CancellationToken)).StatusCode);

        await tab.GoToAsync("/settings/tokens");
        Assert.DoesNotContain(token, await tab.Page.ContentAsync(), StringComparison.Ordinal);
        await Expect(tab.ById("token-row")).ToContainTextAsync("last used");
        await tab.ById("revoke").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Take back", Exact = true }).Last.ClickAsync();

        await Expect(tab.ById("token-row")).ToHaveAttributeAsync("data-state", "revoked");
        await Eventually.TrueAsync(async () => (await program.Http.GetAsync("/api/v1/events")).StatusCode == System.Net.HttpStatusCode.Unauthorized, "it is refused");
    }

    [Fact]
    public async Task TheApi_CanBeTried_UnderThePolicy_BySomebodySignedIn()
    {
        await using var stranger = await OpenAsync("/api-docs/index.html");
        await Expect(stranger.ById("not-set-up").Or(stranger.ById("sign-in"))).ToBeVisibleAsync();

        await using var tab = await browser.OpenAsync(_app.BaseUrl, "/settings/tokens");
        await tab.Page.GotoAsync("/api-docs/index.html");
        await tab.Page.Locator("button.authorize").First.ClickAsync();
        await tab.Page.Locator(".auth-container input").FillAsync(TestApp.Token);
        await tab.Page.Locator(".auth-btn-wrapper button.authorize").ClickAsync();
        await tab.Page.Locator(".btn-done").ClickAsync();
        await tab.Page.Locator("#operations-Casefiles-ListCasefiles .opblock-summary-control").ClickAsync();
        await tab.Page.Locator("#operations-Casefiles-ListCasefiles button.execute").ClickAsync();
        await Expect(tab.Page.Locator("#operations-Casefiles-ListCasefiles .live-responses-table .response-col_status").Last).ToContainTextAsync("200");
        Assert.Empty(tab.Errors);
    }

    private static async Task SignInAsync(Tab tab, string name)
    {
        await tab.ById("name").FillAsync(name);
        await tab.ById("password").FillAsync(Visitor.Password);
        await tab.ById("sign-in").ClickAsync();
        await Expect(tab.ById("user")).ToBeVisibleAsync();
    }

    private Task<Tab> OpenAsync(string path) => browser.OpenAsync(_app.BaseUrl, path, token: "");
}
