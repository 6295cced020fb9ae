using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using PenneoDashboard.Live;
using PenneoDashboard.Tests.Events;
using PenneoDashboard.Tests.Shared;
using PenneoDashboard.Tests.Simulator;
using PenneoDashboard.Timeline;
using Xunit;
using TestContext = Xunit.TestContext;
using TimelinePage = PenneoDashboard.Timeline.Timeline;

namespace PenneoDashboard.Tests.Timeline;

public sealed class TimelinePageTests : ComponentTest, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly EventFeed _feed = new();
    private readonly LogFixture _log;

    public TimelinePageTests()
    {
        _log = new LogFixture(_feed);
        Services.AddSingleton(_feed);
        Services.AddSingleton(_log.Casefiles);
        Services.AddSingleton<SharedCasefiles>();
        Services.AddSingleton(_log.Events);
    }

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _log.DisposeAsync();
    }

    [Fact]
    public void Empty_TellsWhatToDoNext()
    {
        var page = Open();
        Assert.Contains("Waiting for the first event", page.Find("[data-testid=empty-state]").TextContent, StringComparison.Ordinal);
        Assert.Equal("/subscriptions", page.Find("[data-testid=empty-state] a").GetAttribute("href"));
        Assert.Equal("live", State(page));
    }

    [Fact]
    public async Task Loading_ShowsASkeletonUntilTheFirstPageIsRead()
    {
        await _log.StoreAsync(LogFixture.Casefile(531, "completed", 5));
        var gate = new TaskCompletionSource();
        Services.AddSingleton(new CasefileQueries(new GatedContexts(_log.Contexts, gate.Task)));
        var page = Render<TimelinePage>();
        Assert.Equal("loading", State(page));
        Assert.Single(page.FindAll("[data-testid=loading]"));
        Assert.True(page.Find("[data-testid=pause]").HasAttribute("disabled"));

        gate.SetResult();

        page.WaitForElement("[data-testid=casefile-group]", Patience);
        Assert.Equal("live", State(page));
    }

    [Fact]
    public async Task Casefile_ShowsItsSignersAndTheirEventsInOrder()
    {
        await _log.StoreAsync(
            LogFixture.Signer(531, 9002, "requestSent", second: 2),
            LogFixture.Signer(531, 9001, "signed", 4, second: 5),
            LogFixture.Signer(531, 9001, "requestSent", second: 1),
            LogFixture.Casefile(531, "completed", 5, second: 9));
        var page = Open();

        var group = page.Find("[data-testid=casefile-group][data-casefile-id='531']");
        Assert.Equal("Completed", group.QuerySelector(".group-head .chip-label")!.TextContent);
        Assert.Equal(["9001", "9002"], page.FindAll("[data-testid=signer-lane]").Select(x => x.GetAttribute("data-signer-id")));
        Assert.Equal(
            ["requestSent", "signed", "requestSent", "completed"],
            page.FindAll("[data-testid=event-item]").Select(x => x.GetAttribute("data-event-type")));
        var first = page.Find("[data-testid=event-item][data-sequence='3']");
        Assert.Equal("/events/3", first.GetAttribute("href"));
        Assert.Contains("1 Jan 2026 11:00:01.000000 Europe/Copenhagen", first.QuerySelector("time")!.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewEvent_AppearsByItselfAndStandsOut()
    {
        var page = Open();
        await _log.StoreAsync(LogFixture.Casefile(531, "rejected", 2));
        page.WaitForElement("[data-testid=event-item][data-event-type=rejected].fresh", Patience);
        Assert.Equal("2", page.Find(".group-head .chip").GetAttribute("data-status"));
    }

    [Fact]
    public async Task Pause_FreezesAndCountsResumeShows()
    {
        var page = Open();
        await page.InvokeAsync(() => page.Find("[data-testid=pause]").ClickAsync(new()));
        Assert.Equal("paused", State(page));

        await _log.StoreAsync(LogFixture.Casefile(1, "rejected", 2), LogFixture.Casefile(2, "rejected", 2));

        await Eventually.TrueAsync(
            () => page.FindAll("[data-testid=paused-count][data-count='2']").Count == 1, "both are counted", () => Clock.Advance(LivePump.Pause));
        Assert.Empty(page.FindAll("[data-testid=event-item]"));
        await page.InvokeAsync(() => page.Find("[data-testid=resume]").ClickAsync(new()));
        Assert.Equal("live", State(page));
        Assert.Equal(2, page.FindAll("[data-testid=event-item]").Count);
    }

    [Fact]
    public async Task Filter_ComesFromTheAddressAndFollowsIt()
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "rejected", 2), LogFixture.Casefile(2, "rejected", 2));
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/timeline?casefileId=2");
        var page = Open();
        Assert.Equal(["2"], Casefiles(page));
        Assert.Equal("2", page.Find("[data-testid=filter-casefile]").GetAttribute("value"));

        navigation.NavigateTo("/timeline?casefileId=7");
        page.WaitForState(() => page.FindAll("[data-testid=empty-state]").Count == 1, Patience);
        Assert.Contains("No casefile matches", page.Find("[data-testid=empty-state]").TextContent, StringComparison.Ordinal);

        await page.InvokeAsync(() => page.Find("[data-testid=empty-state] button").ClickAsync(new()));
        page.WaitForState(() => Casefiles(page).Length == 2, Patience);
        Assert.EndsWith("/timeline", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadingFails_SaysSoAndTryingAgainRecovers()
    {
        await ExecuteAsync("ALTER TABLE Casefiles RENAME TO Hidden");
        var page = Open();
        Assert.Equal("error", State(page));
        Assert.Contains("could not be read", page.Find("[data-testid=error-state]").TextContent, StringComparison.Ordinal);

        await ExecuteAsync("ALTER TABLE Hidden RENAME TO Casefiles");
        await page.InvokeAsync(() => page.Find("[data-testid=error-state] button").ClickAsync(new()));
        page.WaitForState(() => State(page) == "live", Patience);
    }

    [Fact]
    public async Task HostileText_StaysText()
    {
        await _log.StoreAsync(
            """{"topic":"casefile","eventType":"<img src=x onerror=alert(1)>","eventTime":null,"payload":{"id":1,"title":"<script>alert(1)</script>"}}""",
            """{"topic":"signer","eventType":"signed","payload":{"id":2,"name":"<b>bold</b>","caseFile":{"id":1,"status":1}}}""",
            "<script>alert(2)</script>");
        var page = Open();
        Assert.Empty(page.FindAll("script, img, b"));
        Assert.Contains("<script>alert(1)</script>", page.Find("[data-testid=casefile-group] h2").TextContent, StringComparison.Ordinal);
        Assert.Contains("<b>bold</b>", page.Find("[data-testid=signer-lane]").TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll("[data-testid=loose-events] li"));
    }

    [Fact]
    public async Task ManyEvents_AreFoldedIntoALink()
    {
        await _log.StoreAsync(Enumerable.Range(1, 15).Select(i => LogFixture.Signer(1, 11, "opened", second: i)));
        var page = Open();
        Assert.Equal("3 earlier", page.Find(".lane-earlier").TextContent);
        Assert.Equal("/casefiles/1", page.Find(".lane-earlier").GetAttribute("href"));
        Assert.Equal(12, page.FindAll("[data-testid=event-item]").Count);
    }

    [Fact]
    public async Task Fold_HidesTheLanes()
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "rejected", 2));
        var page = Open();
        await page.InvokeAsync(() => page.Find(".group-fold").ClickAsync(new()));
        Assert.Empty(page.FindAll("[data-testid=event-item]"));
        Assert.Equal("false", page.Find(".group-fold").GetAttribute("aria-expanded"));
    }

    [Fact]
    public async Task FoldAll_FoldsAlsoWhatComesLater()
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "rejected", 2));
        var page = Open();
        await page.InvokeAsync(() => page.Find("[data-testid=fold-all]").ClickAsync(new()));
        await _log.StoreAsync(LogFixture.Casefile(2, "rejected", 2));
        page.WaitForState(() => Casefiles(page).Length == 2, Patience);
        Assert.Empty(page.FindAll("[data-testid=event-item]"));

        await page.InvokeAsync(() => page.Find(".group-fold").ClickAsync(new()));
        Assert.Single(page.FindAll("[data-testid=event-item]"));
    }

    [Fact]
    public async Task NewEvents_AreAnnounced()
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "rejected", 2));
        var page = Open();
        Assert.Equal("", page.Find("[data-testid=announcement]").TextContent);
        Clock.Advance(TimeSpan.FromSeconds(6));
        await _log.StoreAsync(LogFixture.Casefile(2, "rejected", 2));
        page.WaitForState(() => page.Find("[data-testid=announcement]").TextContent == "1 new event", Patience);
    }

    [Fact]
    public async Task Leaving_StopsWatching()
    {
        Open();
        Assert.Equal(1, _feed.Readers);
        await DisposeComponentsAsync();
        Assert.Equal(0, _feed.Readers);
    }

    private IRenderedComponent<TimelinePage> Open()
    {
        var page = Render<TimelinePage>();
        page.WaitForState(() => State(page) != "loading", Patience);
        return page;
    }

    private static string? State(IRenderedComponent<TimelinePage> page) => page.Find("[data-testid=live-status]").GetAttribute("data-state");

    private static string?[] Casefiles(IRenderedComponent<TimelinePage> page) =>
        [.. page.FindAll("[data-testid=casefile-group]").Select(x => x.GetAttribute("data-casefile-id"))];

    private async Task ExecuteAsync(string sql)
    {
        await using var db = await _log.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        await db.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken);
    }

    private sealed class GatedContexts(IDbContextFactory<DashboardDb> inner, Task gate) : IDbContextFactory<DashboardDb>
    {
        public DashboardDb CreateDbContext() => inner.CreateDbContext();

        public async Task<DashboardDb> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            await gate;
            return await inner.CreateDbContextAsync(cancellationToken);
        }
    }
}
