using AngleSharp.Dom;
using Bunit;
using Bunit.Extensions.WaitForHelpers;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Live;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Simulator;
using Xunit;
using OverviewPage = PenneoDashboard.Overview.Overview;

namespace PenneoDashboard.Tests.Overview;

public sealed class OverviewPageTests : OverviewTest
{
    [Fact]
    public async Task Loading_ShowsASkeletonUntilTheFirstRead()
    {
        await StoreAsync(Casefile(1, "completed", 5, Now));
        var open = new TaskCompletionSource();
        Contexts.Open = open.Task;

        var page = Render<OverviewPage>();
        Assert.Equal("loading", State(page));
        Assert.Single(page.FindAll("[data-testid=overview-loading]"));

        open.SetResult();
        Sees(page, () => Assert.Equal("live", State(page)));
        Assert.Empty(page.FindAll("[data-testid=overview-loading]"));
    }

    [Fact]
    public async Task Empty_LeadsThroughTheStepsAndTicksThemAsTheyHappen()
    {
        var page = Page();
        Assert.Equal(["false", "false", "false"], Steps(page));
        Assert.Equal(["/subscriptions"], page.FindAll("[data-testid=first-step] a").Select(x => x.GetAttribute("href")));

        var row = await SubscribeAsync(SubscriptionState.PendingConfirmation);
        Sees(page, () => Assert.Equal(["true", "false", "false"], Steps(page)));
        await Store.ChangeAsync(row.Id, x => x.State = SubscriptionState.Active);
        Sees(page, () => Assert.Equal(["true", "true", "false"], Steps(page)));
        Assert.Equal("/simulator", page.Find("[aria-current=step] a").GetAttribute("href"));

        await StoreAsync(Signer(1, 10, "opened", Now));
        Sees(page, () => Assert.Empty(page.FindAll("[data-testid=empty-state]")));
    }

    [Fact]
    public async Task Empty_WithARealPenneo_LeadsToATestAndSaysWhatIsWrong()
    {
        Penneo.Environment = PenneoEnvironment.Sandbox;
        Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<PublicAddressOptions>>().Value.PublicBaseUrl = "http://10.0.0.1";
        await SubscribeAsync(SubscriptionState.Failed);

        var page = Page();

        Assert.Contains("Press Test", page.FindAll("[data-testid=first-step]")[2].TextContent, StringComparison.Ordinal);
        var attention = page.Find("[data-testid=attention]").TextContent;
        Assert.Contains("private network", attention, StringComparison.Ordinal);
        Assert.Contains("Subscription 1 (casefile) has failed", attention, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_ShowsWhatIsStoredAndWhatComes()
    {
        await SubscribeAsync();
        await StoreAsync(
            Signer(1, 10, "opened", Now.AddDays(-1)),
            Signer(1, 10, "opened", Now.AddMinutes(-2)),
            Casefile(2, "rejected", 2, Now.AddMinutes(-1)));
        var page = Page();
        Assert.Equal(["2", "1", "0", "0", "0", "1"], Stats(page));
        Assert.Equal([("1", "Pending 1"), ("2", "Rejected 1")], Statuses(page));
        Assert.Equal(3, page.FindAll("[data-testid=newest-event]").Count);
        Assert.Contains("Last event", page.Find("[data-testid=subscription-health-row]").TextContent, StringComparison.Ordinal);

        await StoreAsync(Casefile(1, "completed", 5, Now, "Sample contract"));

        Sees(page, () => Assert.Equal(["3", "0", "0", "0", "1", "1"], Stats(page)));
        Assert.Equal([("5", "Completed 1"), ("2", "Rejected 1")], Statuses(page));
        var newest = page.FindAll("[data-testid=newest-event]");
        Assert.Equal("4", newest[0].GetAttribute("data-sequence"));
        Assert.Equal(["is-new", "", "", ""], newest.Select(x => x.ClassName ?? ""));
        Assert.Equal("/events/4", newest[0].QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Funnel_SaysHowFarSignersCame()
    {
        await StoreAsync(
            Signer(1, 10, "requestSent", Now.AddHours(-3)), Signer(1, 10, "requestOpened", Now.AddHours(-2)),
            Signer(1, 11, "requestSent", Now.AddHours(-3)), Signer(1, 12, "undeliverable", Now.AddHours(-2)));
        var page = Page();
        Sees(page, () => Assert.Equal(["2", "1", "0", "0"], page.FindAll("[data-testid=funnel-step] a").Select(x => x.TextContent)));
        Assert.Contains("typically ", page.Find("[data-step=opened]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["4", "0", "1", "1", "0", "2"], Stats(page));
        Assert.Equal("0", page.Find("[data-testid=rate-now]").TextContent);
    }

    [Fact]
    public async Task NinetyDays_CanBeLookedAt()
    {
        await StoreAsync(Signer(1, 10, "opened", Now.AddDays(-60)));
        var page = Page();
        Services.GetRequiredService<NavigationManager>().NavigateTo("/?days=90");
        Sees(page, () => Assert.Equal(90, page.FindAll("[data-testid=activity] li").Count));
        Assert.Single(page.FindAll("[data-testid=activity] a.bar"));
    }

    [Fact]
    public async Task Links_LeadToTheHistoryOfTheSame()
    {
        await StoreAsync(Signer(1, 10, "opened", Now), "no JSON");
        var page = Page();

        var today = "from=2026-11-24T00%3A00%3A00.000000Z";
        Assert.Equal(
            ["/history?" + today, "/casefiles?state=inProgress", "/casefiles?state=blocked", "/casefiles?stalled=true", $"/history?topic=casefile&eventType=completed&{today}", "/#attention"],
            page.FindAll("a.stat").Select(x => x.GetAttribute("href")));
        Assert.Equal(
            [$"/history?{today}&recognized=false", $"/history?topic=signer&eventType=opened&{today}"],
            page.FindAll("[data-testid=kind-count] a").Select(x => x.GetAttribute("href")).Order());
        var day = page.Find("[data-testid=activity] a.bar");
        Assert.Equal($"/history?{today}&to=2026-11-25T00%3A00%3A00.000000Z", day.GetAttribute("href"));
        Assert.Equal("24 Nov: 2 events, 1 in trouble", day.GetAttribute("aria-label"));
        Assert.Equal(14, page.FindAll("[data-testid=activity] li").Count);
    }

    [Fact]
    public async Task Paused_StandsStillAndSaysHowManyCame()
    {
        await StoreAsync(Signer(1, 10, "opened", Now));
        var page = Page();
        await ClickAsync(page, "[data-testid=pause]");
        Assert.Equal("paused", State(page));

        await StoreAsync(Signer(1, 10, "signed", Now), Signer(1, 11, "signed", Now));
        Sees(page, () => Assert.Contains("2 new", page.Find("[data-testid=resume]").TextContent, StringComparison.Ordinal));
        Assert.Single(page.FindAll("[data-testid=newest-event]"));
        await ClickAsync(page, "[data-testid=resume]");

        Sees(page, () => Assert.Equal(3, page.FindAll("[data-testid=newest-event]").Count));
        Assert.Equal("live", State(page));
    }

    [Fact]
    public async Task Error_AtFirst_CanBeTriedAgain()
    {
        await StoreAsync(Signer(1, 10, "opened", Now));
        Contexts.Fails = new InvalidOperationException("disk <b>gone</b>");
        var page = Render<OverviewPage>();
        Assert.Equal("error", State(page));
        Assert.Contains("disk <b>gone</b>", page.Find("[data-testid=error-state] pre").TextContent, StringComparison.Ordinal);

        // In one go: once it can read, the page may heal by itself, and the button is gone.
        await page.InvokeAsync(() =>
        {
            Contexts.Fails = null;
            return page.Find("[data-testid=error-state] button").ClickAsync();
        });

        Sees(page, () => Assert.Equal("live", State(page)));
        Assert.Empty(page.FindAll("[data-testid=error-state]"));
    }

    [Fact]
    public async Task Error_Later_KeepsWhatIsThereAndHealsByItself()
    {
        await StoreAsync(Signer(1, 10, "opened", Now));
        var page = Page();
        Contexts.Fails = new InvalidOperationException("busy");
        await StoreAsync(Signer(1, 10, "signed", Now));
        Sees(page, () => Assert.Equal("error", State(page)));
        Assert.Single(page.FindAll("[data-testid=newest-event]"));

        Contexts.Fails = null;

        // Nothing new comes: the page looks again by itself.
        Sees(page, () => Assert.Equal(2, page.FindAll("[data-testid=newest-event]").Count));
        Assert.Equal("live", State(page));
    }

    [Fact]
    public async Task Status_InTheAddress_ListsItsCasefiles()
    {
        await StoreAsync(Signer(1, 10, "opened", Now), Casefile(2, "rejected", 2, Now), Casefile(3, "rejected", 2, Now.AddMinutes(-1)));
        var page = Page();
        Assert.Equal(["1"], Casefiles(page));

        Services.GetRequiredService<NavigationManager>().NavigateTo("/?status=2");
        Sees(page, () => Assert.Equal(["2", "3"], Casefiles(page)));
        Assert.Equal("2", page.Find("[data-testid=status-count][aria-current]").GetAttribute("data-status"));

        Services.GetRequiredService<NavigationManager>().NavigateTo("/?status=none");
        Sees(page, () => Assert.Contains("No casefile has", page.Find("[data-testid=casefiles]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Titles_FromOutside_StayText()
    {
        await StoreAsync(Casefile(1, "rejected", 2, Now, "<img src=x onerror=alert(1)>"), Signer(1, 10, "<script>", Now));

        var page = Page();

        Assert.Empty(page.FindAll("img, script"));
        Assert.Contains(page.FindAll("[data-testid=attention-item]"), x => x.TextContent.Contains("<img src=x", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Midnight_BeginsTodayAnew()
    {
        await StoreAsync(Signer(1, 10, "opened", Now));
        var page = Page();
        Assert.Equal("1", Stats(page)[0]);

        Clock.Advance(TimeSpan.FromHours(12));

        Sees(page, () => Assert.Equal("0", Stats(page)[0]));
        Assert.Contains("Nothing has happened today yet", page.Find("[data-testid=kinds-today]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_StopsWatching()
    {
        await StoreAsync(Signer(1, 10, "opened", Now));
        Page();
        var feed = Services.GetRequiredService<EventFeed>();
        Assert.Equal(1, feed.Readers);

        await DisposeComponentsAsync();

        Assert.Equal(0, feed.Readers);
        await StoreAsync(Signer(1, 10, "signed", Now));
    }

    [Fact]
    public async Task PageThatRests_HoldsNoOtherViewUp()
    {
        var page = Page();
        await StoreAsync(Signer(1, 10, "signed", Now));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=newest-event]")));
        var feed = Services.GetRequiredService<EventFeed>();
        var (began, done) = (0, new TaskCompletionSource());

        // The page's clock stands still, so it goes on resting.
        var all = Enumerable.Range(0, LiveTurns.Usual).Select(_ => feed.Turns.RunAsync(
            () =>
            {
                Interlocked.Increment(ref began);
                return done.Task;
            },
            Clock,
            Xunit.TestContext.Current.CancellationToken)).ToList();

        await Eventually.TrueAsync(() => Volatile.Read(ref began) == all.Count, "all turns are free");
        done.SetResult();
        await Task.WhenAll(all);
    }

    private IRenderedComponent<OverviewPage> Page()
    {
        var page = Render<OverviewPage>();
        Sees(page, () => Assert.Equal("live", State(page)));
        return page;
    }

    /// <summary>The page rests after each change by the test's clock, so it is moved on until the page has seen what came.</summary>
    private void Sees(IRenderedComponent<OverviewPage> page, Action assertion)
    {
        for (var looks = 1; ; looks++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            try
            {
                page.WaitForAssertion(assertion, TimeSpan.FromMilliseconds(200));
                return;
            }
            catch (WaitForFailedException) when (looks < 50)
            {
                // The rest may have begun after the clock was moved.
            }
        }
    }

    // Found and clicked in one go: a render in between would take the element's handler away.
    private static Task ClickAsync(IRenderedComponent<OverviewPage> page, string selector) =>
        page.InvokeAsync(() => page.Find(selector).ClickAsync());

    private static string? State(IRenderedComponent<OverviewPage> page) => page.Find("[data-testid=live-status]").GetAttribute("data-state");

    private static string[] Stats(IRenderedComponent<OverviewPage> page) => [.. page.FindAll(".stat-value").Select(x => x.TextContent)];

    private static IEnumerable<string?> Steps(IRenderedComponent<OverviewPage> page) =>
        page.FindAll("[data-testid=first-step]").Select(x => x.GetAttribute("data-done"));

    private static IEnumerable<string?> Casefiles(IRenderedComponent<OverviewPage> page) =>
        page.FindAll("[data-testid=overview-casefile]").Select(x => x.GetAttribute("data-casefile-id"));

    private static IEnumerable<(string?, string)> Statuses(IRenderedComponent<OverviewPage> page) =>
        page.FindAll("[data-testid=status-count]").Select(x => (x.GetAttribute("data-status"), x.Text().Trim()));
}
