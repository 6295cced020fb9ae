using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Security;
using PenneoDashboard.Security.Users;
using Xunit;

namespace PenneoDashboard.Tests.Security;

/// <summary>Signing in and out over HTTP, and what a stranger could try.</summary>
public sealed class SignInTests(SignInTests.Peopled fixture) : IClassFixture<SignInTests.Peopled>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestApp App => fixture.App;

    private UserDirectory Directory => App.Services.GetRequiredService<UserDirectory>();

    [Fact]
    public async Task RightPassword_LetsIn_ToThePageAskedFor()
    {
        await Visitor.MakeUserAsync(App, "right", Role.Viewer);
        using var visitor = new Visitor(App.BaseUrl);
        using var refused = await visitor.GetAsync("/history?casefileId=531");

        using var answer = await visitor.SignInAsync("right", Visitor.Password, refused.Headers.Location!.PathAndQuery);

        Assert.Equal((HttpStatusCode.Redirect, "/history?casefileId=531"), (answer.StatusCode, Target(answer)));
        Assert.True(await visitor.IsInAsync());
        Assert.NotNull((await Directory.ListAsync(Cancel)).Single(x => x.Name == "right").LastSignInAt);
    }

    [Fact]
    public async Task WrongPassword_AndUnknownName_AreAnsweredTheSame()
    {
        await Visitor.MakeUserAsync(App, "known", Role.Viewer);
        using var visitor = new Visitor(App.BaseUrl);

        var known = await ErrorAsync(visitor, "known", "not the password at all");
        var unknown = await ErrorAsync(visitor, "nobody", "not the password at all");

        Assert.NotEmpty(known);
        Assert.Equal(known, unknown);
        Assert.False(await visitor.IsInAsync());
    }

    [Fact]
    public async Task UnknownName_CostsAsMuchWork_AsAKnownOne()
    {
        // Times are never compared closely here; without the hash for nobody the one would be a hundred times the other.
        await Visitor.MakeUserAsync(App, "timed", Role.Viewer);
        await Directory.AddAsync("without password", Role.Viewer);
        using var visitor = new Visitor(App.BaseUrl);
        await ErrorAsync(visitor, "nobody", "warming up");
        async Task<TimeSpan> TakesAsync(string name)
        {
            var start = Stopwatch.GetTimestamp();
            await ErrorAsync(visitor, name, "not the password at all");
            return Stopwatch.GetElapsedTime(start);
        }

        var known = await TakesAsync("timed");
        Assert.True(await TakesAsync("nobody") * 10 > known);
        Assert.True(await TakesAsync("without password") * 10 > known);
    }

    [Fact]
    public async Task FiveWrongPasswords_LockTheUser_EvenForTheRightOne()
    {
        await Visitor.MakeUserAsync(App, "locked", Role.Viewer);
        using var visitor = new Visitor(App.BaseUrl);
        for (var i = 0; i < 5; i++)
            await ErrorAsync(visitor, "locked", "wrong wrong wrong");

        using var answer = await visitor.SignInAsync("locked", Visitor.Password);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(await visitor.IsInAsync());
        Assert.True((await Directory.ListAsync(Cancel)).Single(x => x.Name == "locked").IsLockedOut);
    }

    [Fact]
    public async Task WrongPasswords_SentAtOnce_CountEach()
    {
        await Visitor.MakeUserAsync(App, "stormed", Role.Viewer);
        var visitors = Enumerable.Range(0, 8).Select(_ => new Visitor(App.BaseUrl)).ToList();

        await Task.WhenAll(visitors.Select(async x => (await x.SignInAsync("stormed", "wrong wrong wrong")).Dispose()));

        Assert.True((await Directory.ListAsync(Cancel)).Single(x => x.Name == "stormed").IsLockedOut);
        visitors.ForEach(x => x.Dispose());
    }

    [Fact]
    public async Task OnePasswordOnEverybody_IsStopped_ByAddress()
    {
        await using var app = new TestApp(new() { ["Security:SignInsPerMinute"] = "5", ["ForwardedHeaders:KnownProxies"] = "127.0.0.1" });
        await Visitor.MakeUserAsync(app, "somebody", Role.Viewer);
        using var visitor = new Visitor(app.BaseUrl) { Address = "192.0.2.7" };
        for (var i = 0; i < 5; i++)
            (await visitor.SignInAsync($"user {i}", "the same for all")).Dispose();

        using var refused = await visitor.SignInAsync("somebody", Visitor.Password);
        using var other = new Visitor(app.BaseUrl) { Address = "192.0.2.8" };
        (await other.SignInAsync("somebody", Visitor.Password)).Dispose();

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(60, refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.False(await visitor.IsInAsync());
        Assert.True(await other.IsInAsync());
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/sign-in"));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task ReturnUrl_ToAnotherSite_IsNotFollowed(string url)
    {
        await Visitor.MakeUserAsync(App, "returns" + url.GetHashCode(StringComparison.Ordinal), Role.Viewer);
        using var visitor = new Visitor(App.BaseUrl);
        using var answer = await visitor.SignInAsync("returns" + url.GetHashCode(StringComparison.Ordinal), Visitor.Password, "/sign-in?ReturnUrl=" + Uri.EscapeDataString(url));
        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, Target(answer)));
    }

    [Fact]
    public async Task SignInForm_WithoutItsToken_IsRefused()
    {
        await Visitor.MakeUserAsync(App, "forged", Role.Viewer);
        using var visitor = new Visitor(App.BaseUrl);
        using var answer = await visitor.PostAsync("/sign-in", ("_handler", "sign-in"), ("Input.Name", "forged"), ("Input.Password", Visitor.Password));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(await visitor.IsInAsync());
    }

    [Fact]
    public async Task SignOut_WithoutTheToken_IsRefused()
    {
        using var visitor = await SignedInAsync("stays", Role.Viewer);
        using var answer = await visitor.PostAsync("/sign-out");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True(await visitor.IsInAsync());
    }

    [Fact]
    public async Task Session_IsANewOne_AtSignIn_WhateverCookieCameAlong()
    {
        using var visitor = new Visitor(App.BaseUrl);
        await Visitor.MakeUserAsync(App, "fixed", Role.Viewer);
        visitor.Cookies.Add(new Uri(App.BaseUrl), new Cookie(".AspNetCore.Identity.Application", "planted-by-another"));

        (await visitor.SignInAsync("fixed", Visitor.Password)).Dispose();

        Assert.True(await visitor.IsInAsync());
        var session = visitor.Cookies.GetAllCookies().Single(x => x.Name == ".AspNetCore.Identity.Application");
        Assert.NotEqual("planted-by-another", session.Value);
        Assert.True(session.HttpOnly);
    }

    [Theory]
    [InlineData("/api/v1/events")]
    [InlineData("/api/v1/users")]
    [InlineData("/hubs/events")]
    public async Task TheCookie_OpensNothingForPrograms(string path)
    {
        // Or any page of the web could make a browser call it.
        using var visitor = await SignedInAsync("cookie" + path.Length, Role.Administrator);
        Assert.Equal(HttpStatusCode.Unauthorized, await visitor.StatusAsync(path));
    }

    [Fact]
    public async Task AnotherRole_EndsTheSession()
    {
        using var visitor = await SignedInAsync("demoted", Role.Administrator);
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/settings/users"));
        var id = (await Directory.ListAsync(Cancel)).Single(x => x.Name == "demoted").Id;

        Assert.Empty((await Directory.ChangeRoleAsync(id, Role.Viewer)).Problems);

        Assert.False(await visitor.IsInAsync());
        (await visitor.SignInAsync("demoted", Visitor.Password)).Dispose();
        Assert.True(await visitor.IsInAsync());
        Assert.NotEqual(HttpStatusCode.OK, await visitor.StatusAsync("/settings/users"));
    }

    [Fact]
    public async Task Sessions_AreLookedAt_WithinAMinute()
    {
        await using var app = new TestApp();
        _ = app.BaseUrl;
        Assert.InRange(app.Services.GetRequiredService<IOptions<SecurityStampValidatorOptions>>().Value.ValidationInterval, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.InRange(PenneoDashboard.Security.Sessions.Sessions.Patience, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Session_EndsAfterItsLongest_HoweverMuchItIsUsed()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = new TestApp(services: x => x.AddSingleton<TimeProvider>(clock));
        await Visitor.MakeUserAsync(app, "busy", Role.Viewer);
        using var visitor = new Visitor(app.BaseUrl);
        (await visitor.SignInAsync("busy", Visitor.Password)).Dispose();

        for (var day = 0; day < 30; day += 5)
        {
            Assert.True(await visitor.IsInAsync(), $"day {day}");
            clock.Advance(TimeSpan.FromDays(5));
        }

        Assert.True(await visitor.IsInAsync());
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await visitor.IsInAsync());
    }

    [Fact]
    public async Task CopyOfTheCookie_IsGoodNoMore_AfterSignOut_NorAfterARestart()
    {
        using var folder = new TemporaryFolder();
        var cookies = new CookieContainer();
        await using (var app = new TestApp(folder: folder.Path))
        {
            await Visitor.MakeUserAsync(app, "leaves", Role.Viewer);
            using var visitor = new Visitor(app.BaseUrl);
            (await visitor.SignInAsync("leaves", Visitor.Password)).Dispose();
            using var thief = new Visitor(app.BaseUrl);
            thief.Cookies.Add(visitor.Cookies.GetAllCookies());
            using var elsewhere = new Visitor(app.BaseUrl);
            (await elsewhere.SignInAsync("leaves", Visitor.Password)).Dispose();
            cookies.Add(visitor.Cookies.GetAllCookies());
            Assert.True(await thief.IsInAsync());

            (await visitor.SignOutAsync()).Dispose();

            Assert.False(await visitor.IsInAsync());
            Assert.False(await thief.IsInAsync());
            Assert.True(await elsewhere.IsInAsync());
        }

        await using var restarted = new TestApp(folder: folder.Path);
        using var later = new Visitor(restarted.BaseUrl);
        foreach (Cookie cookie in cookies.GetAllCookies())
            later.Cookies.Add(new Uri(restarted.BaseUrl), new Cookie(cookie.Name, cookie.Value));
        Assert.False(await later.IsInAsync());
    }

    [Fact]
    public async Task SignOut_ClickedTwice_IsAnsweredTwice()
    {
        using var visitor = await SignedInAsync("hasty", Role.Viewer);
        var form = await visitor.SignOutFormAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => visitor.PostAsync("/sign-out", form)));

        // Whoever comes when the session has ended is sent to sign in; nobody sees an error.
        Assert.All(answers, x => Assert.Equal(HttpStatusCode.Redirect, x.StatusCode));
        Assert.False(await visitor.IsInAsync());
    }

    [Fact]
    public async Task SigningInAgain_EndsTheSessionThatTheBrowserHad()
    {
        using var visitor = await SignedInAsync("again", Role.Viewer);
        using var copy = new Visitor(App.BaseUrl);
        copy.Cookies.Add(visitor.Cookies.GetAllCookies());
        Assert.True(await copy.IsInAsync());

        (await visitor.SignInAsync("again", Visitor.Password, "/sign-in?Problem=Refused")).Dispose();

        Assert.True(await visitor.IsInAsync());
        Assert.False(await copy.IsInAsync());
    }

    [Fact]
    public async Task ResetLink_WorksOnce_AndEndsOtherSessions()
    {
        using var before = await SignedInAsync("reset", Role.Viewer);
        var id = (await Directory.ListAsync(Cancel)).Single(x => x.Name == "reset").Id;
        var link = (await Directory.MakePasswordLinkAsync(id)).Link!;
        using var after = new Visitor(App.BaseUrl);
        (string, string)[] form = [("Input.Password", "another four word phrase"), ("Input.Again", "another four word phrase")];

        (await after.FillAsync(link, form)).Dispose();

        Assert.True(await after.IsInAsync());
        Assert.False(await before.IsInAsync());
        using var again = new Visitor(App.BaseUrl);
        (await again.FillAsync(link, form)).Dispose();
        Assert.False(await again.IsInAsync());
        Assert.Contains("not good any more", await (await again.GetAsync(link)).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/password?user=1&token=made-up")]
    [InlineData("/password?user=999999&token=made-up")]
    [InlineData("/password")]
    [InlineData("/setup?token=made-up")]
    [InlineData("/setup")]
    public async Task MadeUpLinks_TellNothing(string link)
    {
        using var visitor = new Visitor(App.BaseUrl);
        using var answer = await visitor.GetAsync(link);
        Assert.Contains("not good any more", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private static string? Target(HttpResponseMessage answer) =>
        answer.Headers.Location is { } to ? to.IsAbsoluteUri ? to.PathAndQuery : to.OriginalString : null;

    private static async Task<string> ErrorAsync(Visitor visitor, string name, string password)
    {
        using var answer = await visitor.SignInAsync(name, password);
        var html = await answer.Content.ReadAsStringAsync(Cancel);
        return html.Split("door-error")[1].Split("</div>")[0];
    }

    private async Task<Visitor> SignedInAsync(string name, Role role)
    {
        await Visitor.MakeUserAsync(App, name, role);
        var visitor = new Visitor(App.BaseUrl);
        (await visitor.SignInAsync(name, Visitor.Password)).Dispose();
        Assert.True(await visitor.IsInAsync());
        return visitor;
    }

    /// <summary>With an administrator who is always there, passwords hashed as long as outside tests, and sessions that are looked at with every request.</summary>
    public sealed class Peopled() : AppFixture(services: x => x.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.Zero)
        .Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000))
    {
        public override async ValueTask InitializeAsync() => await Visitor.MakeUserAsync(App, "keeper", Role.Administrator);
    }
}
