using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Security;
using PenneoDashboard.Security.Users;
using Xunit;

namespace PenneoDashboard.Tests.Security;

/// <summary>Signing in with a company's account, at a real OpenID provider, over HTTP.</summary>
public sealed partial class CompanySignInTests(CompanyFixture fixture) : IClassFixture<CompanyFixture>
{
    private const string Begin = "/sign-in/company?returnUrl=/timeline";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestApp App => fixture.App;

    [Fact]
    public async Task Administrator_SignsIn_ToThePageAskedFor()
    {
        await fixture.Provider.SetAsync("anna", "anna@example.com", "something-else", "dashboard-admin", "dashboard-view");
        using var visitor = new Visitor(App.BaseUrl);
        var door = await TextAsync(await CompanyProvider.FollowAsync(visitor, await visitor.GetAsync("/history?casefileId=531")));

        using var page = await CompanyProvider.SignInAsync(visitor, "anna", WebUtility.HtmlDecode(CompanyLink().Match(door).Groups[1].Value));

        Assert.Equal((HttpStatusCode.OK, "/history?casefileId=531"), (page.StatusCode, page.RequestMessage!.RequestUri!.PathAndQuery));
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/settings/users"));
        var user = await UserAsync("anna@example.com");
        Assert.Equal((Role.Administrator, false, true), (user!.Role, user.HasPassword, user.IsCompanyAccount));
        Assert.NotNull(user.LastSignInAt);
        var audit = (await fixture.Client.GetAsync("/api/v1/audit?action=signin.succeeded&actor=anna@example.com")).Items();
        Assert.Equal("user anna@example.com", Assert.Single(audit).Text("subject"));
    }

    [Fact]
    public async Task Viewer_SeesNoSettings()
    {
        await fixture.Provider.SetAsync("viggo", "viggo@example.com", "dashboard-view");
        using var visitor = await SignedInAsync("viggo");
        Assert.Equal("/forbidden", await RefusedToAsync(visitor, "/settings"));
        Assert.Equal(Role.Viewer, (await UserAsync("viggo@example.com"))!.Role);
    }

    [Fact]
    public async Task NoRole_IsToldWhatIsMissing_AndNoUserIsMade()
    {
        await fixture.Provider.SetAsync("nora", "nora@example.com", "dashboard-adm<in>");
        using var visitor = new Visitor(App.BaseUrl);

        using var page = await CompanyProvider.SignInAsync(visitor, "nora", Begin);

        var html = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("/sign-in/no-role", page.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.All(["nora@example.com", "“roles”", "dashboard-admin", "dashboard-view", "dashboard-adm<in>"], x => Assert.Contains(x, html, StringComparison.Ordinal));
        Assert.False(await visitor.IsInAsync());
        Assert.Null(await UserAsync("nora@example.com"));
        var made = await TextAsync(await visitor.GetAsync("/sign-in/no-role?seen=made-up"));
        Assert.DoesNotContain("dashboard-admin", made, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RoleChangedAtTheProvider_CountsAtTheNextSignIn_AndEndsTheSessionOfBefore()
    {
        await fixture.Provider.SetAsync("rosa", "rosa@example.com", "dashboard-admin");
        using var before = await SignedInAsync("rosa");

        await fixture.Provider.SetAsync("rosa", "rosa@example.com", "dashboard-operate");
        using var after = await SignedInAsync("rosa");
        Assert.False(await before.IsInAsync());
        Assert.Equal("/forbidden", await RefusedToAsync(after, "/settings/users"));
        Assert.Equal(Role.Operator, (await UserAsync("rosa@example.com"))!.Role);

        await fixture.Provider.SetAsync("rosa", "rosa@example.com");
        using var none = new Visitor(App.BaseUrl);
        (await CompanyProvider.SignInAsync(none, "rosa", Begin)).Dispose();
        Assert.False(await after.IsInAsync());
        Assert.False(await none.IsInAsync());
    }

    [Fact]
    public async Task SigningInAgain_EndsTheSessionThatTheBrowserHad()
    {
        await fixture.Provider.SetAsync("ditte", "ditte@example.com", "dashboard-view");
        using var visitor = await SignedInAsync("ditte");
        using var copy = new Visitor(App.BaseUrl);
        copy.Cookies.Add(visitor.Cookies.GetAllCookies());
        Assert.True(await copy.IsInAsync());

        using var again = await CompanyProvider.SignInAsync(visitor, "ditte", Begin);

        Assert.True(await visitor.IsInAsync());
        Assert.False(await copy.IsInAsync());
    }

    [Fact]
    public async Task SecondStep_IsLeftToTheProvider()
    {
        await fixture.Provider.SetAsync("nana", "nana@example.com", "dashboard-operate");
        using var visitor = await SignedInAsync("nana");
        using var page = await visitor.GetAsync("/account");
        Assert.DoesNotContain("two-step", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("code")]
    [InlineData("another browser")]
    [InlineData("replayed")]
    public async Task AnswerThatIsNotTheirs_LetsNobodyIn(string what)
    {
        await fixture.Provider.SetAsync("tove", "tove@example.com", "dashboard-admin");
        using var visitor = new Visitor(App.BaseUrl);
        using var thief = new Visitor(App.BaseUrl);
        var callback = await CompanyProvider.ToCallbackAsync(visitor, "tove", Begin);
        if (what == "replayed")
        {
            (await visitor.GetAsync(callback)).Dispose();
            visitor.Cookies.GetAllCookies().Single(x => x.Name == ".AspNetCore.Identity.Application").Expired = true;
        }

        var who = what == "another browser" ? thief : visitor;
        using var page = await CompanyProvider.FollowAsync(who, await who.GetAsync(callback.Replace(what + "=", what + "=x", StringComparison.Ordinal)));

        await AssertRefusedAsync(who, page);
    }

    [Fact]
    public async Task RefusedAtTheProvider_IsSaid()
    {
        using var visitor = new Visitor(App.BaseUrl);
        using var page = await CompanyProvider.SignInAsync(visitor, "", Begin);
        await AssertRefusedAsync(visitor, page);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task ReturnUrl_ToAnotherSite_IsNotFollowed(string url)
    {
        using var visitor = new Visitor(App.BaseUrl);
        var callback = await CompanyProvider.ToCallbackAsync(visitor, "vera", "/sign-in/company?returnUrl=" + Uri.EscapeDataString(url));
        using var answer = await visitor.GetAsync(callback);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task ProviderDown_IsSaid_BeforeAndInBetween()
    {
        await using var provider = await CompanyProvider.StartAsync();
        await using var app = new TestApp(provider.Settings());
        await Visitor.MakeUserAsync(app, "keeper", Role.Administrator);
        using var visitor = new Visitor(app.BaseUrl);
        var callback = await CompanyProvider.ToCallbackAsync(visitor, "ada", Begin);
        await provider.StopAsync();
        using var between = await CompanyProvider.FollowAsync(visitor, await visitor.GetAsync(callback));
        await AssertRefusedAsync(visitor, between);

        await using var never = new TestApp(CompanyProvider.SettingsFor(provider.Url));
        await Visitor.MakeUserAsync(never, "keeper", Role.Administrator);
        using var other = new Visitor(never.BaseUrl);
        using var before = await CompanyProvider.FollowAsync(other, await other.GetAsync(Begin));
        await AssertRefusedAsync(other, before);
        Assert.Contains("can't be reached", WebUtility.HtmlDecode(await before.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
        (await other.SignInAsync("keeper", Visitor.Password)).Dispose();
        Assert.True(await other.IsInAsync());
    }

    [Fact]
    public async Task LocalUserOfTheSameName_IsNotTakenOver()
    {
        await Visitor.MakeUserAsync(App, "same@example.com", Role.Administrator);
        await fixture.Provider.SetAsync("same", "same@example.com", "dashboard-view");

        using var company = await SignedInAsync("same");

        Assert.Equal("/forbidden", await RefusedToAsync(company, "/settings"));
        Assert.Equal((Role.Viewer, true), (await UserAsync("same@example.com (2)")) is { } made ? (made.Role, made.IsCompanyAccount) : default);
        var local = await UserAsync("same@example.com");
        Assert.Equal((Role.Administrator, true, false), (local!.Role, local.HasPassword, local.IsCompanyAccount));
        using var visitor = new Visitor(App.BaseUrl);
        (await visitor.SignInAsync("same@example.com", Visitor.Password)).Dispose();
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/settings"));
    }

    private static async Task AssertRefusedAsync(Visitor visitor, HttpResponseMessage page)
    {
        Assert.Equal((HttpStatusCode.OK, "/sign-in"), (page.StatusCode, page.RequestMessage!.RequestUri!.AbsolutePath));
        Assert.Contains("door-error", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.False(await visitor.IsInAsync());
    }

    private static async Task<string> RefusedToAsync(Visitor visitor, string path)
    {
        using var answer = await visitor.GetAsync(path);
        return answer.Headers.Location!.AbsolutePath;
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        using (answer)
            return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private async Task<UserItem?> UserAsync(string name) =>
        (await App.Services.GetRequiredService<UserDirectory>().ListAsync(Cancel)).SingleOrDefault(x => x.Name == name);

    private async Task<Visitor> SignedInAsync(string account)
    {
        var visitor = new Visitor(App.BaseUrl);
        (await CompanyProvider.SignInAsync(visitor, account, Begin)).Dispose();
        Assert.True(await visitor.IsInAsync());
        return visitor;
    }

    [GeneratedRegex("""href="(/sign-in/company\?[^"]+)""")]
    private static partial Regex CompanyLink();
}
