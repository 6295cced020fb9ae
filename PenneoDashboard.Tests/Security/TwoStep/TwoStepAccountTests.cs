using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Audit;
using PenneoDashboard.Security.Users;
using Xunit;

namespace PenneoDashboard.Tests.Security.TwoStep;

/// <summary>Turning a second step on and off, on <c>/account</c> and by an administrator, over HTTP.</summary>
public sealed class TwoStepAccountTests(TwoStepFixture fixture) : IClassFixture<TwoStepFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private UserDirectory Directory => fixture.App.Services.GetRequiredService<UserDirectory>();

    [Fact]
    public async Task TurningOn_EndsTheOtherSessions_AndKeepsThisOne()
    {
        using var here = await fixture.SignedInAsync("turns on");
        using var elsewhere = await SignInAsync("turns on");

        var app = await Authenticator.SetUpAsync(here, fixture.Clock);

        Assert.True(await here.IsInAsync());
        Assert.False(await elsewhere.IsInAsync());
        Assert.Equal(10, app.RecoveryCodes.Distinct().Count());
        Assert.Equal((true, 1, 1), ((await FindAsync("turns on")).TwoStep, await CountAsync("turns on", AuditActions.TwoStepOn), await CountAsync("turns on", AuditActions.RecoveryCodesMade)));
        Assert.Empty(Authenticator.ReadCodes(await PageAsync(here)));
    }

    [Fact]
    public async Task ThePage_ShowsTheKey_AsTextAndAsQrCode()
    {
        using var here = await fixture.SignedInAsync("a person & co");
        using var shown = await here.FillFormAsync("/account", "two-step", ("Input.Present", Visitor.Password));
        var html = WebUtility.HtmlDecode(await shown.Content.ReadAsStringAsync(Cancel));
        Assert.Matches("""data-testid="two-step-key"[^>]*>([A-Z2-7]{4} ){7}[A-Z2-7]{4}<""", html);
        Assert.Matches("otpauth://totp/PenneoDashboard:a%20person%20%26%20co\\?secret=[A-Z2-7]{32}&issuer=PenneoDashboard&digits=6\"", html);
        Assert.Contains("<svg class=\"qr-code\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UntilItIsConfirmed_TheKeyCountsForNothing()
    {
        using var here = await fixture.SignedInAsync("hesitates");
        var (app, sealedKey) = await Authenticator.BeginAsync(here, fixture.Clock);

        using var wrong = await here.FillFormAsync("/account", "two-step", ("Input.Sealed", sealedKey), ("Input.Code", app.WrongCode()));

        Assert.Contains("door-error", await wrong.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.False((await FindAsync("hesitates")).TwoStep);
        using var later = await SignInAsync("hesitates");
    }

    [Fact]
    public async Task AKeyOfAnotherUser_AndOneThatWasMadeUp_AreRefused()
    {
        using var other = await fixture.SignedInAsync("sealed for another");
        var (app, sealedKey) = await Authenticator.BeginAsync(other, fixture.Clock);
        using var here = await fixture.SignedInAsync("brings it");

        foreach (var key in new[] { sealedKey, "made-up" })
        {
            using var answer = await here.FillFormAsync("/account", "two-step", ("Input.Sealed", key), ("Input.Code", app.Code()));
            Assert.Contains("door-error", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        Assert.False((await FindAsync("brings it")).TwoStep);
    }

    [Fact]
    public async Task TheCodeThatTurnedItOn_IsUsedUp()
    {
        using var here = await fixture.SignedInAsync("quick");
        var (app, sealedKey) = await Authenticator.BeginAsync(here, fixture.Clock);
        (await here.FillFormAsync("/account", "two-step", ("Input.Sealed", sealedKey), ("Input.Code", app.Code()))).Dispose();

        using var visitor = await fixture.AtSecondStepAsync("quick");
        (await visitor.FillAsync("/sign-in/code", ("Input.Code", app.Code()))).Dispose();
        Assert.False(await visitor.IsInAsync());
    }

    [Fact]
    public async Task EveryChange_AsksForThePresentPassword_WhichCantBeGuessed()
    {
        using var off = await fixture.SignedInAsync("still off");
        using var begun = await off.FillFormAsync("/account", "two-step", ("Input.Present", "a wrong one"));
        Assert.DoesNotContain("two-step-key", await begun.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        using var on = await fixture.SignedInAsync("still on");
        await Authenticator.SetUpAsync(on, fixture.Clock);
        foreach (var what in new[] { "off", "codes", "off", "codes", "off" })
        {
            using var refused = await ChangeAsync(on, what, "a wrong one");
            Assert.Contains("door-error", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        using var locked = await ChangeAsync(on, "off", Visitor.Password);
        Assert.Equal(HttpStatusCode.OK, locked.StatusCode);
        Assert.True((await FindAsync("still on")).TwoStep);
        Assert.Equal((6, 0), (await CountAsync("still on", AuditActions.SignInFailed), await CountAsync("still on", AuditActions.TwoStepOff)));
    }

    [Fact]
    public async Task NewRecoveryCodes_VoidThoseOfBefore()
    {
        using var here = await fixture.SignedInAsync("renews");
        var app = await Authenticator.SetUpAsync(here, fixture.Clock);

        using var answer = await ChangeAsync(here, "codes", Visitor.Password);

        var made = Authenticator.ReadCodes(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(10, made.Except(app.RecoveryCodes).Count());
        using var visitor = await fixture.AtSecondStepAsync("renews");
        (await visitor.FillAsync("/sign-in/code", ("Input.Code", app.RecoveryCodes[0]))).Dispose();
        Assert.False(await visitor.IsInAsync());
        (await visitor.FillAsync("/sign-in/code", ("Input.Code", made[9]))).Dispose();
        Assert.True(await visitor.IsInAsync());
    }

    [Fact]
    public async Task TurningOff_LeavesThePassword_AndNoKey()
    {
        using var here = await fixture.SignedInAsync("turns off");
        await Authenticator.SetUpAsync(here, fixture.Clock);

        using var answer = await ChangeAsync(here, "off", Visitor.Password);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.True(await here.IsInAsync());
        using var later = await SignInAsync("turns off");
        Assert.Equal(1, await CountAsync("turns off", AuditActions.TwoStepOff));
        Assert.DoesNotContain(await TokensAsync("turns off"), x => x.Name is "AuthenticatorKey" or "RecoveryCodes");
    }

    [Fact]
    public async Task AnAdministrator_TurnsItOff_ForWhoLostTheirDevice()
    {
        using var here = await fixture.SignedInAsync("without device");
        await Authenticator.SetUpAsync(here, fixture.Clock);
        using var client = new AppClient(fixture.App.BaseUrl);
        var id = (await FindAsync("without device")).Id;
        Assert.True((await client.GetAsync("/api/v1/users")).Items().Single(x => x.Number("id") == id).GetProperty("twoStep").GetBoolean());

        using var answer = await client.Http.DeleteAsync($"/api/v1/users/{id}/two-step", Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False((await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("twoStep").GetBoolean());
        Assert.False(await here.IsInAsync());
        using var later = await SignInAsync("without device");
        Assert.Equal(1, await CountAsync("without device", AuditActions.TwoStepOff));
    }

    [Fact]
    public async Task TheDatabase_HoldsNeitherKeyNorCodes_AsTheyAre()
    {
        using var here = await fixture.SignedInAsync("careful");
        var app = await Authenticator.SetUpAsync(here, fixture.Clock);
        var kept = await TokensAsync("careful");
        Assert.Equal(["AuthenticatorKey", "LastCodeStep", "RecoveryCodes"], kept.Select(x => x.Name).Order(StringComparer.Ordinal));
        Assert.All([app.Key, .. app.RecoveryCodes], secret => Assert.DoesNotContain(kept, x => x.Value.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    private static Task<HttpResponseMessage> ChangeAsync(Visitor visitor, string what, string password) =>
        visitor.FillFormAsync("/account", "two-step-change", ("Input.Present", password), ("Input.What", what));

    private static async Task<string> PageAsync(Visitor visitor)
    {
        using var page = await visitor.GetAsync("/account");
        return await page.Content.ReadAsStringAsync(Cancel);
    }

    private async Task<List<(string Name, string Value)>> TokensAsync(string name)
    {
        await using var connection = new SqliteConnection($"Data Source={Assert.Single(System.IO.Directory.GetFiles(fixture.App.Folder, "*.db"))}");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT t.Name, t.Value FROM UserTokens t JOIN Users u ON u.Id = t.UserId WHERE u.UserName = $name";
        command.Parameters.AddWithValue("$name", name);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var kept = new List<(string, string)>();
        while (await reader.ReadAsync(Cancel))
            kept.Add((reader.GetString(0), reader.GetString(1)));
        return kept;
    }

    private async Task<UserItem> FindAsync(string name) => (await Directory.ListAsync(Cancel)).Single(x => x.Name == name);

    private async Task<int> CountAsync(string name, string action) =>
        await fixture.App.Services.GetRequiredService<AuditQueries>().AllAsync(new AuditFilter(), Cancel).CountAsync(x => x.Subject == "user " + name && x.Action == action, Cancel);

    private async Task<Visitor> SignInAsync(string name)
    {
        var visitor = new Visitor(fixture.App.BaseUrl);
        (await visitor.SignInAsync(name, Visitor.Password)).Dispose();
        Assert.True(await visitor.IsInAsync());
        return visitor;
    }
}
