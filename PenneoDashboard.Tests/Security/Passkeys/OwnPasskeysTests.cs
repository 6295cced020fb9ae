using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Data;
using PenneoDashboard.Security.Users;
using Xunit;

namespace PenneoDashboard.Tests.Security.Passkeys;

/// <summary>Adding, renaming and removing passkeys: one's own on <c>/account</c>, and others' as an administrator.</summary>
public sealed class OwnPasskeysTests(SignInTests.Peopled fixture) : IClassFixture<SignInTests.Peopled>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestApp App => fixture.App;

    [Fact]
    public async Task WrongPassword_AddsNone_AndIsCountedAsAtTheDoor()
    {
        using var holder = await Holder.SignedInAsync(App, "guesses");
        for (var i = 0; i < 5; i++)
        {
            using var refused = await holder.OptionsAsync(Holder.OptionsToAdd, present: $"a wrong guess {i}");
            Assert.Equal((HttpStatusCode.BadRequest, "text/plain"), (refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
        }

        using var locked = await holder.OptionsAsync(Holder.OptionsToAdd);
        Assert.Equal(HttpStatusCode.BadRequest, locked.StatusCode);
        using var uncalled = await holder.SendNewAsync(holder.Key.Create("""{"user":{"id":"MQ"},"rp":{"id":"localhost"},"challenge":"AAAA"}"""));
        Assert.Contains("door-error", await uncalled.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(0, (await UserAsync("guesses")).Passkeys);
        Assert.True((await UserAsync("guesses")).IsLockedOut);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("too long")]
    public async Task Name_IsAsked(string name)
    {
        using var holder = await Holder.SignedInAsync(App, "names " + name.Length);
        using var answer = await holder.OptionsAsync(Holder.OptionsToAdd, name: name == "too long" ? new string('x', 101) : name);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("not verified")]
    [InlineData("another page")]
    [InlineData("somebody else signed in")]
    [InlineData("there already")]
    [InlineData("{}")]
    public async Task AnswerThatDoesNotFit_AddsNone(string how)
    {
        var name = "misfit " + how.GetHashCode(StringComparison.Ordinal);
        using var holder = how == "there already" ? await Holder.WithPasskeyAsync(App, name) : await Holder.SignedInAsync(App, name);
        var before = (await UserAsync(name)).Passkeys;
        var options = await holder.TextOfOptionsAsync(Holder.OptionsToAdd);
        holder.Key.IsVerified = how != "not verified";
        holder.Key.Origin = how == "another page" ? "https://evil.example" : holder.Key.Origin;
        if (how == "somebody else signed in")
            await holder.SignInAsync("keeper", "/sign-in?Problem=none");

        using var answer = await holder.SendNewAsync(how == "{}" ? how : holder.Key.Create(options));

        Assert.Contains("door-error", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal((before, 0), ((await UserAsync(name)).Passkeys, (await UserAsync("keeper")).Passkeys));
    }

    [Fact]
    public async Task Removed_LetsNobodyIn_AndTheOtherSessionsEnd()
    {
        using var here = await Holder.WithPasskeyAsync(App, "removes");
        using var elsewhere = new Holder(App, key: here.Key);
        (await elsewhere.EnterAsync()).Dispose();
        Assert.True(await elsewhere.Visitor.IsInAsync());

        using var wrong = await here.ChangeAsync("passkey-remove", ("Passkey.Present", "a wrong guess"));
        Assert.True(await elsewhere.Visitor.IsInAsync());
        using var answer = await here.ChangeAsync("passkey-remove", ("Passkey.Present", Visitor.Password));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect), (wrong.StatusCode, answer.StatusCode));
        Assert.True(await here.Visitor.IsInAsync());
        Assert.False(await elsewhere.Visitor.IsInAsync());
        Assert.False(await here.LetsInAsync(App));
        Assert.Equal(1, await CountAsync("removes", "passkey.removed"));
    }

    [Fact]
    public async Task Renamed_StaysTheSame()
    {
        using var holder = await Holder.WithPasskeyAsync(App, "renames");

        using var answer = await holder.ChangeAsync("passkey-rename", ("Passkey.Name", "<b>work</b> phone"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        using var page = await holder.Visitor.GetAsync("/account");
        Assert.Contains("<strong>&lt;b&gt;work&lt;/b&gt; phone</strong>", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.True(await holder.LetsInAsync(App));
        Assert.Equal(1, await CountAsync("renames", "passkey.renamed"));
    }

    [Fact]
    public async Task Administrator_RemovesThoseOfALostDevice()
    {
        using var holder = await Holder.WithPasskeyAsync(App, "loses");
        var user = await UserAsync("loses");
        Assert.Equal(1, (await fixture.Client.GetAsync("/api/v1/users")).Items().Single(x => x.Number("id") == user.Id).Number("passkeys"));

        using var answer = await fixture.Client.Http.DeleteAsync(new Uri($"/api/v1/users/{user.Id}/passkeys", UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, (await UserAsync("loses")).Passkeys);
        Assert.False(await holder.Visitor.IsInAsync());
        Assert.False(await holder.LetsInAsync(App));
    }

    [Fact]
    public async Task RemovedUser_LeavesNone()
    {
        using var holder = await Holder.WithPasskeyAsync(App, "leaves for good");
        var user = await UserAsync("leaves for good");

        Assert.True((await App.Services.GetRequiredService<UserDirectory>().RemoveAsync(user.Id)).Succeeded);

        await using var db = await App.Services.GetRequiredService<IDbContextFactory<DashboardDb>>().CreateDbContextAsync(Cancel);
        Assert.False(await db.Set<IdentityUserPasskey<long>>().AnyAsync(x => x.UserId == user.Id, Cancel));
        Assert.False(await holder.LetsInAsync(App));
    }

    private async Task<UserItem> UserAsync(string name) => (await App.Services.GetRequiredService<UserDirectory>().ListAsync(Cancel)).Single(x => x.Name == name);

    private async Task<int> CountAsync(string name, string action) =>
        (await fixture.Client.GetAsync("/api/v1/audit?limit=1000&action=" + action)).Items().Count(x => x.Text("subject") == "user " + name);
}
