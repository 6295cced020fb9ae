using PenneoDashboard.Security;
using PenneoDashboard.Tests.EndToEnd;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.Security.TwoStep;

/// <summary>Turning a second step on and signing in with it, in a browser.</summary>
public sealed class TwoStepPagesTests(BrowserFixture browser) : IAsyncLifetime
{
    private readonly TestApp _app = new();

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;

    public async ValueTask InitializeAsync() => await Visitor.MakeUserAsync(_app, "keeper", Role.Administrator);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("en", 1440)]
    [InlineData("da", 390)]
    public async Task TurnOn_AndSignInWithACode(string language, int width)
    {
        await Visitor.MakeUserAsync(_app, "careful", Role.Viewer);
        await using var tab = await browser.OpenAsync(_app.BaseUrl, "/sign-in", width, token: "");
        await tab.Page.GotoAsync($"/language?to={language}&back=/sign-in");
        await GivePasswordAsync(tab, "careful");
        await Expect(tab.ById("live-status").Or(tab.Page.Locator("h1")).First).ToBeVisibleAsync();
        await tab.GoToAsync("/account");
        await tab.ById("two-step-present").FillAsync(Visitor.Password);
        await tab.ById("two-step-begin").ClickAsync();
        var key = (await tab.ById("two-step-key").TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal);
        await tab.AssertSoundAsync("the new key");
        var step = Now;
        await tab.ById("two-step-code").FillAsync(Authenticator.CodeAt(key, step));
        await tab.ById("two-step-confirm").ClickAsync();
        await Expect(tab.ById("recovery-codes")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("the recovery codes");

        await using var other = await browser.OpenAsync(_app.BaseUrl, "/history", width, token: "");
        await GivePasswordAsync(other, "careful");
        await Expect(other.ById("code")).ToBeFocusedAsync();
        await other.AssertSoundAsync("the second step");
        await other.ById("code").FillAsync("000000");
        await other.ById("enter").ClickAsync();
        await Expect(other.Page.Locator("#door-error")).ToBeVisibleAsync();
        await other.ById("code").FillAsync(Authenticator.CodeAt(key, Math.Max(step + 1, Now)));
        await other.ById("enter").ClickAsync();
        await Expect(other.Page).ToHaveURLAsync(_app.BaseUrl + "/history");
    }

    [Fact]
    public async Task AnAdministrator_SeesWhoHasIt_AndTurnsItOff()
    {
        await Visitor.MakeUserAsync(_app, "lost it", Role.Viewer);
        await AddTwoStepAsync("lost it");
        await AddTwoStepAsync("keeper");
        await using var tab = await browser.OpenAsync(_app.BaseUrl, "/settings/users");
        await Expect(tab.ById("two-step")).ToHaveCountAsync(2);
        await tab.AssertSoundAsync("users in two steps");

        await tab.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Turn off two-step sign-in of lost it" }).ClickAsync();
        await tab.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Turn off", Exact = true }).ClickAsync();

        await Expect(tab.ById("two-step")).ToHaveCountAsync(1);
        await Expect(tab.ById("status")).ToContainTextAsync("lost it now signs in with the password alone.");
    }

    private static async Task GivePasswordAsync(Tab tab, string name)
    {
        await tab.ById("name").FillAsync(name);
        await tab.ById("password").FillAsync(Visitor.Password);
        await tab.ById("sign-in").ClickAsync();
    }

    private async Task AddTwoStepAsync(string name)
    {
        using var visitor = new Visitor(_app.BaseUrl);
        (await visitor.SignInAsync(name, Visitor.Password)).Dispose();
        var (app, sealedKey) = await Authenticator.BeginAsync(visitor, new(TimeProvider.System.GetUtcNow()));
        (await visitor.FillFormAsync("/account", "two-step", ("Input.Sealed", sealedKey), ("Input.Code", app.Code()))).Dispose();
    }
}
