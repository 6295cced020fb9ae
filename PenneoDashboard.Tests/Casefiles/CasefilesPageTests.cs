using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor;
using PenneoDashboard.Casefiles;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Behind;
using PenneoDashboard.Events.States;
using PenneoDashboard.Live;
using PenneoDashboard.Tests.Events;
using PenneoDashboard.Tests.Shared;
using PenneoDashboard.Tests.Simulator;
using Xunit;
using TestContext = Xunit.TestContext;

namespace PenneoDashboard.Tests.Casefiles;

public sealed class CasefilesPageTests : ComponentTest, IAsyncLifetime
{
    private readonly Relay _relay = new();
    private readonly LogFixture _log;
    private readonly LogFollowers _followers;
    private readonly StallRuleStore _rules;
    private readonly CasefileStateNews _news;

    public CasefilesPageTests()
    {
        _log = new LogFixture(_relay);
        _relay.To = _followers = new LogFollowers([new CasefileStateFollower()], _log.Contexts, TimeProvider.System, NullLogger<LogFollowers>.Instance);
        _rules = new StallRuleStore(_log.Contexts, _log.Audit, NullLogger<StallRuleStore>.Instance);
        _news = new CasefileStateNews(_followers, _rules, _log.Events);
        Services.AddSingleton(new EventFeed());
        Services.AddSingleton(_rules);
        Services.AddSingleton(_news);
        Services.AddSingleton(new CasefileStateQueries(_log.Contexts, Clock));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Address => Services.GetRequiredService<NavigationManager>().Uri;

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        await _followers.StartAsync(Cancel);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _followers.StopAsync(CancellationToken.None);
        _news.Dispose();
        _rules.Dispose();
        _followers.Dispose();
        await _log.DisposeAsync();
    }

    [Fact]
    public void Nothing_SaysWhatWouldBringOne()
    {
        var page = Open();

        Assert.Contains("No casefile yet", page.Find("[data-testid=empty-state]").TextContent, StringComparison.Ordinal);
        Assert.Equal("live", State(page));
    }

    [Fact]
    public async Task Board_TellsOfEachWhoHasToAct()
    {
        await StoreSomeAsync();
        var page = Open();

        Assert.Equal(
            ["InProgress 2", "Blocked 1", "Completed 1", "Rejected 0", "Failed 0", "Expired 0"],
            page.FindAll("[data-testid=casefile-column]").Select(x => $"{x.GetAttribute("data-state")} {x.QuerySelector("[data-testid=column-count]")!.TextContent}"));
        var card = page.Find("[data-casefile-id='1']");
        Assert.Equal("/casefiles/1", card.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("Example lease", card.QuerySelector("a")!.TextContent);
        Assert.Contains("Signer 11: request sent 7 days ago, not opened yet · and 1 more", card.TextContent, StringComparison.Ordinal);
        Assert.Equal(("true", "false"), (card.GetAttribute("data-stalled"), page.Find("[data-casefile-id='3']").GetAttribute("data-stalled")));
        Assert.Contains("e-mail could not be delivered", page.Find("[data-casefile-id='2'] .trouble").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewEvent_MovesTheCardByItself()
    {
        await StoreSomeAsync();
        var page = Open();

        await _log.StoreAsync(Messages.Casefile(3, "rejected", 2, "2026-11-24 12:00:00.000000"));

        await EventuallyAsync(page, () => page.FindAll("[data-testid=casefile-column][data-state=Rejected] [data-casefile-id='3']").Count == 1, "the card is in its new column");
        Assert.Single(page.FindAll("[data-casefile-id='3']"));
    }

    [Fact]
    public async Task TimeAlone_MakesACardStalled()
    {
        await StoreSomeAsync();
        var page = Open();

        Clock.Advance(TimeSpan.FromDays(6));

        await EventuallyAsync(page, () => page.Find("[data-casefile-id='3']").GetAttribute("data-stalled") == "true", "it is stalled");
    }

    [Theory]
    [InlineData("/casefiles?state=blocked", "2")]
    [InlineData("/casefiles?stalled=true", "1,2")]
    [InlineData("/casefiles?q=LEASE", "1")]
    [InlineData("/casefiles?view=table", "4,3,2,1")]
    [InlineData("/casefiles?view=table&sort=waiting", "2,1,3,4")]
    [InlineData("/casefiles?view=table&state=inProgress", "3,1")]
    [InlineData("/casefiles?view=nonsense&state=7&sort=x&before=y", "3,1,2,4")]
    public async Task Address_SaysWhatIsShown(string address, string ids)
    {
        await StoreSomeAsync();
        var page = Open(address);

        Assert.Equal(ids, string.Join(',', page.FindAll("[data-casefile-id]").Select(x => x.GetAttribute("data-casefile-id"))));
    }

    [Fact]
    public async Task Choices_AreLinks_ThatKeepTheOthers()
    {
        await StoreSomeAsync();
        var page = Open("/casefiles?view=table&stalled=true&q=1");

        Assert.Equal("/casefiles?view=table&state=blocked&stalled=true&q=1", page.Find("[data-testid=state-filter][data-state=Blocked]").GetAttribute("href"));
        Assert.Equal("/casefiles?view=table&q=1", page.Find("[data-testid=stalled-filter]").GetAttribute("href"));
        Assert.Equal("/casefiles?stalled=true&q=1", page.Find("[data-testid=layout-Board]").GetAttribute("href"));
        Assert.Equal(["All"], page.FindAll("[data-testid=state-filter][aria-current]").Select(x => x.QuerySelector("span")!.TextContent));
    }

    [Fact]
    public async Task Search_GoesToTheAddress()
    {
        await StoreSomeAsync();
        var page = Open("/casefiles?view=table");

        await page.InvokeAsync(() => page.FindComponent<MudTextField<string>>().Instance.ValueChanged.InvokeAsync("lease"));

        Assert.EndsWith("/casefiles?view=table&q=lease", Address, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=casefile-row]")));
    }

    [Fact]
    public async Task NoMatch_OffersAllAgain()
    {
        await StoreSomeAsync();
        var page = Open("/casefiles?q=nowhere&stalled=true");

        Assert.Equal("/casefiles", page.Find("[data-testid=clear-filters]").GetAttribute("href"));
    }

    [Fact]
    public async Task Pages_GoOnByKey()
    {
        await _log.StoreAsync(Enumerable.Range(1, CasefilesView.PageLength + 1).Select(i => LogFixture.Casefile(i, "x", 1)));
        await LevelAsync();
        var page = Open("/casefiles?view=table");
        Assert.Equal(CasefilesView.PageLength, page.FindAll("[data-testid=casefile-row]").Count);

        Services.GetRequiredService<NavigationManager>().NavigateTo(page.Find("[data-testid=page-next]").GetAttribute("href")!);

        page.WaitForAssertion(() => Assert.Equal("1", Assert.Single(page.FindAll("[data-testid=casefile-row]")).GetAttribute("data-casefile-id")));
        Assert.Equal("/casefiles?view=table", page.Find("[data-testid=page-first]").GetAttribute("href"));
    }

    [Fact]
    public async Task Board_LongColumn_LeadsToTheTable()
    {
        await _log.StoreAsync(Enumerable.Range(1, CasefilesView.ColumnLength + 3).Select(i => LogFixture.Casefile(i, "x", 1)));
        await LevelAsync();
        var more = Open().Find("[data-testid=column-more]");

        Assert.Equal(("3 more in the table", "/casefiles?view=table&state=inProgress"), (more.TextContent.Trim(), more.GetAttribute("href")));
    }

    [Fact]
    public async Task Pause_FreezesThePage_UntilItIsResumed()
    {
        await StoreSomeAsync();
        var page = Open();
        await page.InvokeAsync(() => page.Find("[data-testid=pause]").Click());
        Assert.Equal("paused", State(page));

        await _log.StoreAsync(Messages.Casefile(3, "rejected", 2, "2026-11-24 12:00:00.000000"));
        await LevelAsync();
        Assert.Empty(page.FindAll("[data-testid=casefile-column][data-state=Rejected] [data-casefile-id]"));

        await page.InvokeAsync(() => page.Find("[data-testid=resume]").Click());
        page.WaitForElement("[data-testid=casefile-column][data-state=Rejected] [data-casefile-id='3']");
    }

    [Fact]
    public async Task Error_SaysSo_AndTriesAgain()
    {
        await StoreSomeAsync();
        await ExecuteAsync("ALTER TABLE CasefileStateCounts RENAME TO Gone");
        var page = Open();
        Assert.Equal("error", State(page));

        await ExecuteAsync("ALTER TABLE Gone RENAME TO CasefileStateCounts");
        await page.InvokeAsync(() => page.Find("[data-testid=error-state] button").Click());

        page.WaitForElement("[data-testid=casefile-board]");
    }

    [Fact]
    public async Task Rules_AreChangedInADialog()
    {
        await StoreSomeAsync();
        var dialogs = Render<MudDialogProvider>();
        var page = Open();
        Assert.Equal("2", page.Find("[data-testid=stalled-filter] b").TextContent);

        await page.InvokeAsync(() => page.Find("[data-testid=stall-rules]").Click());
        dialogs.WaitForElement("[data-testid=rules-save]");
        var days = dialogs.FindComponents<MudNumericField<int?>>();
        await dialogs.InvokeAsync(() => days[0].Instance.ValueChanged.InvokeAsync(null));
        await dialogs.InvokeAsync(() => dialogs.Find("[data-testid=rules-save]").Click());

        await EventuallyAsync(page, () => page.Find("[data-testid=stalled-filter] b").TextContent == "1", "the new rules hold");
        Assert.Null((await _rules.ReadAsync(Cancel)).NeverOpenedDays);
    }

    [Fact]
    public async Task Markup_InTitlesAndNames_StaysText()
    {
        await _log.StoreAsync("""{"topic":"signer","eventType":"requestSent","payload":{"id":2,"name":"<b>bold</b>","caseFile":{"id":1,"status":1,"title":"<i>x</i>"}}}""");
        await LevelAsync();
        var page = Open();

        Assert.Empty(page.FindAll(".case-card b, .case-card i"));
        Assert.Contains("<b>bold</b>: request sent", page.Find("[data-testid=card-words]").TextContent, StringComparison.Ordinal);
    }

    // 1 is stalled and waits for two, 2 is blocked, 3 goes on, 4 is done. Now is 24 November.
    private async Task StoreSomeAsync()
    {
        await _log.StoreAsync(
            At("2026-11-17", 1, 11, "requestSent", "Example lease"), At("2026-11-23", 1, 12, "requestSent", "Example lease"), At("2026-11-16", 2, 21, "requestSent", "Sample"),
            At("2026-11-23", 2, 21, "undeliverable", "Sample"), At("2026-11-23", 3, 31, "opened", "Demo"), LogFixture.Casefile(4, "completed", 5));
        await LevelAsync();
    }

    private static string At(string day, long casefile, long signer, string type, string title) =>
        $$"""{"topic":"signer","eventType":"{{type}}","eventTime":{{Messages.Time(day + " 10:00:00.000000")}},"payload":{"id":{{signer}},"caseFile":{"id":{{casefile}},"status":1,"title":"{{title}}"} } }""";

    private async Task LevelAsync() => await _followers.WaitUntilLevelAsync(CasefileStateFollower.FollowerName, await _log.Events.LastSequenceAsync(Cancel), Cancel);

    private IRenderedComponent<CasefilesPage> Open(string address = "/casefiles")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var page = Render<CasefilesPage>();
        page.WaitForState(() => State(page) != "loading");
        return page;
    }

    // The page rests on the test's clock between two reads.
    private Task EventuallyAsync(IRenderedComponent<CasefilesPage> page, Func<bool> condition, string what) =>
        Eventually.TrueAsync(() => page.InvokeAsync(condition), what, () => Clock.Advance(TimeSpan.FromMilliseconds(600)));

    private static string? State(IRenderedComponent<CasefilesPage> page) => page.Find("[data-testid=live-status]").GetAttribute("data-state");

    private async Task ExecuteAsync(string sql)
    {
        await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
        await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(db.Database, sql, Cancel);
    }

    // The followers need the log's contexts, and the log its listeners.
    private sealed class Relay : ICommitListener
    {
        public ICommitListener? To { get; set; }

        public void OnCommitted(CommittedBatch batch) => To?.OnCommitted(batch);
    }
}
