using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Audit;
using PenneoDashboard.Security;
using PenneoDashboard.Tests.EndToEnd;
using Xunit;

namespace PenneoDashboard.Tests.Security;

/// <summary>What people do for themselves on <c>/account</c>.</summary>
public sealed class AccountTests(SignInTests.Peopled fixture, BrowserFixture browsers) : IClassFixture<SignInTests.Peopled>
{
    private const string Next = "another wholly new phrase";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestApp App => fixture.App;

    [Fact]
    public async Task NewPassword_EndsTheOtherSessions_AndKeepsThisOne()
    {
        using var here = await SignedInAsync("changes");
        using var elsewhere = await SignInAsync("changes", Visitor.Password);

        using var answer = await ChangeAsync(here, Visitor.Password, Next);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.True(await here.IsInAsync());
        Assert.False(await elsewhere.IsInAsync());
        using var old = new Visitor(App.BaseUrl);
        (await old.SignInAsync("changes", Visitor.Password)).Dispose();
        Assert.False(await old.IsInAsync());
        using var again = await SignInAsync("changes", Next);

        // The first was by the link that an administrator made.
        Assert.Equal(2, await CountAsync("changes", AuditActions.UserPasswordChanged));
    }

    [Theory]
    [InlineData("wrong", "not the present one", Next, Next)]
    [InlineData("differs", Visitor.Password, Next, "not the same as that")]
    [InlineData("short", Visitor.Password, "short", "short")]
    [InlineData("guessable", Visitor.Password, "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa")]
    public async Task NewPassword_IsRefused_AndTheOldOneStays(string name, string present, string password, string again)
    {
        using var here = await SignedInAsync(name);

        using var answer = await here.FillFormAsync("/account", "password", ("Input.Present", present), ("Input.Password", password), ("Input.Again", again));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("door-error", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var later = await SignInAsync(name, Visitor.Password);
        Assert.Equal(1, await CountAsync(name, AuditActions.UserPasswordChanged));
    }

    [Fact]
    public async Task PresentPassword_CantBeGuessed_FromAnOpenSession()
    {
        using var here = await SignedInAsync("guessed");
        for (var i = 0; i < 5; i++)
            (await ChangeAsync(here, $"a wrong guess {i}", Next)).Dispose();

        using var answer = await ChangeAsync(here, Visitor.Password, Next);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(6, await CountAsync("guessed", AuditActions.SignInFailed));
    }

    [Fact]
    public async Task PresentPasswords_GuessedAtOnce_CountEach()
    {
        using var here = await SignedInAsync("stormed");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i => (await ChangeAsync(here, $"a wrong guess {i}", Next)).Dispose()));

        using var answer = await ChangeAsync(here, Visitor.Password, Next);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(await here.IsInAsync());
    }

    [Fact]
    public async Task SignOutEverywhere_EndsThisSessionToo()
    {
        using var here = await SignedInAsync("leaves");
        using var elsewhere = await SignInAsync("leaves", Visitor.Password);

        using var answer = await here.FillFormAsync("/account", "sign-out-everywhere");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.False(await here.IsInAsync());
        Assert.False(await elsewhere.IsInAsync());
        Assert.Equal(1, await CountAsync("leaves", AuditActions.UserSignedOut));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("sign-out-everywhere")]
    public async Task Forms_WithoutTheirToken_AreRefused(string form)
    {
        using var here = await SignedInAsync("forged-" + form);
        using var answer = await here.PostAsync("/account", ("_handler", form), ("Input.Present", Visitor.Password), ("Input.Password", Next), ("Input.Again", Next));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True(await here.IsInAsync());
    }

    [Theory]
    [InlineData("en")]
    [InlineData("da")]
    public async Task Page_IsSound_AndOneClickAwayFromTheMenu(string language)
    {
        var name = "sound-" + language;
        await Visitor.MakeUserAsync(App, name, Role.Viewer);
        await using var tab = await browsers.OpenAsync(App.BaseUrl, "/sign-in", token: "");
        await tab.Page.GotoAsync($"/language?to={language}&back=/sign-in");
        await tab.ById("name").FillAsync(name);
        await tab.ById("password").FillAsync(Visitor.Password);
        await tab.ById("sign-in").ClickAsync();
        await tab.ById("account").ClickAsync();
        await Microsoft.Playwright.Assertions.Expect(tab.ById("change")).ToBeVisibleAsync();
        await tab.AssertSoundAsync($"/account in {language}");
    }

    private static Task<HttpResponseMessage> ChangeAsync(Visitor visitor, string present, string password) =>
        visitor.FillFormAsync("/account", "password", ("Input.Present", present), ("Input.Password", password), ("Input.Again", password));

    private async Task<int> CountAsync(string name, string action) =>
        await App.Services.GetRequiredService<AuditQueries>().AllAsync(new AuditFilter(), Cancel).CountAsync(x => x.Subject == "user " + name && x.Action == action, Cancel);

    private async Task<Visitor> SignedInAsync(string name)
    {
        await Visitor.MakeUserAsync(App, name, Role.Viewer);
        return await SignInAsync(name, Visitor.Password);
    }

    private async Task<Visitor> SignInAsync(string name, string password)
    {
        var visitor = new Visitor(App.BaseUrl);
        (await visitor.SignInAsync(name, password)).Dispose();
        Assert.True(await visitor.IsInAsync());
        return visitor;
    }
}
