using Microsoft.Playwright;
using PenneoDashboard.Security;
using PenneoDashboard.Tests.EndToEnd;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.Security.Passkeys;

/// <summary>Passkeys in Chromium, with a device of its own that says yes by itself.</summary>
public sealed class PasskeyPagesTests(BrowserFixture browsers) : IAsyncLifetime
{
    private readonly TestApp _app = new();

    public async ValueTask InitializeAsync() => await Visitor.MakeUserAsync(_app, "keeper", Role.Administrator);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Passkey_IsAdded_LetsIn_AndDoesSoNoMoreOnceItIsRemoved()
    {
        await using var tab = await OpenAsync();

        // The device would take what is offered at once, before anybody reaches the button.
        await tab.Page.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = async () => false");
        await AddDeviceAsync(tab);
        await tab.GoToAsync("/sign-in");
        await SignInAsync(tab);
        await tab.Page.GotoAsync("/account");
        await tab.ById("passkey-name").FillAsync("my laptop");
        await tab.ById("passkey-present").FillAsync("not the present one");
        await tab.ById("add-passkey").ClickAsync();
        await Expect(tab.ById("passkey-problem")).ToContainTextAsync("not right");
        await tab.ById("passkey-present").FillAsync(Visitor.Password);
        await tab.ById("add-passkey").ClickAsync();
        await Expect(tab.ById("passkey-row")).ToContainTextAsync("my laptop");
        tab.Errors.Clear();
        await tab.AssertSoundAsync("the account with a passkey");

        await SignOutAsync(tab);
        await tab.ById("passkey").ClickAsync();
        await Expect(tab.ById("user")).ToContainTextAsync("keeper");
        await tab.Page.GotoAsync("/settings/users");
        await Expect(tab.ById("passkeys")).ToHaveTextAsync("1 passkey");

        await tab.Page.GotoAsync("/account");
        await tab.Page.GetByText("Rename or remove").ClickAsync();
        await tab.AssertSoundAsync("the account with an open passkey");
        await tab.ById("passkey-remove-present").FillAsync(Visitor.Password);
        await tab.ById("remove-passkey").ClickAsync();
        await Expect(tab.ById("passkey-done")).ToBeVisibleAsync();
        await Expect(tab.ById("passkey-row")).ToHaveCountAsync(0);
        await SignOutAsync(tab);
        await tab.ById("passkey").ClickAsync();
        await Expect(tab.Page.Locator("#door-error")).ToContainTextAsync("does not let you in");
    }

    [Fact]
    public async Task Passkey_IsOffered_WithTheNames()
    {
        await using var tab = await OpenAsync();
        await AddDeviceAsync(tab);
        await SignInAsync(tab);
        await tab.Page.GotoAsync("/account");
        await tab.ById("passkey-name").FillAsync("my laptop");
        await tab.ById("passkey-present").FillAsync(Visitor.Password);
        await tab.ById("add-passkey").ClickAsync();
        await Expect(tab.ById("passkey-row")).ToBeVisibleAsync();

        // The device says yes by itself, so what is offered is taken at once.
        await tab.Page.GotoAsync("/timeline");
        await tab.ById("sign-out").ClickAsync();
        await Expect(tab.ById("user")).ToContainTextAsync("keeper");
    }

    [Fact]
    public async Task Administrator_RemovesThoseOfALostDevice()
    {
        using var key = new SoftwareKey();
        await key.GiveAsync(_app, "keeper");
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/settings/users");
        await Expect(tab.ById("passkeys")).ToHaveTextAsync("1 passkey");
        await tab.ById("remove-passkeys").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).Last.ClickAsync();
        await Expect(tab.ById("status")).ToContainTextAsync("no passkeys any more");
        await Expect(tab.ById("passkeys")).ToHaveCountAsync(0);
        await tab.AssertSoundAsync("users without passkeys");
    }

    [Fact]
    public async Task BrowserWithoutPasskeys_ShowsNothingOfThem()
    {
        await using var tab = await OpenAsync();
        await tab.Page.AddInitScriptAsync("delete window.PublicKeyCredential");
        await tab.GoToAsync("/sign-in");
        await Expect(tab.ById("sign-in")).ToBeVisibleAsync();
        await Expect(tab.ById("passkey")).ToBeHiddenAsync();
        await SignInAsync(tab);
        await tab.GoToAsync("/account");
        await Expect(tab.ById("passkeys")).ToBeHiddenAsync();
        await tab.AssertSoundAsync("the account without passkeys");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("da")]
    public async Task Pages_AreSound(string language)
    {
        await using var tab = await OpenAsync();
        await tab.Page.GotoAsync($"/language?to={language}&back=/sign-in");
        await Expect(tab.ById("passkey")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("/sign-in with passkeys in " + language);
        await SignInAsync(tab);
        await tab.GoToAsync("/account");
        await Expect(tab.ById("add-passkey")).ToBeVisibleAsync();
        await tab.AssertSoundAsync("/account with passkeys in " + language);
        await tab.Page.SetViewportSizeAsync(390, 900);
        Assert.True(await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0);
    }

    private static async Task AddDeviceAsync(Tab tab)
    {
        var session = await tab.Page.Context.NewCDPSessionAsync(tab.Page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private static async Task SignInAsync(Tab tab)
    {
        await tab.ById("name").FillAsync("keeper");
        await tab.ById("password").FillAsync(Visitor.Password);
        await tab.ById("sign-in").ClickAsync();
        await Expect(tab.ById("user")).ToBeVisibleAsync();
    }

    private static async Task SignOutAsync(Tab tab)
    {
        await tab.Page.GotoAsync("/timeline");
        await tab.ById("sign-out").ClickAsync();
        await Expect(tab.ById("sign-in")).ToBeVisibleAsync();
    }

    // Browsers know no passkeys of addresses.
    private Task<Tab> OpenAsync() => browsers.OpenAsync(_app.BaseUrl.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), "/sign-in", token: "");
}
