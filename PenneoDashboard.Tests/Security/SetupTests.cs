using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Security;
using PenneoDashboard.Security.Setup;
using PenneoDashboard.Security.Users;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Security;

/// <summary>From an empty database to the first administrator.</summary>
public sealed class SetupTests
{
    private static readonly (string, string)[] Form = [("Input.Name", "first"), ("Input.Password", Visitor.Password), ("Input.Again", Visitor.Password)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/timeline")]
    [InlineData("/settings")]
    [InlineData("/no-such-page")]
    public async Task BeforeAnybody_PagesLeadToSignIn(string path)
    {
        await using var app = new TestApp(new() { ["Security:AutomationToken"] = "" });
        using var visitor = new Visitor(app.BaseUrl);

        using var answer = await visitor.GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/sign-in?", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        using var signIn = await visitor.GetAsync("/sign-in");
        Assert.Contains("Nobody can sign in yet", await signIn.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheLink_MakesAnAdministrator_WhoIsSignedIn()
    {
        await using var app = new TestApp();
        using var visitor = new Visitor(app.BaseUrl);

        using var answer = await visitor.FillAsync(Visitor.SetupLink(app), Form);

        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, Local(answer)));
        Assert.True(await visitor.IsInAsync());
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/settings/users"));
        var only = Assert.Single(await app.Services.GetRequiredService<UserDirectory>().ListAsync(Cancel));
        Assert.Equal(("first", Role.Administrator), (only.Name, only.Role));
    }

    [Fact]
    public async Task TheLink_WorksOnce()
    {
        await using var app = new TestApp();
        var link = Visitor.SetupLink(app);
        using var first = new Visitor(app.BaseUrl);
        using var second = new Visitor(app.BaseUrl);
        (await first.FillAsync(link, Form)).Dispose();

        using var answer = await second.FillAsync(link, ("Input.Name", "second"), ("Input.Password", Visitor.Password), ("Input.Again", Visitor.Password));

        Assert.Contains("not good any more", await (await second.GetAsync(link)).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.False(await second.IsInAsync());
        Assert.Single(await app.Services.GetRequiredService<UserDirectory>().ListAsync(Cancel));
    }

    [Fact]
    public async Task TheLink_UsedByManyAtOnce_MakesOneAdministrator()
    {
        await using var app = new TestApp();
        var link = Visitor.SetupLink(app);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var visitor = new Visitor(app.BaseUrl);
            (await visitor.FillAsync(link, ("Input.Name", $"person {i}"), ("Input.Password", Visitor.Password), ("Input.Again", Visitor.Password))).Dispose();
        }));

        Assert.Single(await app.Services.GetRequiredService<UserDirectory>().ListAsync(Cancel));
    }

    [Fact]
    public void TheLink_IsGoodForAQuarterOfAnHour_AndOnlyTheNewest()
    {
        var clock = new FakeTimeProvider();
        var link = new SetupLink(clock);
        static string Token(string path) => path.Split("token=")[1];

        var first = Token(link.Make());
        var second = Token(link.Make());

        Assert.False(link.IsGood(first));
        Assert.False(link.IsGood(""));
        Assert.False(link.IsGood(null));
        clock.Advance(SetupLink.Lifetime - TimeSpan.FromSeconds(1));
        Assert.True(link.IsGood(second));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(link.IsGood(second));
        Assert.False(link.TryUse(second));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("123456123456")]
    [InlineData("qwerty123456")]
    [InlineData("aaaabbbbccccdddd")]
    [InlineData("Mailcreated5240")]
    [InlineData("first-penneo")]
    public async Task WeakPasswords_AreRefused_AndTheLinkStaysGood(string password)
    {
        await using var app = new TestApp();
        var link = Visitor.SetupLink(app);
        using var visitor = new Visitor(app.BaseUrl);

        using var refused = await visitor.FillAsync(link, ("Input.Name", "first"), ("Input.Password", password), ("Input.Again", password));
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Contains("door-error", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        using var taken = await visitor.FillAsync(link, Form);
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
    }

    [Fact]
    public async Task OnceThereIsSomebody_NoLinkIsGood()
    {
        await using var app = new TestApp();
        await Visitor.MakeUserAsync(app, "somebody", Role.Viewer);
        using var visitor = new Visitor(app.BaseUrl);

        (await visitor.FillAsync(Visitor.SetupLink(app), Form)).Dispose();

        Assert.False(await visitor.IsInAsync());
        Assert.Single(await app.Services.GetRequiredService<UserDirectory>().ListAsync(Cancel));
    }

    [Fact]
    public async Task TheLog_TellsTheLink_WhichOpensInABrowser()
    {
        await using var app = AppProcess.Start(new AppStart { Environment = { ["Storage__DataDirectory"] = TestApp.NewFolder() } });
        var address = await app.ListeningAsync();
        await Eventually.TrueAsync(() => app.Output.Contains(address + "/setup?token=", StringComparison.Ordinal), "the link is in the log");
        var link = app.Output.Split(address)[^1].Split('\n', ' ')[0].Trim();

        using var visitor = new Visitor(address);
        using var answer = await visitor.FillAsync(link, Form);

        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, Local(answer)));
    }

    private static string? Local(HttpResponseMessage answer) =>
        answer.Headers.Location is { } to ? to.IsAbsoluteUri ? to.PathAndQuery : to.OriginalString : null;
}
