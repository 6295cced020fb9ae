using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PenneoDashboard.Security;
using PenneoDashboard.Security.Company;
using PenneoDashboard.Security.Passkeys;
using PenneoDashboard.Security.Users;
using Xunit;

namespace PenneoDashboard.Tests.Security.Passkeys;

/// <summary>Signing in with passkeys over HTTP, and what somebody could try without the device.</summary>
public sealed class PasskeyTests(SignInTests.Peopled fixture) : IClassFixture<SignInTests.Peopled>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestApp App => fixture.App;

    [Fact]
    public async Task Passkey_LetsIn_WithoutAName_ToThePageAskedFor()
    {
        using var owner = await Holder.WithPasskeyAsync(App, "holds");
        using var fresh = new Holder(App, key: owner.Key);

        using var answer = await fresh.EnterAsync("/history?casefileId=531");

        Assert.Equal((HttpStatusCode.Redirect, "/history?casefileId=531"), (answer.StatusCode, answer.Headers.Location!.PathAndQuery));
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), x => x.Contains("Identity.Application=", StringComparison.Ordinal) && x.Contains("expires=", StringComparison.Ordinal));
        Assert.True(await fresh.Visitor.IsInAsync());
        Assert.True(await owner.LetsInAsync(App));
        var audit = (await fixture.Client.GetAsync("/api/v1/audit?limit=1000")).Items().Where(x => x.Text("subject") == "user holds").ToList();
        Assert.Equal("my key", audit.Single(x => x.Text("action") == "passkey.added").GetProperty("after").Text("name"));
        Assert.Equal("passkey", audit.First(x => x.Text("action") == "signin.succeeded").GetProperty("after").Text("method"));
        Assert.Equal(1, (await UserAsync("holds")).Passkeys);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("{}")]
    [InlineData("another key")]
    [InlineData("another page")]
    [InlineData("another page, relayed with its origin")]
    [InlineData("not verified")]
    [InlineData("asked of another browser")]
    [InlineData("asked before")]
    [InlineData("sent twice")]
    public async Task ForgedAnswer_LetsNobodyIn(string how)
    {
        using var owner = await Holder.WithPasskeyAsync(App, "forged " + how.GetHashCode(StringComparison.Ordinal));
        const string Evil = "https://evil.example";
        var isRelayed = how.EndsWith("its origin", StringComparison.Ordinal);
        using var thief = new Holder(App, key: owner.Key);
        using var relay = new Holder(App, key: owner.Key, origin: Evil);
        var options = await thief.TextOfOptionsAsync(Holder.OptionsToSignIn);
        owner.Key.SignsWrongly = how == "another key";
        owner.Key.IsVerified = how != "not verified";
        owner.Key.Origin = isRelayed || how == "another page" ? Evil : owner.Key.Origin;
        var credential = how is "nothing" or "{}" ? how.Replace("nothing", "", StringComparison.Ordinal) : owner.Key.Get(options);
        if (how == "asked before")
            await thief.TextOfOptionsAsync(Holder.OptionsToSignIn);
        if (how == "sent twice")
        {
            (await thief.SendAsync(credential)).Dispose();
            Assert.True(await thief.Visitor.IsInAsync());
        }

        using var other = new Holder(App);
        relay.Visitor.Cookies.Add(thief.Visitor.Cookies.GetAllCookies());
        var who = how is "asked of another browser" or "sent twice" ? other : isRelayed ? relay : thief;
        using var answer = await who.SendAsync(credential);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("door-error", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.False(await who.Visitor.IsInAsync());
        Assert.Equal("signin.failed", (await fixture.Client.GetAsync("/api/v1/audit?limit=1")).Items()[0].Text("action"));
    }

    [Fact]
    public async Task Passkey_StandsForBothSteps()
    {
        using var owner = await Holder.WithPasskeyAsync(App, "both steps");
        await using (var scope = App.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
            var user = (await users.FindByNameAsync("both steps"))!;
            await users.ResetAuthenticatorKeyAsync(user);
            Assert.True((await users.SetTwoFactorEnabledAsync(user, true)).Succeeded);
        }

        using var password = new Visitor(App.BaseUrl);
        (await password.SignInAsync("both steps", Visitor.Password)).Dispose();
        Assert.False(await password.IsInAsync());
        Assert.True(await owner.LetsInAsync(App));
    }

    [Fact]
    public async Task LockedUser_IsNotLetIn()
    {
        using var owner = await Holder.WithPasskeyAsync(App, "locked holder");
        using var guesser = new Visitor(App.BaseUrl);
        for (var i = 0; i < 5; i++)
            (await guesser.SignInAsync("locked holder", $"a wrong guess {i}")).Dispose();
        Assert.False(await owner.LetsInAsync(App));
    }

    [Fact]
    public async Task CompanyAccount_HasNone_EvenIfItHadOne()
    {
        using var owner = await Holder.WithPasskeyAsync(App, "later company");
        var hidden = await owner.Visitor.HiddenOfAsync("/account", Holder.AddForm);
        await using (var scope = App.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
            Assert.True((await users.AddLoginAsync((await users.FindByNameAsync("later company"))!, new UserLoginInfo("https://provider.example", "1", "later company"))).Succeeded);
        }

        Assert.False(await owner.LetsInAsync(App));
        using var options = await owner.Visitor.PostAsync(Holder.OptionsToAdd, [.. hidden, ("Passkey.Name", "another"), ("Passkey.Present", Visitor.Password)]);
        Assert.Equal(HttpStatusCode.BadRequest, options.StatusCode);
        using var page = await owner.Visitor.GetAsync("/account");
        Assert.DoesNotContain("data-testid=\"passkeys\"", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Holder.OptionsToAdd)]
    [InlineData(Holder.OptionsToSignIn)]
    public async Task Options_AreForOurPagesOnly(string path)
    {
        using var holder = await Holder.SignedInAsync(App, "asks" + path.Length);
        using var bare = await holder.Visitor.PostAsync(path, ("Passkey.Name", "my key"), ("Passkey.Present", Visitor.Password));
        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);

        using var foreign = new Holder(App, origin: "https://evil.example");
        using var refused = await foreign.Visitor.PostAsync(path);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Options_AreLimitedByAddress_AndKeepNoPasswordOut()
    {
        await using var app = new TestApp(new() { ["Security:SignInsPerMinute"] = "5" });
        await Visitor.MakeUserAsync(app, "somebody", Role.Administrator);
        using var holder = new Holder(app);
        var last = HttpStatusCode.OK;
        for (var i = 0; i < 6; i++)
        {
            using var answer = await holder.OptionsAsync(Holder.OptionsToSignIn);
            last = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        (await holder.Visitor.FillFormAsync("/sign-in", "sign-in", ("Input.Name", "somebody"), ("Input.Password", Visitor.Password))).Dispose();
        Assert.True(await holder.Visitor.IsInAsync());
    }

    [Fact]
    public async Task Address_InsteadOfAName_OffersNone()
    {
        using var visitor = new Visitor(App.BaseUrl);
        using var page = await visitor.GetAsync("/sign-in");
        Assert.DoesNotContain("passkey-form", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        var hidden = await visitor.HiddenOfAsync("/sign-in", "sign-in");
        using var answer = await visitor.PostAsync(Holder.OptionsToSignIn, hidden);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData(null, "dash.example.com", true)]
    [InlineData("example.com", "dash.example.com", true)]
    [InlineData("example.com", "EXAMPLE.com", true)]
    [InlineData("example.com", "badexample.com", false)]
    [InlineData("example.com", "localhost", false)]
    [InlineData(null, "[::1]", false)]
    [InlineData(null, "192.0.2.1", false)]
    public void Domain_SaysWhere(string? domain, string host, bool expected)
    {
        var request = new DefaultHttpContext().Request;
        request.Host = new HostString(host, 5080);
        Assert.Equal(expected, new PasskeyHost(Options.Create(new SecurityOptions { PasskeyDomain = domain }), Options.Create(new CompanyOptions())).IsFor(request));
    }

    [Theory]
    [InlineData("https://example.com", false)]
    [InlineData("example.com:5080", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("example.com", true)]
    [InlineData("", true)]
    public void Domain_IsAName(string domain, bool expected) =>
        Assert.Equal(expected, new SecurityOptionsValidator().Validate(null, new SecurityOptions { PasskeyDomain = domain }).Succeeded);

    private async Task<UserItem> UserAsync(string name) => (await App.Services.GetRequiredService<UserDirectory>().ListAsync(Cancel)).Single(x => x.Name == name);
}
