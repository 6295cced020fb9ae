using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Events;
using PenneoDashboard.Live;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Events;
using PenneoDashboard.Tests.Shared;
using PenneoDashboard.Tests.Simulator;
using Xunit;
using HistoryPage = PenneoDashboard.History.History;
using TestContext = Xunit.TestContext;

namespace PenneoDashboard.Tests.History;

public sealed class HistoryPageTests : ComponentTest, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly EventFeed _feed = new();
    private readonly LogFixture _log;

    public HistoryPageTests()
    {
        _log = new LogFixture(_feed);
        Services.AddSingleton(_feed);
        Services.AddSingleton(_log.Events);
        Services.AddSingleton(new SubscriptionNames(_log.Contexts));
        Services.AddHistoryParts(_log, Clock);
    }

    private BunitNavigationManager Navigation => (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _log.DisposeAsync();
    }

    [Fact]
    public void NoEventsAtAll_TellsWhatToDoNext()
    {
        var page = Open("/history");
        Assert.Contains("Nothing has arrived yet", Empty(page), StringComparison.Ordinal);
        Assert.Equal("/subscriptions", page.Find("[data-testid=empty-state] a").GetAttribute("href"));
    }

    [Fact]
    public async Task NothingMatches_CanBeCleared()
    {
        await _log.StoreAsync(LogFixture.Casefile(531, "completed", 5));
        var page = Open("/history?casefileId=7&q=zzz");
        Assert.Contains("Nothing matches", Empty(page), StringComparison.Ordinal);

        await page.InvokeAsync(() => page.Find("[data-testid=clear-filters]").Click());

        page.WaitForElement("[data-testid=event-item]", Patience);
        Assert.EndsWith("/history", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loading_ShowsASkeleton()
    {
        await _log.StoreAsync(LogFixture.Casefile(531, "completed", 5));
        var gate = new TaskCompletionSource();
        Services.AddSingleton(new EventQueries(new GatedContexts(_log.Contexts, gate.Task)));
        Navigation.NavigateTo("/history");
        var page = Render<HistoryPage>();

        Assert.NotEmpty(page.FindAll("[data-testid=history-skeleton]"));
        Assert.Equal("true", page.Find("[data-testid=history-table]").GetAttribute("aria-busy"));
        gate.SetResult();

        page.WaitForElement("[data-testid=event-item]", Patience);
        Assert.Empty(page.FindAll("[data-testid=history-skeleton]"));
    }

    [Fact]
    public async Task Row_ShowsTheEventAndLinksToItsParts()
    {
        await AddSubscriptionAsync();
        var signed = LogFixture.Signer(531, 9001, "signed", 4, 5).Replace("\"status\":4", "\"status\":4,\"title\":\"Example lease\"", StringComparison.Ordinal);
        await _log.StoreAsync(signed, signed, "not JSON");
        var page = Open("/history");

        var row = page.Find("[data-testid=event-item][data-sequence='1']");
        Assert.Equal("signed", row.GetAttribute("data-event-type"));
        Assert.Equal(["/events/1", "/casefiles/531", "/history?signerId=9001"], row.QuerySelectorAll("a").Select(x => x.GetAttribute("href")));
        Assert.Equal("1 Jan 2026 11:00:05", row.QuerySelector("time")!.TextContent);
        Assert.Contains("11:00:05.000000 Europe/Copenhagen", row.QuerySelector("time")!.GetAttribute("title"), StringComparison.Ordinal);
        Assert.Equal("Example lease", row.QuerySelector(".row-title")!.TextContent);
        Assert.Equal(("×2", "signer #1"), (row.QuerySelector(".col-times")!.TextContent, row.QuerySelector(".col-subscription")!.TextContent));
        var unrecognized = page.Find("[data-testid=event-item][data-sequence='2']");
        Assert.StartsWith("The body is not JSON", unrecognized.QuerySelector(".row-title")!.TextContent, StringComparison.Ordinal);
        Assert.False(unrecognized.HasAttribute("data-event-type"));
        Assert.Equal("2 events", page.Find("[data-testid=history-total]").TextContent);
    }

    [Fact]
    public async Task Paging_GoesThroughAllByLinksAndBack()
    {
        await StoreAsync(120);
        var page = Open("/history");
        Assert.Equal((50, "120 events"), (Rows(page).Length, page.Find("[data-testid=history-total]").TextContent));
        Assert.Empty(page.FindAll("[data-testid=page-newer]"));

        Assert.Equal("/history?before=71", page.Find("[data-testid=page-older]").GetAttribute("href"));
        Navigation.NavigateTo("/history?before=71");
        page.WaitForState(() => Rows(page)[0] == 70, Patience);
        Navigation.NavigateTo("/history?before=21");
        page.WaitForState(() => Rows(page)[0] == 20, Patience);
        Assert.Empty(page.FindAll("[data-testid=page-older]"));
        Assert.Equal("/history", page.Find("[data-testid=page-newest]").GetAttribute("href"));

        await page.InvokeAsync(() => page.Find("[data-testid=page-newer]").Click());

        page.WaitForState(() => Rows(page)[0] == 70, Patience);
        Assert.EndsWith("before=71", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PastedAddress_ShowsItsFilter_AndBackShowsTheFormerOne()
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5, 1), LogFixture.Casefile(2, "rejected", 2, 2), LogFixture.Signer(2, 9, "signed", 1, 3));
        var page = Open("/history?casefileId=2&topic=signer");
        Assert.Equal([3L], Rows(page));
        Assert.Equal("2", page.Find("[data-testid=filter-casefile]").GetAttribute("value"));

        Navigation.NavigateTo("/history?eventType=rejected&from=2026-01-01T10:00:02Z&to=2026-01-01T10:00:03Z");
        page.WaitForState(() => Rows(page) is [2], Patience);
        Navigation.NavigateTo("/history?casefileId=2&topic=signer");
        page.WaitForState(() => Rows(page) is [3], Patience);
    }

    [Fact]
    public async Task OtherFilter_StartsAtTheNewest_InTheSameHistoryEntry()
    {
        await StoreAsync(60);
        var page = Open("/history?before=11");

        await page.InvokeAsync(() => page.Find("input[data-testid=filter-unrecognized]").Change(true));

        page.WaitForAssertion(() => Assert.Contains("Nothing matches", Empty(page), StringComparison.Ordinal), Patience);
        Assert.EndsWith("/history?recognized=false", Navigation.Uri, StringComparison.Ordinal);
        Assert.True(Navigation.History.First().Options.ReplaceHistoryEntry);
    }

    [Fact]
    public async Task PagePastTheEnd_LeadsToTheNewest()
    {
        await StoreAsync(3);
        var page = Open("/history?before=1");

        Assert.Contains("No older events", Empty(page), StringComparison.Ordinal);
        Assert.Equal("/history", page.Find("[data-testid=empty-state] a").GetAttribute("href"));
    }

    [Fact]
    public async Task NewEvents_AreOfferedAndMoveNoRow()
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5, 1));
        var page = Open("/history?casefileId=1");

        await _log.StoreAsync(LogFixture.Casefile(2, "completed", 5, 2), LogFixture.Casefile(1, "failed", 6, 3));
        await Eventually.TrueAsync(() => Hint(page) is not null, "the new event is offered", () => Clock.Advance(LivePump.Pause));
        Assert.Equal("1 new event: show", Hint(page));
        Assert.Equal([1L], Rows(page));

        await page.InvokeAsync(() => page.Find("[data-testid=new-events]").Click());

        page.WaitForState(() => Rows(page) is [3, 1], Patience);
        Assert.Null(Hint(page));
    }

    [Fact]
    public async Task Error_SaysSoKeepsTheFiltersAndTriesAgain()
    {
        await _log.StoreAsync(LogFixture.Casefile(531, "completed", 5));
        await ExecuteAsync("ALTER TABLE Events RENAME TO Gone");
        Navigation.NavigateTo("/history?casefileId=531");
        var page = Render<HistoryPage>();
        page.WaitForElement("[data-testid=error-state]", Patience);
        Assert.Contains("no such table", page.Find("[data-testid=error-state] pre").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("[data-testid=filter-bar]"));

        await ExecuteAsync("ALTER TABLE Gone RENAME TO Events");
        await page.InvokeAsync(() => page.Find("[data-testid=error-state] button").Click());

        page.WaitForElement("[data-testid=event-item]", Patience);
    }

    [Fact]
    public async Task Markup_InAnyField_StaysText()
    {
        await _log.StoreAsync("""{"topic":"<i>","eventType":"<b>x</b>","payload":{"id":1,"title":"<script>alert(1)</script>\u202e"}}""");
        var page = Open("/history?q=%3Cscript%3E&topic=%3Ci%3E");

        Assert.Empty(page.FindAll("script, i, b"));
        Assert.Equal("<script>alert(1)</script>‹U+202E›", page.Find(".row-title").TextContent);
    }

    [Fact]
    public async Task Leaving_StopsWatchingAndReading()
    {
        await _log.StoreAsync(LogFixture.Casefile(531, "completed", 5));
        Open("/history");
        Assert.Equal(1, _feed.Readers);

        Navigation.NavigateTo("/timeline");
        await DisposeComponentsAsync();

        Assert.Equal(0, _feed.Readers);
    }

    private IRenderedComponent<HistoryPage> Open(string address)
    {
        Navigation.NavigateTo(address);
        var page = Render<HistoryPage>();
        page.WaitForState(() => page.FindAll("[data-testid=empty-state]").Count > 0 || (Rows(page).Length > 0 && !Text(page).StartsWith("Counting", StringComparison.Ordinal)), Patience);
        return page;
    }

    private static string Text(IRenderedComponent<HistoryPage> page) => page.Find("[data-testid=history-total]").TextContent;

    private static string Empty(IRenderedComponent<HistoryPage> page) => page.Find("[data-testid=empty-state]").TextContent;

    private static string? Hint(IRenderedComponent<HistoryPage> page) => page.FindAll("[data-testid=new-events]") is [var hint, ..] ? hint.TextContent.Trim() : null;

    private static long[] Rows(IRenderedComponent<HistoryPage> page) =>
        [.. page.FindAll("[data-testid=event-item]").Select(x => long.Parse(x.GetAttribute("data-sequence")!, System.Globalization.CultureInfo.InvariantCulture))];

    private async Task StoreAsync(int count) => await Task.WhenAll(Enumerable.Range(0, count).Select(i => _log.Writer.StoreAsync(LogFixture.Delivery(
        LogFixture.Signer(1, 11, "signed", second: i % 60).Replace(".000000", $".{i:000000}", StringComparison.Ordinal)))));

    private async Task AddSubscriptionAsync()
    {
        await using var db = await _log.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        db.Add(new Subscription { Id = 1, Endpoint = "https://a.example", Topic = "signer" });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var db = await _log.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        await db.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken);
    }
}
