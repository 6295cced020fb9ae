using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PenneoDashboard.Events;
using PenneoDashboard.Events.States;
using PenneoDashboard.Live;
using PenneoDashboard.Penneo;
using PenneoDashboard.Tests.Events;
using PenneoDashboard.Tests.Penneo;
using PenneoDashboard.Tests.Shared;
using PenneoDashboard.Tests.Simulator;
using Xunit;
using CasefilePage = PenneoDashboard.Casefiles.Casefile;
using TestContext = Xunit.TestContext;

namespace PenneoDashboard.Tests.Casefiles;

public sealed class CasefilePageTests : ComponentTest, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly EventFeed _feed = new();
    private readonly LogFixture _log;
    private readonly StallRuleStore _rules;
    private FakePenneo _penneo = default!;
    private ApiHost _host = default!;

    public CasefilePageTests()
    {
        _log = new LogFixture(_feed);
        _rules = new StallRuleStore(_log.Contexts, _log.Audit, NullLogger<StallRuleStore>.Instance);
        Services.AddSingleton(_feed);
        Services.AddSingleton(_log.Casefiles);
        Services.AddSingleton(_rules);
        Services.AddSingleton(new CasefileDeliveries(_log.Contexts));
        Services.AddSingleton(_ => _host.Services.GetRequiredService<CasefileLookup>());
    }

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        _penneo = await FakePenneo.StartAsync();
        _host = new ApiHost(_penneo);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _host.DisposeAsync();
        await _penneo.DisposeAsync();
        _rules.Dispose();
        await _log.DisposeAsync();
    }

    [Fact]
    public void Unknown_SaysSoAndKeepsListening()
    {
        var page = Open(531);

        Assert.Contains("Nothing has been heard of casefile 531", page.Find("[data-testid=empty-state]").TextContent, StringComparison.Ordinal);
        Assert.Equal("live", State(page));
    }

    [Fact]
    public async Task Unknown_FirstEvent_FillsThePage()
    {
        var page = Open(531);

        await _log.StoreAsync(LogFixture.Signer(531, 9001, "requestSent", second: 1));

        page.WaitForElement("[data-testid=event-item][data-event-type=requestSent]", Patience);
        Assert.Contains("Waiting for signer 9001: request sent", page.Find("[data-testid=headline]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loading_ShowsASkeleton()
    {
        await _log.StoreAsync(LogFixture.Casefile(531, "completed", 5));
        var gate = new TaskCompletionSource();
        Services.AddSingleton(new CasefileQueries(new GatedContexts(_log.Contexts, gate.Task)));
        var page = Render<CasefilePage>(x => x.Add(c => c.Id, 531));

        Assert.Equal("loading", State(page));
        Assert.Single(page.FindAll("[data-testid=casefile-loading]"));
        gate.SetResult();

        page.WaitForState(() => State(page) == "live", Patience);
        Assert.Single(page.FindAll("[data-testid=event-item]"));
    }

    [Fact]
    public async Task Found_ShowsEventsInOrderAndWhereEachSignerStands()
    {
        await _log.StoreAsync(
            LogFixture.Signer(531, 9001, "signed", second: 30), LogFixture.Signer(531, 9002, "requestSent", second: 20), LogFixture.Signer(531, 9001, "opened", second: 10),
            LogFixture.Signer(9, 9009, "opened", second: 10));
        var page = Open(531);

        Assert.Equal("Casefile 531", page.Find("h1").TextContent);
        Assert.Equal(["opened", "requestSent", "signed"], page.FindAll("[data-testid=event-item]").Select(x => x.GetAttribute("data-event-type")));
        Assert.Equal("Thursday 1 January 2026", page.Find(".casefile-events h3").TextContent);
        var lanes = page.FindAll("[data-testid=signer-lane]");
        Assert.Equal(["9001", "9002"], lanes.Select(x => x.GetAttribute("data-signer-id")));
        Assert.Equal(["false", "true"], lanes.Select(x => x.GetAttribute("data-waiting")));
        Assert.Equal(["Signed 1 Jan 2026", "Request sent 1 Jan 2026, not opened yet"], page.FindAll("[data-testid=signer-words]").Select(x => x.TextContent.Trim()));
        Assert.Equal("/history?casefileId=531&signerId=9002", lanes[1].QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("/history?casefileId=531", page.Find("[data-testid=history-link]").GetAttribute("href"));
        Assert.Equal("Step 5 of 5: Signed", lanes[0].QuerySelector(".steps")!.GetAttribute("aria-label"));
        Assert.Equal("3", page.Find("[data-testid=event-count]").TextContent);
        Assert.Empty(page.FindAll(".is-new"));
    }

    [Fact]
    public async Task NewEvent_AppearsByItself_HighlightedOnce_WithTheNewStatus()
    {
        await _log.StoreAsync(LogFixture.Signer(531, 9001, "signed", second: 1));
        var page = Open(531);

        await _log.StoreAsync(LogFixture.Casefile(531, "completed", 5, second: 2), LogFixture.Casefile(7, "completed", 5));

        page.WaitForElement("[data-testid=event-item][data-event-type=completed].is-new", Patience);
        Assert.Equal(2, page.FindAll("[data-testid=event-item]").Count);
        Assert.Equal("Completed", page.Find(".page-header-actions .chip").GetAttribute("data-state"));
        Assert.Contains("Completed 1 Jan 2026", page.Find("[data-testid=headline]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondRound_IsSaid()
    {
        await _log.StoreAsync(LogFixture.Signer(531, 9001, "signed", second: 1), LogFixture.Signer(531, 9001, "requestActivated", second: 2));

        Assert.Equal("Signing round 2", Open(531).Find("[data-testid=signer-round]").TextContent);
    }

    [Fact]
    public async Task ManyEvents_AreShownInSteps()
    {
        await Task.WhenAll(Enumerable.Range(0, 250).Select(i => _log.Writer.StoreAsync(LogFixture.Delivery(
            LogFixture.Signer(531, 9001, "opened", second: i % 60).Replace(".000000", $".{i:000000}", StringComparison.Ordinal)))));
        var page = Open(531);
        Assert.Equal(200, page.FindAll("[data-testid=event-item]").Count);

        await page.InvokeAsync(() => page.Find("[data-testid=show-earlier]").Click());

        Assert.Equal(250, page.FindAll("[data-testid=event-item]").Count);
        Assert.Empty(page.FindAll("[data-testid=show-earlier]"));
    }

    [Fact]
    public async Task AnotherCasefile_ReplacesThePage()
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5), LogFixture.Casefile(2, "rejected", 2));
        var page = Open(1);

        page.Render(x => x.Add(c => c.Id, 2));

        page.WaitForElement("[data-event-type=rejected]", Patience);
        Assert.Equal("Casefile 2", page.Find("h1").TextContent);
    }

    [Fact]
    public async Task Error_SaysSoAndTriesAgain()
    {
        await _log.StoreAsync(LogFixture.Casefile(531, "completed", 5));
        await ExecuteAsync("ALTER TABLE Casefiles RENAME TO Gone");
        var page = Open(531);
        Assert.Equal("error", State(page));
        Assert.Contains("no such table", page.Find("[data-testid=error-state] pre").TextContent, StringComparison.Ordinal);

        await ExecuteAsync("ALTER TABLE Gone RENAME TO Casefiles");
        await page.InvokeAsync(() => page.Find("[data-testid=error-state] button").Click());

        page.WaitForElement("[data-testid=event-item]", Patience);
        Assert.Equal("live", State(page));
    }

    [Fact]
    public async Task Markup_InAnyField_StaysText()
    {
        await _log.StoreAsync(
            """{"topic":"casefile","eventType":"<i>x</i>","payload":{"id":1,"status":5,"title":"<script>alert(1)</script>"}}""",
            """{"topic":"signer","eventType":"requestSent","payload":{"id":2,"name":"<b>bold</b>","caseFile":{"id":1,"status":1}}}""");
        var page = Open(1);

        Assert.Empty(page.FindAll("script, b, i"));
        Assert.Equal("<script>alert(1)</script>", page.Find("h1").TextContent);
        Assert.Equal("<b>bold</b>", page.Find("[data-testid=signer-lane] h3").TextContent);
    }

    [Fact]
    public async Task Words_GrowOlderByThemselves()
    {
        await _log.Writer.StoreAsync(LogFixture.Delivery("""{"topic":"signer","eventType":"requestSent","payload":{"id":2,"caseFile":{"id":1}}}""", at: Now));
        var page = Open(1);
        Assert.Contains("request sent just now", page.Find("[data-testid=headline]").TextContent, StringComparison.Ordinal);

        await Eventually.TrueAsync(
            () => page.Find("[data-testid=headline]").TextContent.Contains("min ago", StringComparison.Ordinal), "it grows older", () => Clock.Advance(TimeSpan.FromSeconds(40)));
    }

    [Fact]
    public async Task AtPenneo_TitleAndNamesAreRead_AndWhoIsNotHeardOf()
    {
        _penneo.Casefiles["531"] = """{"title":"Lejekontrakt <b>","signers":[{"id":9001,"name":"Alma Example"},{"id":9003,"name":"Bo Sample"}]}""";
        await _log.StoreAsync(LogFixture.Signer(531, 9001, "requestSent", second: 1));
        var page = Open(531);

        page.WaitForAssertion(() => Assert.Equal("Lejekontrakt <b>", page.Find("h1").TextContent));
        Assert.Contains("Waiting for Alma Example (signer 9001)", page.Find("[data-testid=headline]").TextContent, StringComparison.Ordinal);
        Assert.Equal("At Penneo also, but not heard of yet: Bo Sample", page.Find("[data-testid=penneo-note]").TextContent.Trim());
        Assert.Equal("0 of 2", page.Find("[data-testid=signed-count]").TextContent);
    }

    [Fact]
    public async Task AtPenneo_Refused_IsSaidQuietly()
    {
        _penneo.Fail(PenneoCall.Casefile, Answers.Error(403, "No."));
        await _log.StoreAsync(LogFixture.Signer(531, 9001, "requestSent", second: 1));
        var page = Open(531);

        page.WaitForAssertion(() => Assert.Contains("does not show this casefile to our user", page.Find("[data-testid=penneo-note]").TextContent, StringComparison.Ordinal));
        Assert.Equal(("live", "Casefile 531"), (State(page), page.Find("h1").TextContent));
    }

    [Fact]
    public async Task AtPenneo_NoAnswer_HoldsNothingUp()
    {
        _penneo.Fail(PenneoCall.Casefile, _penneo.HangAsync);
        await _log.StoreAsync(LogFixture.Signer(531, 9001, "requestSent", second: 1));
        var page = Open(531);

        await Eventually.TrueAsync(() => _penneo.Hanging == 1, "Penneo is asked");
        Assert.Equal("live", State(page));
        Assert.Equal("", page.Find("[data-testid=penneo-note]").TextContent.Trim());
    }

    [Fact]
    public async Task Steps_TellHowFarEachSignerIs_AndTheStalledOnesWhy()
    {
        await _log.StoreAsync(LogFixture.Signer(531, 9001, "requestSent", second: 1), LogFixture.Signer(531, 9001, "opened", second: 5));
        var lane = Open(531).Find("[data-testid=signer-lane]");

        Assert.Equal(["reached", "reached", "reached", "reached", "next"], lane.QuerySelectorAll("[data-testid=step]").Select(x => x.ClassName));
        Assert.Equal(["Activated", "Sent1 Jan 11:00", "Opened", "Viewed1 Jan 11:00", "Signed"], lane.QuerySelectorAll("[data-testid=step]").Select(x => x.TextContent.Trim()));
        Assert.Contains("Opened but not signed for 5 days", lane.TextContent, StringComparison.Ordinal);
        Assert.Contains("their turn came 1 Jan 2026", lane.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notes_TellWhatDoesNotFitTogether()
    {
        await _log.StoreAsync(LogFixture.Signer(531, 9001, "signed", second: 1), LogFixture.Signer(531, 9001, "opened", second: 5), LogFixture.Signer(531, 9002, "opened"), LogFixture.Casefile(531, "completed", 5, 9));
        var notes = Open(531).FindAll("[data-testid=note]");

        Assert.Equal(["NoSignature", "SignedUnseen"], notes.Select(x => x.GetAttribute("data-problem")));
        Assert.Contains("No event says that signer 9002 signed", notes[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("/events/1", notes[1].QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Picture_HasALineForEachSigner_AndIsZoomed()
    {
        await _log.StoreAsync(LogFixture.Signer(531, 9001, "requestSent", second: 1), LogFixture.Signer(531, 9002, "opened", second: 5), LogFixture.Casefile(531, "completed", 5, 9));
        var page = Open(531);

        Assert.Equal(["Casefile", "Signer 9001", "Signer 9002"], page.FindAll(".swim-names span").Select(x => x.TextContent));
        Assert.Equal(["1", "2", "0"], page.FindAll("[data-testid=swim-mark]").Select(x => x.GetAttribute("data-lane")));
        Assert.Equal("Completed, Casefile, 1 Jan 2026 11:00:09", page.Find("[data-testid=swim-mark][data-sequence='3']").GetAttribute("aria-label"));
        Assert.Equal("/events/3", page.Find("[data-testid=swim-mark][data-sequence='3']").GetAttribute("href"));
        Assert.Single(page.FindAll("[data-testid=swim-mark][tabindex='0']"));

        await page.InvokeAsync(() => page.Find("[data-testid=swim-in]").Click());
        Assert.Contains("width:150%", page.Find("[data-testid=swim-picture]").GetAttribute("style"), StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[data-testid=swim-fit]").Click());
        Assert.Contains("width:100%", page.Find("[data-testid=swim-picture]").GetAttribute("style"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliveries_AreReadWhenUnfolded_AndFollow()
    {
        await _log.StoreAsync(LogFixture.Signer(531, 9001, "requestSent", second: 1));
        var page = Open(531);
        Assert.Empty(page.FindAll("[data-testid=delivery-row]"));

        await page.InvokeAsync(() => page.Find("[data-testid=deliveries]").TriggerEvent("ontoggle", EventArgs.Empty));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=delivery-row]")));

        await _log.StoreAsync(LogFixture.Signer(531, 9001, "requestSent", second: 1));
        page.WaitForAssertion(() => Assert.Equal(["1", "2"], page.FindAll("[data-testid=delivery-row]").Select(x => x.QuerySelectorAll("td")[3].TextContent)));
    }

    [Fact]
    public async Task Leaving_StopsWatching()
    {
        Open(531);
        Assert.Equal(1, _feed.Readers);

        await DisposeComponentsAsync();

        Assert.Equal(0, _feed.Readers);
    }

    private IRenderedComponent<CasefilePage> Open(long id)
    {
        var page = Render<CasefilePage>(x => x.Add(c => c.Id, id));
        page.WaitForState(() => State(page) != "loading", Patience);
        return page;
    }

    private static string? State(IRenderedComponent<CasefilePage> page) => page.Find("[data-testid=live-status]").GetAttribute("data-state");

    private async Task ExecuteAsync(string sql)
    {
        await using var db = await _log.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        await db.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken);
    }
}
