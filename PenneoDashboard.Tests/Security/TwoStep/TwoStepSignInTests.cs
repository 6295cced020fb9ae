using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Audit;
using PenneoDashboard.Security.TwoStep;
using PenneoDashboard.Security.Users;
using Xunit;

namespace PenneoDashboard.Tests.Security.TwoStep;

/// <summary>The second step at the door, over HTTP, and what somebody who knows the password could try.</summary>
public sealed class TwoStepSignInTests(TwoStepFixture fixture) : IClassFixture<TwoStepFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private UserDirectory Directory => fixture.App.Services.GetRequiredService<UserDirectory>();

    // Appendix B of the RFC, its last six digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_AreThoseOfTheRfc(long seconds, string code)
    {
        const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(seconds));
        Assert.Equal(seconds / 30, new OneTimeCodes(clock).StepOf(Key, code));
        Assert.Equal(code, Authenticator.CodeAt(Key, seconds / 30));
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Null(new OneTimeCodes(clock).StepOf(Key, code));
    }

    [Fact]
    public async Task PasswordAndCode_LetIn_ToThePageAskedFor()
    {
        var app = await TurnedOnAsync("right");
        using var visitor = await fixture.AtSecondStepAsync("right", "/sign-in?ReturnUrl=%2Fhistory%3FcasefileId%3D531");

        using var answer = await EnterAsync(visitor, app.Code(), "/history?casefileId=531");

        Assert.Equal((HttpStatusCode.Redirect, "/history?casefileId=531"), (answer.StatusCode, Target(answer)));
        Assert.True(await visitor.IsInAsync());
        Assert.Equal(1, await CountAsync("right", AuditActions.TwoStepOn));

        (await visitor.FillFormAsync("/account", "sign-out-everywhere")).Dispose();
        Assert.False(await visitor.IsInAsync());
    }

    [Fact]
    public async Task ThePasswordAlone_OpensNothing_AndItsCookieIsShortAndStrict()
    {
        await TurnedOnAsync("halfway");
        using var visitor = new Visitor(fixture.App.BaseUrl);
        using var answer = await visitor.SignInAsync("halfway", Visitor.Password);

        Assert.False(await visitor.IsInAsync());
        Assert.Equal(HttpStatusCode.Redirect, await visitor.StatusAsync("/account"));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), x => x.Contains("TwoFactorUserId=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await CountAsync("halfway", AuditActions.SignInFailed));

        fixture.Clock.Advance(TimeSpan.FromMinutes(6));
        using var late = await visitor.GetAsync("/sign-in/code");
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?ReturnUrl=%2F"), (late.StatusCode, Target(late)));
    }

    [Fact]
    public async Task WhatEndsSessions_EndsTheWaitForACode()
    {
        var app = await TurnedOnAsync("overtaken");
        using var visitor = await fixture.AtSecondStepAsync("overtaken");
        var id = (await Directory.ListAsync(Cancel)).Single(x => x.Name == "overtaken").Id;
        Assert.Empty((await Directory.SignOutEverywhereAsync(id)).Problems);

        (await EnterAsync(visitor, app.Code())).Dispose();
        Assert.False(await visitor.IsInAsync());

        using var again = await fixture.AtSecondStepAsync("overtaken");
        (await EnterAsync(again, app.Code())).Dispose();
        Assert.True(await again.IsInAsync());
    }

    [Fact]
    public async Task WithoutAPassword_NoCodeIsTaken()
    {
        var app = await TurnedOnAsync("no password");
        using var visitor = new Visitor(fixture.App.BaseUrl);
        using var page = await visitor.GetAsync("/sign-in/code");
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?ReturnUrl=%2F"), (page.StatusCode, Target(page)));

        using var other = await fixture.AtSecondStepAsync("no password");
        var hidden = await other.HiddenAsync("/sign-in/code");
        other.Forget("Identity.TwoFactorUserId");
        using var answer = await other.PostAsync("/sign-in/code", [.. hidden, ("Input.Code", app.Code())]);

        Assert.Equal("/sign-in?Problem=Stale&ReturnUrl=%2F", Target(answer));
        Assert.False(await other.IsInAsync());
    }

    [Fact]
    public async Task ACode_IsGoodOnce()
    {
        var app = await TurnedOnAsync("replayed");
        var code = app.Code();
        using var first = await fixture.AtSecondStepAsync("replayed");
        (await EnterAsync(first, code)).Dispose();
        Assert.True(await first.IsInAsync());

        using var second = await fixture.AtSecondStepAsync("replayed");
        using var refused = await EnterAsync(second, code);

        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.False(await second.IsInAsync());
        fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        (await EnterAsync(second, app.Code())).Dispose();
        Assert.True(await second.IsInAsync());
    }

    [Fact]
    public async Task ACode_SentByManyAtOnce_LetsOneIn()
    {
        var app = await TurnedOnAsync("raced");
        var visitors = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => fixture.AtSecondStepAsync("raced")));

        await Task.WhenAll(visitors.Select(async x => (await EnterAsync(x, app.Code())).Dispose()));

        Assert.Single(await Task.WhenAll(visitors.Select(x => x.IsInAsync())), x => x);
        foreach (var visitor in visitors)
            visitor.Dispose();
    }

    [Theory]
    [InlineData("before", -1, true)]
    [InlineData("after", 1, true)]
    [InlineData("long before", -2, false)]
    [InlineData("long after", 2, false)]
    public async Task ACode_IsGood_AStepAroundItsOwn(string name, int steps, bool isGood)
    {
        var app = await TurnedOnAsync(name);
        fixture.Clock.Advance(TimeSpan.FromMinutes(2));
        using var visitor = await fixture.AtSecondStepAsync(name);
        (await EnterAsync(visitor, app.Code(steps)[..3] + " " + app.Code(steps)[3..])).Dispose();
        Assert.Equal(isGood, await visitor.IsInAsync());
    }

    [Theory]
    [InlineData("guesser", false)]
    [InlineData("recovery guesser", true)]
    public async Task FiveWrongCodes_LockTheUser_EvenForTheRightOne(string name, bool recovery)
    {
        var app = await TurnedOnAsync(name);
        using var visitor = await fixture.AtSecondStepAsync(name);
        for (var i = 0; i < 5; i++)
            (await EnterAsync(visitor, recovery ? $"AAAAA-AAAA{i}" : app.WrongCode())).Dispose();

        using var code = await EnterAsync(visitor, app.Code());
        using var spare = await EnterAsync(visitor, app.RecoveryCodes[0]);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (code.StatusCode, spare.StatusCode));
        Assert.Contains("door-error", await code.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.False(await visitor.IsInAsync());
        Assert.Equal(7, await CountAsync(name, AuditActions.SignInFailed));
    }

    [Fact]
    public async Task TheRightPassword_DoesNotForgetWrongCodes()
    {
        var app = await TurnedOnAsync("patient");
        for (var i = 0; i < 5; i++)
        {
            using var again = await fixture.AtSecondStepAsync("patient");
            (await EnterAsync(again, app.WrongCode())).Dispose();
        }

        using var visitor = new Visitor(fixture.App.BaseUrl);
        using var answer = await visitor.SignInAsync("patient", Visitor.Password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task ARecoveryCode_LetsInOnce_HoweverItIsTyped()
    {
        var app = await TurnedOnAsync("lost the device");
        using var first = await fixture.AtSecondStepAsync("lost the device");
        using var page = await first.GetAsync("/sign-in/code?Recovery=true");
        Assert.Contains("Recovery code", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        (await EnterAsync(first, app.RecoveryCodes[3].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal))).Dispose();
        Assert.True(await first.IsInAsync());

        using var second = await fixture.AtSecondStepAsync("lost the device");
        (await EnterAsync(second, app.RecoveryCodes[3])).Dispose();
        Assert.False(await second.IsInAsync());
        (await EnterAsync(second, app.RecoveryCodes[4])).Dispose();
        Assert.True(await second.IsInAsync());
        Assert.Contains("Recovery codes left: 8.", await (await second.GetAsync("/account")).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync("lost the device", AuditActions.RecoveryCodeUsed));
    }

    [Fact]
    public async Task APasswordLink_DoesNotGoRoundTheSecondStep()
    {
        var app = await TurnedOnAsync("linked");
        var id = (await Directory.ListAsync(Cancel)).Single(x => x.Name == "linked").Id;
        using var visitor = new Visitor(fixture.App.BaseUrl);

        using var answer = await visitor.FillAsync((await Directory.MakePasswordLinkAsync(id)).Link!, ("Input.Password", "another four word phrase"), ("Input.Again", "another four word phrase"));

        Assert.Equal("/sign-in/code?ReturnUrl=%2F", Target(answer));
        Assert.False(await visitor.IsInAsync());
        (await EnterAsync(visitor, app.Code())).Dispose();
        Assert.True(await visitor.IsInAsync());
    }

    [Fact]
    public async Task CodesByTheHundred_AreStopped_ByAddress()
    {
        await using var app = new TestApp(new() { ["Security:SignInsPerMinute"] = "5" });
        using var visitor = new Visitor(app.BaseUrl);
        for (var i = 0; i < 5; i++)
            (await visitor.PostAsync("/sign-in/code", ("Input.Code", "123456"))).Dispose();
        using var refused = await visitor.PostAsync("/sign-in/code", ("Input.Code", "123456"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task KeysThatCantBeDecrypted_LetNobodyIn_WithoutASecondStep()
    {
        var app = await TurnedOnAsync("other keys");
        await using (var scope = fixture.App.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
            var user = (await users.FindByNameAsync("other keys"))!;
            await users.SetAuthenticationTokenAsync(user, OneTimeCodes.Owner, "AuthenticatorKey", "sealed with keys of before");
        }

        using var visitor = await fixture.AtSecondStepAsync("other keys");
        (await EnterAsync(visitor, app.Code())).Dispose();
        Assert.False(await visitor.IsInAsync());
        (await EnterAsync(visitor, app.RecoveryCodes[0])).Dispose();
        Assert.True(await visitor.IsInAsync());
    }

    private static string? Target(HttpResponseMessage answer) =>
        answer.Headers.Location is { } to ? to.IsAbsoluteUri ? to.PathAndQuery : to.OriginalString : null;

    private static Task<HttpResponseMessage> EnterAsync(Visitor visitor, string code, string goOn = "/") =>
        visitor.FillAsync("/sign-in/code?ReturnUrl=" + Uri.EscapeDataString(goOn), ("Input.Code", code));

    private async Task<int> CountAsync(string name, string action) =>
        await fixture.App.Services.GetRequiredService<AuditQueries>().AllAsync(new AuditFilter(), Cancel).CountAsync(x => x.Subject == "user " + name && x.Action == action, Cancel);

    private async Task<Authenticator> TurnedOnAsync(string name)
    {
        using var visitor = await fixture.SignedInAsync(name);
        return await Authenticator.SetUpAsync(visitor, fixture.Clock);
    }
}
