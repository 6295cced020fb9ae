using Bunit;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

/// <summary>The page with subscriptions of Penneo's current service.</summary>
public sealed class CurrentPageTests : SubscriptionsPageTest
{
    private const string Signed = "sign.signer.signed";
    private const string Test = PenneoVocabulary.TestEventType;

    private string Outcomes => string.Join(' ', All("test-outcome").Select(x => x.GetAttribute("data-outcome")));

    private string Steps => string.Join(' ', All("guide-step").Where(x => x.GetAttribute("data-done") == "true").Select(x => x.GetAttribute("data-step")));

    [Fact]
    public async Task Newcomer_GetsFromNothingToTheFirstEvent_WithNothingToConfirm()
    {
        await OpenAsync();
        Assert.Contains("none is in use", Text("limit"), StringComparison.Ordinal);

        await Page.InvokeAsync(() => Page.Find("[data-preset=problems]").ClickAsync());
        await ClickAsync("create-current-button");
        await UntilAsync(() => States == "active", "the subscription");

        var there = Assert.Single(Penneo.CurrentSubscriptions);
        Assert.Equal(EventTypePresets.All.Single(x => x.Key == "problems").EventTypes, there.EventTypes);
        Assert.Equal(("create", 3, "Problems"), (Steps, All("guide-step").Count, Page.Find("[data-testid=subscription-row] h2").TextContent));
        await ClickAsync("test-subscription");
        await UntilAsync(() => Steps == "create test", "the test is asked");
        Assert.Equal(200, await Penneo.SendTestAsync(there, "e-1"));

        await UntilAsync(() => Steps == "create test event", "the first event");
        Assert.Contains("its signature is right", Text("guide-step"), StringComparison.Ordinal);
        Assert.Empty(All("test-panel"));
    }

    [Fact]
    public async Task Test_SaysWhomItReaches_TicksEachAsItArrives_AndSaysWhichDidNot()
    {
        var first = await ProvenAsync(Signed, Test);
        var second = await ProvenAsync(Test);
        var other = Penneo.AddCurrent("https://other.example.com/<b>", Test);
        await OpenAsync();

        await ClickAsync("test-subscription");
        await UntilAsync(() => Dialogs.FindAll("[data-testid=test-dialog] li").Count == 3, "the dialog names all three");
        Assert.Contains(other.Endpoint, Dialogs.Find("[data-testid=test-dialog]").TextContent, StringComparison.Ordinal);
        await AnswerAsync("test-yes");
        await UntilAsync(() => Outcomes == "waiting waiting", "the panel");
        Assert.Equal(1, Penneo.Calls(PenneoCall.CurrentTest));

        await Penneo.SendTestAsync(second, "e-9");
        await UntilAsync(() => Outcomes == "waiting arrived", "the first tick");
        Host.Clock.Advance(TestRun.Patience);
        await UntilAsync(() => Outcomes == "missing arrived", "the other is missing");
        Assert.Contains("did not arrive within 30 s", Text("test-panel"), StringComparison.Ordinal);
        Assert.Single(All("test-help"));

        // The same event, so the log keeps it once; the tick comes all the same.
        await Penneo.SendTestAsync(first, "e-9");
        await UntilAsync(() => Outcomes == "arrived arrived", "it came late");
        Assert.Contains("Both tests arrived", Text("test-panel"), StringComparison.Ordinal);
        await ClickAsync("close-test");
        await UntilAsync(() => All("test-panel").Count == 0, "the panel is closed");
    }

    [Fact]
    public async Task Test_Refused_SaysWhy()
    {
        await ProvenAsync(Test);
        await OpenAsync();
        Penneo.Fail(PenneoCall.CurrentTest, Answers.Error(403, "No tests today."));

        await ClickAsync("test-subscription");

        await UntilAsync(() => Text("test-failure").Contains("No tests today.", StringComparison.Ordinal), "the failure");
        Penneo.Heal();
        await ClickAsync("try-again");
        await UntilAsync(() => Outcomes == "waiting", "the test");
    }

    [Theory]
    [InlineData(409, 0, "only one current subscription for an endpoint")]
    [InlineData(422, 5, "Penneo allows 5 active subscriptions an account, and 5 are in use.")]
    public async Task Create_Refused_IsExplained(int status, int active, string hint)
    {
        for (var i = 0; i < active; i++)
            Penneo.AddCurrent($"https://other.example.com/{i}", Test);
        await OpenAsync();
        Penneo.Fail(PenneoCall.CurrentCreate, Answers.Error(status, "Because."));

        await ClickAsync("create-current-button");

        await UntilAsync(() => Text("create-failure").Contains("Because.", StringComparison.Ordinal), "the failure");
        Assert.Contains(hint, Text("create-failure"), StringComparison.Ordinal);
        Assert.Contains(active == 0 ? "none is in use" : "pause or delete one first", Text("limit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_AsksFirst_ResumeDoesNot()
    {
        var there = await ProvenAsync(Signed, Test);
        await OpenAsync();

        await ClickAsync("pause-subscription");
        await UntilAsync(() => Dialogs.FindAll("[data-testid=confirm-dialog]").Count == 1, "the dialog");
        Assert.Contains("will be missing here", Dialog, StringComparison.Ordinal);
        Assert.Contains("Signer: Signed. Test events.", Dialog, StringComparison.Ordinal);
        await AnswerAsync("confirm-yes");
        await UntilAsync(() => States == "paused", "it is paused");
        Assert.Empty(All("test-subscription"));
        await ClickAsync("pause-subscription");

        await UntilAsync(() => States == "active", "it is resumed");
        Assert.Equal(there.EventTypes, Assert.Single(Penneo.CurrentSubscriptions).EventTypes);
    }

    [Fact]
    public async Task Elsewhere_WithoutItsSecret_IsAdopted_AndTakesIt()
    {
        Penneo.TellsSecrets = false;
        var lost = Penneo.AddCurrent(Host.App.BaseUrl + "/webhooks/penneo/" + ReceiveKeys.Create(), Signed);
        await OpenAsync();
        await ClickAsync("adopt-subscription");
        await UntilAsync(() => All("secret-form").Count == 1, "it is ours");
        Assert.Contains("signatures can't be checked", Text("no-secret"), StringComparison.Ordinal);

        await Page.InvokeAsync(() => Page.Find("[data-testid=secret-form] input").InputAsync($" {lost.Secret} "));
        await Page.InvokeAsync(() => { _ = Page.Find("[data-testid=secret-form]").SubmitAsync(); });

        await UntilAsync(() => All("secret-form").Count == 0, "the secret is kept");
        Assert.Equal(lost.Secret, Host.SecretOf(1));
        Assert.DoesNotContain(lost.Secret, Page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_OneServiceFails_NamesIt_AndShowsTheOther()
    {
        Penneo.AddCurrent("https://other.example.com/a", Signed);
        Penneo.Add("signer", "https://other.example.com/b");
        await OpenAsync();
        Assert.Equal(["legacy", "current"], All("generation").Select(x => x.GetAttribute("data-generation")));
        Penneo.Fail(PenneoCall.CurrentList, Answers.Error(403, "Not yours."));

        await ClickAsync("refresh-subscriptions");

        await UntilAsync(() => Text("refresh-failure").Contains("list of current subscriptions could not be read", StringComparison.Ordinal), "the failure");
        Assert.Equal(2, All("elsewhere-row").Count);
    }

    /// <summary>One through which an event came already, so that it has no guide.</summary>
    private async Task<FakeCurrentSubscription> ProvenAsync(params string[] eventTypes)
    {
        var row = await Host.CreateCurrentAsync(eventTypes);
        var there = Penneo.CurrentSubscriptions.Single(x => x.Id == row.PenneoId);
        Assert.Equal(200, await Penneo.SendTestAsync(there, $"before-{row.Id}"));
        Host.Clock.Advance(TimeSpan.FromSeconds(1));
        return there;
    }
}
