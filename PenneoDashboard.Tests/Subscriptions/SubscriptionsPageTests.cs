using System.Globalization;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Data;
using PenneoDashboard.Language;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Health;
using PenneoDashboard.Subscriptions.Keys;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class SubscriptionsPageTests : SubscriptionsPageTest
{
    [Fact]
    public async Task Newcomer_GetsFromNothingToTheFirstEvent_WithoutReload()
    {
        await OpenAsync();
        Assert.Contains("No subscription yet", Text("empty-state"), StringComparison.Ordinal);

        await CreateLegacyAsync("create-both");

        await UntilAsync(() => States == "active active", "both are confirmed");
        Assert.Equal("create message confirm", DoneSteps);
        Assert.Equal(["casefile", "signer"], Penneo.Subscriptions.Select(x => x.Topic));
        await ClickAsync("test-subscription");
        await UntilAsync(() => DoneSteps == "create message confirm test event", "the first event");
        Assert.Contains("It works", Text("guide-finished"), StringComparison.Ordinal);
        Assert.Equal("1", All("deliveries")[0].TextContent.Trim());
        Assert.Equal("/history?subscriptionId=1", All("deliveries")[0].QuerySelector("a")!.GetAttribute("href"));

        await ClickAsync("close-guide");
        await UntilAsync(() => All("guide").Count == 1, "the first guide is closed");
        Assert.Equal("arrived", Text("test-line"));
        Assert.Equal(2, All("test-subscription").Count);
    }

    [Fact]
    public async Task InDanish_ThePageSpeaksIt()
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (Words.Danish, Words.Danish);
        await OpenAsync();
        Assert.Contains("Intet abonnement endnu", Text("empty-state"), StringComparison.Ordinal);
        Assert.Contains("Hvert trin for hver sag og underskriver.", Text("empty-state"), StringComparison.Ordinal);

        await CreateLegacyAsync("create-casefile");

        await UntilAsync(() => States == "active", "it is confirmed");
        Assert.Equal("Aktivt", Text("state"));
        Assert.Equal("Ingen data endnu", Text("health").Trim());
        Assert.Contains("Bed Penneo om at sende en prøvehændelse", Text("guide"), StringComparison.Ordinal);
        Assert.Contains("Ingen abonnerer på underskriveres hændelser", Text("findings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_AfterTheFirstEvent_ShowsNoGuide()
    {
        var row = await Host.ActiveAsync();
        await Host.Service.TestAsync(row.Id, Xunit.TestContext.Current.CancellationToken);
        await Host.UntilAsync(row.Id, x => x.FirstEventAt is not null, "the event");

        await OpenAsync();

        Assert.Empty(All("guide"));
        Assert.Single(All("test-subscription"));
        Assert.Equal("live", All("live-status")[0].GetAttribute("data-state"));
    }

    [Fact]
    public async Task Manual_ShowsTheTokenAndConfirms()
    {
        await OpenAsync();
        await ClickAsync("service-legacy");
        await UntilAsync(() => All("create-legacy").Count == 1, "the legacy form");
        await ClickAsync("advanced");
        await UntilAsync(() => All("confirm-by-itself").Count > 0, "the switch");
        await Page.InvokeAsync(() => Page.Find("input[data-testid=confirm-by-itself], [data-testid=confirm-by-itself] input").ChangeAsync(false));
        await CreateLegacyAsync("create-signer");
        await UntilAsync(() => All("confirm-subscription").Count == 1, "the token");
        Assert.Equal(("pendingConfirmation", "create message"), (States, DoneSteps));
        Assert.Equal(Penneo.Subscriptions[0].Token, All("token")[0].TextContent);

        await ClickAsync("confirm-subscription");

        await UntilAsync(() => States == "active", "the confirmation");
        Assert.Empty(All("auto-confirm"));
    }

    [Fact]
    public async Task Pending_CanBeSwitchedToConfirmByItself()
    {
        await Host.CreateAsync(autoConfirm: false);
        await OpenAsync();

        await Page.InvokeAsync(() => Page.Find("input[data-testid=auto-confirm], [data-testid=auto-confirm] input").ChangeAsync(true));

        await UntilAsync(() => States == "active", "the confirmation");
    }

    [Fact]
    public async Task Delete_AsksFirst()
    {
        await Host.ActiveAsync();
        await OpenAsync();

        await ClickAsync("delete-subscription");
        await AnswerAsync("confirm-no");
        Assert.Equal("active", States);
        await ClickAsync("delete-subscription");
        await UntilAsync(() => Dialog.Length > 0, "the dialog");
        Assert.Contains("casefile", Dialog, StringComparison.Ordinal);
        Assert.Contains(Penneo.Subscriptions[0].Endpoint, Dialog, StringComparison.Ordinal);
        Assert.Contains("stay in the history", Dialog, StringComparison.Ordinal);
        await AnswerAsync("confirm-yes");

        await UntilAsync(() => All("empty-state").Count == 1, "the row is gone");
        Assert.Empty(Penneo.Subscriptions);
    }

    [Fact]
    public async Task Elsewhere_CanBeAdoptedOrDeleted()
    {
        var other = Penneo.Add("signer", "https://other.example.com/<b>hook</b>");
        var lost = Penneo.Add("casefile", Host.App.BaseUrl + "/webhooks/penneo/" + ReceiveKeys.Create());
        await OpenAsync();
        Assert.Equal(2, All("elsewhere-row").Count);
        Assert.Contains("https://other.example.com/<b>hook</b>", All("elsewhere-row")[0].TextContent, StringComparison.Ordinal);

        await ClickAsync("adopt-subscription", 1);
        await UntilAsync(() => States == "active", "it is ours");
        await ClickAsync("delete-elsewhere");
        await UntilAsync(() => Dialog.Contains(other.Endpoint, StringComparison.Ordinal), "the dialog names the endpoint");
        Assert.Contains("signer", Dialog, StringComparison.Ordinal);
        await AnswerAsync("confirm-yes");

        await UntilAsync(() => All("elsewhere").Count == 0, "the other is gone");
        Assert.Equal(lost, Assert.Single(Penneo.Subscriptions));
    }

    [Fact]
    public async Task Refresh_BringsWhatWasMadeMeanwhile()
    {
        await OpenAsync();
        Penneo.Add("signer", "https://other.example.com/hook", confirmed: false);

        await ClickAsync("refresh-subscriptions");

        await UntilAsync(() => All("elsewhere-row").Count == 1, "the other subscription");
    }

    [Fact]
    public async Task ChangesMadeBySomeoneElse_ShowByThemselves()
    {
        await OpenAsync();

        var row = await Host.ActiveAsync("signer");
        await UntilAsync(() => States == "active", "the row");
        await Penneo.PostAsync(row.Endpoint, Samples.Signer);
        await UntilAsync(() => Text("deliveries").Trim() == "1", "the delivery");
        await Host.Service.DeleteAsync(row.Id, cancellationToken: Xunit.TestContext.Current.CancellationToken);

        await UntilAsync(() => All("empty-state").Count == 1, "the row is gone");
    }

    [Fact]
    public async Task NewSubscription_OpensTheFormAndClosesItWhenDone()
    {
        await Host.ActiveAsync();
        await OpenAsync();
        Assert.Empty(All("create-subscription"));

        await ClickAsync("new-subscription");
        await ClickAsync("service-legacy");
        await UntilAsync(() => All("exists").Count == 2, "casefiles are subscribed to already, alone and as a part of both");
        await CreateLegacyAsync("create-signer");

        await UntilAsync(() => States == "active active" && All("create-subscription").Count == 0, "the second subscription");
    }

    [Fact]
    public async Task ManyChanges_AreFewRenders()
    {
        var contexts = new OwnContexts(Host);
        Services.AddSingleton(contexts.Store);
        await OpenAsync();
        var before = contexts.Reads;

        for (var i = 0; i < 1000; i++)
            Host.App.Services.GetRequiredService<SubscriptionChanges>().Notify();
        await UntilAsync(() => contexts.Reads > before, "a read");
        for (var i = 0; i < 20; i++)
            Host.Clock.Advance(TimeSpan.FromMilliseconds(100));

        Assert.InRange(contexts.Reads - before, 1, 3);
    }

    [Fact]
    public async Task Leaving_StopsListening()
    {
        var changes = Host.App.Services.GetRequiredService<SubscriptionChanges>();
        var before = changes.Listeners;
        await OpenAsync();
        Assert.Equal(before + 1, changes.Listeners);

        await DisposeComponentsAsync();

        Assert.Equal(before, changes.Listeners);
    }

    [Fact]
    public async Task Leaving_GivesUpAskingPenneoForItsList()
    {
        var left = new TaskCompletionSource();
        Penneo.Fail(PenneoCall.List, async http =>
        {
            using var gone = http.RequestAborted.Register(left.SetResult);
            await Answers.Silence(Penneo)(http);
        });
        Render<SubscriptionsPage>();
        await UntilAsync(() => Penneo.Calls(PenneoCall.List) == 1, "the page asks");

        await DisposeComponentsAsync();

        await left.Task.WaitAsync(TimeSpan.FromSeconds(20), Xunit.TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task DatabaseFails_SaysSoAndCanBeReadAgain()
    {
        var contexts = new OwnContexts(Host) { Fails = true };
        Services.AddSingleton(contexts.Store);
        await OpenAsync();
        Assert.Contains("The disk is gone", Text("error-state"), StringComparison.Ordinal);
        Assert.Equal("error", All("live-status")[0].GetAttribute("data-state"));

        contexts.Fails = false;
        await Page.InvokeAsync(() => Page.Find("[data-testid=error-state] button").ClickAsync());

        await UntilAsync(() => All("empty-state").Count == 1 && All("error-state").Count == 0, "the page");
    }

    [Fact]
    public void BeforeTheFirstRead_TheShapeOfThePageShows()
    {
        var contexts = new OwnContexts(Host) { Waits = new TaskCompletionSource() };
        Services.AddSingleton(contexts.Store);

        var page = Render<SubscriptionsPage>();

        Assert.Single(page.FindAll("[data-testid=loading]"));
        Assert.Equal("loading", page.Find("[data-testid=live-status]").GetAttribute("data-state"));
        contexts.Waits.SetResult();
    }

    /// <summary>The app's database behind a door of the test's own.</summary>
    private sealed class OwnContexts(SubscriptionsHost host) : IDbContextFactory<DashboardDb>
    {
        public bool Fails { get; set; }

        public TaskCompletionSource? Waits { get; init; }

        public int Reads { get; private set; }

        public SubscriptionStore Store => new(
            this, host.App.Services.GetRequiredService<PublicAddress>(), host.Secrets, host.App.Services.GetRequiredService<RetiredKeys>(),
            host.App.Services.GetRequiredService<SubscriptionChanges>(), host.App.Services.GetRequiredService<HealthBook>());

        public DashboardDb CreateDbContext()
        {
            Reads++;
            return Fails ? throw new InvalidOperationException("The disk is gone.") : host.App.Services.GetRequiredService<IDbContextFactory<DashboardDb>>().CreateDbContext();
        }

        public async Task<DashboardDb> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            await (Waits?.Task ?? Task.CompletedTask);
            return CreateDbContext();
        }
    }
}
