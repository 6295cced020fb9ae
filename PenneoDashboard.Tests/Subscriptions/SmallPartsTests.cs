using Bunit;
using Microsoft.Extensions.Options;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Shared;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class SmallPartsTests : ComponentTest
{
    [Theory]
    [InlineData(-1, "30 November 2026: 7 days are left. Until then", "7")]
    [InlineData(5, "30 November 2026: 1 day is left. Until then", "1")]
    [InlineData(6, "today, 30 November 2026. Until then", "0")]
    [InlineData(7, "Penneo shut its legacy webhook service down on 30 November 2026. What came through it stays in the history.", "-1")]
    public void Shutdown_CountsTheDays(int daysFromNow, string text, string left)
    {
        Clock.AdjustTime(Now.AddDays(daysFromNow));

        var note = Render<ShutdownNote>().Find("[data-testid=shutdown-note]");

        Assert.Contains(text, note.TextContent, StringComparison.Ordinal);
        Assert.Equal(left, note.GetAttribute("data-days-left"));
    }

    [Fact]
    public void Shutdown_IsNoWorryInTheSimulator() =>
        Assert.Contains("The simulator goes on", Render<ShutdownNote>(x => x.Add(n => n.IsSimulator, true)).Markup, StringComparison.Ordinal);

    [Fact]
    public async Task Failure_ShowsAndCopiesWhatSupportAsksFor()
    {
        JSInterop.Setup<bool>("dashboard.copy", _ => true).SetResult(true);
        var tries = 0;
        var notice = Render<FailureNotice>(x => x
            .Add(n => n.Title, "It was not deleted")
            .Add(n => n.Problem, new SubscriptionProblem("Penneo <b>refused</b> (400).\u202e", 400, "req-1", "trace-1"))
            .Add(n => n.OnRetry, () => tries++));

        Assert.Contains("Penneo <b>refused</b> (400).‹U+202E›", notice.Find("p").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Status400", "Request idreq-1", "Trace idtrace-1"], notice.FindAll("dl > div:not(.copy)").Select(x => string.Concat(x.TextContent.Split('\n').Select(line => line.Trim()))));
        await notice.InvokeAsync(() => notice.Find("[aria-label=\"Copy for Penneo's support\"]").ClickAsync());
        Assert.Equal("Penneo <b>refused</b> (400).\u202e\nStatus: 400\nRequest id: req-1\nTrace id: trace-1", Assert.Single(JSInterop.Invocations["dashboard.copy"]).Arguments[0]);
        await notice.InvokeAsync(() => notice.Find("[data-testid=try-again]").ClickAsync());
        Assert.Equal(1, tries);
    }

    [Fact]
    public void Failure_WithoutAnAnswer_HasNothingToCopyAndNoButton()
    {
        var notice = Render<FailureNotice>(x => x.Add(n => n.Problem, new SubscriptionProblem("Penneo can't be reached.", null, null, null)));

        Assert.Empty(notice.FindAll("dl, button"));
    }

    [Fact]
    public async Task Create_OffersWhatIsMissing()
    {
        NewSubscriptions? asked = null;
        var form = Create("https://hooks.example.com", existing: ["signer"], onCreate: x => asked = x);

        Assert.Empty(form.FindAll("[data-testid=address-warnings]"));
        Assert.Contains("Casefiles only", form.Find(".best").TextContent, StringComparison.Ordinal);
        Assert.Equal(["You have part of this already.", "You have this already; one more brings nothing new."], form.FindAll("[data-testid=exists]").Select(x => x.TextContent));
        await form.InvokeAsync(() => form.Find("[data-testid=create-both]").ClickAsync());
        Assert.Equal((2, null, true), (asked!.Topics.Count, asked.Endpoint, asked.AutoConfirm));
        await form.InvokeAsync(() => form.Find("[data-testid=create-casefile]").ClickAsync());
        Assert.Equal(["casefile"], asked.Topics);
    }

    [Theory]
    [InlineData("http://localhost:5080", "localhost is this machine itself")]
    [InlineData("https://192.168.1.20", "private network")]
    [InlineData("http://hooks.example.com", "not https")]
    public void Create_WarnsOfAnAddressPenneoCantReach(string address, string warning) =>
        Assert.Contains(warning, Create(address).Find("[data-testid=address-warnings]").TextContent, StringComparison.Ordinal);

    [Fact]
    public void Create_InTheSimulator_WarnsOfNothing() =>
        Assert.Empty(Create("http://localhost:5080", PenneoEnvironment.Simulator).FindAll("[data-testid=address-warnings]"));

    [Fact]
    public async Task Create_EndpointOfOnesOwn_IsCheckedAndExplained()
    {
        NewSubscriptions? asked = null;
        var form = Create("https://hooks.example.com", onCreate: x => asked = x);
        await form.InvokeAsync(() => form.Find("[data-testid=advanced]").ClickAsync());
        Assert.Contains("https://hooks.example.com/webhooks/penneo/{key}", form.Find("[data-testid=endpoint-help]").TextContent, StringComparison.Ordinal);

        await form.InvokeAsync(() => form.Find("input[data-testid=endpoint]").InputAsync("tunnel.example.com"));
        Assert.True(form.Find("[data-testid=create-both]").HasAttribute("disabled"));
        Assert.Contains("must be an absolute http or https URL", form.Markup, StringComparison.Ordinal);
        await form.InvokeAsync(() => form.Find("input[data-testid=endpoint]").InputAsync("http://tunnel.example.com/{key}"));
        Assert.Contains("not https", form.Find("[data-testid=address-warnings]").TextContent, StringComparison.Ordinal);
        await form.InvokeAsync(() => form.Find("input[data-testid=endpoint]").InputAsync(" https://other.example.com/hook "));
        Assert.Contains("this dashboard sees none of them", form.Find("[data-testid=endpoint-help]").TextContent, StringComparison.Ordinal);
        await form.InvokeAsync(() => form.Find("[data-testid=create-signer]").ClickAsync());

        Assert.Equal("https://other.example.com/hook", asked!.Endpoint);
    }

    [Fact]
    public void Create_Busy_SaysSoAndTakesNoClicks()
    {
        var form = Render<CreateLegacy>(x => x.Add(c => c.Address, Address("https://hooks.example.com")).Add(c => c.Busy, true));

        Assert.All(form.FindAll(".choice button"), x => Assert.True(x.HasAttribute("disabled")));
        Assert.Contains("Asking Penneo…", form.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_IsTrimmedAndAsked()
    {
        var token = "";
        var form = Render<TokenForm>(x => x.Add(f => f.OnConfirm, given => token = given));
        Assert.True(form.Find("[data-testid=confirm-subscription]").HasAttribute("disabled"));

        await form.InvokeAsync(() => form.Find("input").InputAsync("  abc "));
        await form.InvokeAsync(() => form.Find("form").SubmitAsync());

        Assert.Equal("abc", token);
    }

    [Theory]
    [InlineData("casefile", "Casefile events")]
    [InlineData("signer", "Signer events")]
    [InlineData("<b>x</b>", "<b>x</b>")]
    [InlineData("", "No topic")]
    [InlineData(null, "No topic")]
    public void Topics_HaveTitles(string? topic, string title) => Assert.Equal(title, TopicNames.Title(topic));

    private static PublicAddress Address(string url, PenneoEnvironment environment = PenneoEnvironment.Production) => new(
        Options.Create(new PublicAddressOptions { PublicBaseUrl = url }), Options.Create(new PenneoOptions { Environment = environment }), new OwnAddress(null!));

    private IRenderedComponent<CreateLegacy> Create(
        string address, PenneoEnvironment environment = PenneoEnvironment.Production, IReadOnlyList<string>? existing = null, Action<NewSubscriptions>? onCreate = null) =>
        Render<CreateLegacy>(x => x
            .Add(c => c.Address, Address(address, environment))
            .Add(c => c.Existing, existing ?? [])
            .Add(c => c.OnCreate, onCreate ?? (_ => { })));
}
