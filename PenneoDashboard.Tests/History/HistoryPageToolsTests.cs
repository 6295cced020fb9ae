using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using MudBlazor;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Export;
using PenneoDashboard.History;
using PenneoDashboard.Live;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Events;
using PenneoDashboard.Tests.Shared;
using Xunit;
using HistoryPage = PenneoDashboard.History.History;

namespace PenneoDashboard.Tests.History;

/// <summary>What the history's page can do with its list: switch filters, sort, columns, copy, export, views.</summary>
public sealed class HistoryPageToolsTests : ComponentTest, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly EventFeed _feed = new();
    private readonly LogFixture _log;

    public HistoryPageToolsTests()
    {
        _log = new LogFixture(_feed);
        Services.AddSingleton(_feed);
        Services.AddSingleton(_log.Events);
        Services.AddSingleton(new SubscriptionNames(_log.Contexts));
        Services.AddHistoryParts(_log, Clock);
    }

    private BunitNavigationManager Navigation => (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5, 1), LogFixture.Casefile(2, "rejected", 2, 2), LogFixture.Signer(2, 9, "signed", 1, 3));
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _log.DisposeAsync();
    }

    [Fact]
    public async Task FilterThatIsOff_FiltersNothing_AndStaysInTheAddress()
    {
        var page = Open("/history?casefileId=2&topic=signer");
        Assert.Equal([3L], Rows(page));

        await page.InvokeAsync(() => page.Find("[data-part=Topic] .switch").Click());

        page.WaitForState(() => Rows(page) is [3, 2], Patience);
        Assert.EndsWith("/history?off=topic&casefileId=2&topic=signer", Navigation.Uri, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[data-part=Topic] .switch").Click());
        page.WaitForState(() => Rows(page) is [3], Patience);
        Assert.EndsWith("/history?casefileId=2&topic=signer", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sort_TurnsTheListRound()
    {
        var page = Open("/history");
        Assert.Equal("descending", page.Find("th").GetAttribute("aria-sort"));

        await page.InvokeAsync(() => page.Find("[data-testid=sort]").Click());

        page.WaitForState(() => Rows(page) is [1, 2, 3], Patience);
        Assert.Equal("ascending", page.Find("th").GetAttribute("aria-sort"));
        Assert.EndsWith("/history?order=oldest", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_IsThatOfTheBrowser()
    {
        JSInterop.Setup<string?>("dashboard.recall", "penneo-dashboard.history").SetResult("""{"columns":["Sequence","Signature"],"widths":{"Event":333},"compact":true}""");
        var page = Open("/history");

        Assert.Equal(["Sequence", "Event", "Signature"], page.FindAll("th[data-column]").Select(x => x.GetAttribute("data-column")));
        Assert.Equal("width: 333px", page.Find("th[data-column=Event]").GetAttribute("style"));
        Assert.Contains("compact", page.Find("[data-testid=history-table]").ClassList);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"columns":["Gone"],"widths":{}}""")]
    [InlineData("null")]
    public void Look_ThatCannotBeRead_IsTheUsualOne(string kept)
    {
        JSInterop.Setup<string?>("dashboard.recall", "penneo-dashboard.history").SetResult(kept);

        Assert.Equal(HistoryLook.Usual.Columns.Select(x => x.ToString()), Open("/history").FindAll("th[data-column]").Select(x => x.GetAttribute("data-column")));
    }

    [Fact]
    public async Task Columns_AreChosenAndRemembered()
    {
        var page = Open("/history");

        await page.InvokeAsync(() => page.FindComponent<ColumnsMenu>().Instance.LookChanged.InvokeAsync(HistoryLook.Usual.Switch(HistoryColumn.Sequence).Switch(HistoryColumn.Status)));
        await page.InvokeAsync(() => page.FindComponent<HistoryTable>().Instance.OnResizedAsync("Casefile", 7));

        Assert.Equal(["Sequence", "Time", "Event", "Casefile", "Signer", "Times", "Subscription"], page.FindAll("th[data-column]").Select(x => x.GetAttribute("data-column")));
        Assert.Equal("width: 40px", page.Find("th[data-column=Casefile]").GetAttribute("style"));
        Assert.Contains("\"Casefile\":40", (string)JSInterop.Invocations["dashboard.remember"][^1].Arguments[1]!, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.FindComponent<HistoryTable>().Instance.OnResizedAsync("Casefile", null));
        Assert.Null(page.Find("th[data-column=Casefile]").GetAttribute("style"));
    }

    [Fact]
    public async Task TableThatIsGone_BeforeItsScriptIsLoaded_LeavesThePageAlone()
    {
        var import = JSInterop.SetupModule("./History/HistoryTable.razor.js");
        import.Mode = JSRuntimeMode.Loose;
        var slow = new TaskCompletionSource<IJSObjectReference>();
        Services.AddSingleton<IJSRuntime>(new SlowImports(JSInterop.JSRuntime, slow.Task));
        Render<HistoryTable>(x => x.Add(c => c.Items, []).Add(c => c.Names, new Dictionary<long, SubscriptionName>()).Add(c => c.SignerHref, _ => ""));

        await DisposeComponentsAsync();
        slow.SetResult(await JSInterop.JSRuntime.InvokeAsync<IJSObjectReference>("import", "./History/HistoryTable.razor.js"));

        Assert.False(Renderer.UnhandledException.IsCompleted);
        Assert.Empty(import.Invocations["watch"]);
    }

    [Fact]
    public async Task Row_IsCopiedAsLinkJsonAndCurl()
    {
        JSInterop.Setup<bool>("dashboard.copy", _ => true).SetResult(true);
        var page = Open("/history");
        await page.InvokeAsync(() => page.Find("[data-sequence='2'] [data-testid=row-menu]").Click());
        Assert.Equal("true", page.Find("[data-sequence='2'] [data-testid=row-menu]").GetAttribute("aria-expanded"));

        foreach (var (done, choice) in new[] { "copy-link", "copy-json", "copy-curl" }.Index())
        {
            await page.InvokeAsync(() => page.Find($"[data-testid={choice}]").Click());
            page.WaitForState(() => JSInterop.Invocations["dashboard.copy"].Count == done + 1, Patience);
        }

        page.WaitForState(() => page.Find("[data-testid=row-choices] [role=status]").TextContent == "Copied", Patience);

        var copied = JSInterop.Invocations["dashboard.copy"].Select(x => (string)x.Arguments[0]!).ToList();
        Assert.Equal("http://localhost/events/2", copied[0]);
        Assert.Contains("\"eventType\": \"rejected\"", copied[1], StringComparison.Ordinal);
        Assert.StartsWith("curl -X POST", copied[2], StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[data-sequence='2'] .row-menu").KeyDown("Escape"));
        Assert.Empty(page.FindAll("[data-testid=row-choices]"));
    }

    [Fact]
    public async Task Export_BeginsADownload_ShowsItsWay_AndCanBeCancelled()
    {
        var exports = Services.GetRequiredService<Exports>();
        var page = Open("/history?topic=casefile&q=rejected&off=q");

        await page.InvokeAsync(() => page.FindComponent<ExportMenu>().Instance.OnExport.InvokeAsync(ExportFormat.Csv));
        Assert.Equal("Waiting", State(page));
        var job = exports.Take(((string)Assert.Single(JSInterop.Invocations["dashboard.download"]).Arguments[0]!).Split('/')[^1])!;
        Assert.Equal((new EventFilter { Topic = "casefile" }, ExportFormat.Csv), (job.Filter, job.Format));
        Assert.True(page.FindComponent<ExportMenu>().Instance.Disabled);

        job.Count(4000);
        Clock.Advance(TimeSpan.FromSeconds(1));
        job.Tell(1000);
        page.WaitForState(() => page.FindAll("[data-testid=export-rows]") is [var rows] && rows.TextContent == "1,000 of 4,000 events", Patience);
        Assert.Equal("25", page.Find("[role=progressbar]").GetAttribute("aria-valuenow"));
        await page.InvokeAsync(() => page.Find("[data-testid=export-cancel]").Click());
        Assert.True(job.Stopping.IsCancellationRequested);
        job.End(ExportState.Cancelled);
        page.WaitForState(() => State(page) == "Cancelled", Patience);

        await page.InvokeAsync(() => page.Find("[data-testid=export-close]").Click());
        Assert.Empty(page.FindAll("[data-testid=export-panel]"));
        Assert.False(page.FindComponent<ExportMenu>().Instance.Disabled);
    }

    [Fact]
    public async Task View_IsSavedUnderAName_AndKnownAgain()
    {
        var dialogs = Render<MudDialogProvider>();
        var page = Open("/history?topic=signer&off=topic");
        await page.InvokeAsync(() => ViewsDialog.OpenAsync(Services.GetRequiredService<IDialogService>(), page.FindComponent<ViewsMenu>().Instance.Link));
        var name = dialogs.WaitForElement("[data-testid=view-name]", Patience);

        await dialogs.InvokeAsync(() => name.InputAsync(" Signers, off "));
        await dialogs.InvokeAsync(() => dialogs.Find("form").Submit());

        page.WaitForState(() => page.FindComponent<ViewsMenu>().FindComponent<MudMenu>().Instance.Label == "Signers, off", Patience);
        var view = Assert.Single(await Services.GetRequiredService<SavedViews>().ListAsync(Xunit.TestContext.Current.CancellationToken));
        Assert.Equal(("Signers, off", "/history?off=topic&topic=signer"), (view.Name, view.Link));
    }

    private IRenderedComponent<HistoryPage> Open(string address)
    {
        Navigation.NavigateTo(address);
        var page = Render<HistoryPage>();
        page.WaitForState(() => Rows(page).Length > 0, Patience);
        return page;
    }

    private static string? State(IRenderedComponent<HistoryPage> page) => page.Find("[data-testid=export-panel]").GetAttribute("data-state");

    private static long[] Rows(IRenderedComponent<HistoryPage> page) =>
        [.. page.FindAll("[data-testid=event-item]").Select(x => long.Parse(x.GetAttribute("data-sequence")!, System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>A browser that takes its time to load a script.</summary>
    private sealed class SlowImports(IJSRuntime inner, Task<IJSObjectReference> module) : IJSRuntime
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => InvokeAsync<TValue>(identifier, CancellationToken.None, args);

        public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
            identifier == "import" ? (TValue)await module : await inner.InvokeAsync<TValue>(identifier, cancellationToken, args);
    }
}
