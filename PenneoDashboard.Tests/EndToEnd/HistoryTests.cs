using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using PenneoDashboard.Tests.Events;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>Searching, naming a view, arranging the list and exporting it, in a real browser.</summary>
public sealed class HistoryTests(BrowserFixture browsers) : IAsyncLifetime
{
    private readonly TestApp _app = new();
    private HttpClient _penneo = default!;
    private string _receiveUrl = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _penneo = _app.Http();
        _receiveUrl = await LiveTimelineTests.SubscribeAsync(_penneo);
        for (var i = 1; i <= 4; i++)
        {
            await PostAsync(LogFixture.Casefile(530 + i, i % 2 == 0 ? "rejected" : "completed", 5, i)
                .Replace("\"status\":5", string.Create(CultureInfo.InvariantCulture, $"\"status\":5,\"title\":\"Lejekontrakt \\u00c6r\\u00f8 {i}\""), StringComparison.Ordinal));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _penneo.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Search_SwitchOff_SaveAsAView_AndOpenItAgain()
    {
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/history");
        await Expect(tab.ById("event-item")).ToHaveCountAsync(4);
        await tab.ById("filter-text").FillAsync("ærø -rejected leje");
        await Expect(tab.ById("event-item")).ToHaveCountAsync(2);
        await tab.ById("filter-casefile").FillAsync("531");
        await Expect(tab.ById("event-item")).ToHaveCountAsync(1);
        await tab.Page.Locator("[data-part=Casefile] .switch").ClickAsync();
        await Expect(tab.ById("event-item")).ToHaveCountAsync(2);
        await tab.AssertSoundAsync("/history, filtered");

        await tab.ById("views-menu").GetByRole(AriaRole.Button).ClickAsync();
        await tab.ById("views-dialog-open").ClickAsync();
        await tab.ById("view-name").FillAsync("Completed leases");
        await tab.AssertSoundAsync("/history, naming a view");
        await tab.ById("view-save").ClickAsync();
        await Expect(tab.ById("views-menu")).ToContainTextAsync("Completed leases");

        await using var other = await browsers.OpenAsync(_app.BaseUrl, "/history");
        await other.ById("views-menu").GetByRole(AriaRole.Button).ClickAsync();
        await other.ById("view").ClickAsync();
        await Expect(other.ById("event-item")).ToHaveCountAsync(2);
        await Expect(other.Page.Locator("[data-part=Casefile]")).ToHaveAttributeAsync("data-state", "off");
        await Expect(other.ById("filter-text")).ToHaveValueAsync("ærø -rejected leje");
    }

    [Fact]
    public async Task Export_IsDownloaded_WithItsProgressShown()
    {
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/history?eventType=rejected");
        await Expect(tab.ById("event-item")).ToHaveCountAsync(2);

        await tab.ById("export-menu").GetByRole(AriaRole.Button).ClickAsync();
        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.ById("export-csv").ClickAsync());

        await using var stream = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(stream);
        var rows = (await reader.ReadToEndAsync(Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((3, true), (rows.Length, rows[1].StartsWith("4,", StringComparison.Ordinal)));
        Assert.EndsWith(".csv", download.SuggestedFilename, StringComparison.Ordinal);
        await Expect(tab.ById("export-panel")).ToHaveAttributeAsync("data-state", "Done");
        await Expect(tab.ById("export-state")).ToHaveTextAsync("Exported: 2 events");
        await tab.AssertSoundAsync("/history, exported");
    }

    [Fact]
    public async Task Columns_AreChosenAndResized_AndKeptInThisBrowser()
    {
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/history");
        await Expect(tab.ById("event-item")).ToHaveCountAsync(4);
        await tab.ById("columns-menu").GetByRole(AriaRole.Button).ClickAsync();
        await tab.Page.Locator("[data-testid=column][data-column=Sequence]").ClickAsync();
        await Expect(tab.Page.Locator("th[data-column=Sequence]")).ToBeVisibleAsync();
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(tab.ById("column")).ToHaveCountAsync(0);

        var grip = (await tab.Page.Locator("th[data-column=Event] .col-grip").BoundingBoxAsync())!;
        await tab.Page.Mouse.MoveAsync(grip.X + (grip.Width / 2), grip.Y + 5);
        await tab.Page.Mouse.DownAsync();
        await tab.Page.Mouse.MoveAsync(grip.X + (grip.Width / 2) + 60, grip.Y + 5);
        await tab.Page.Mouse.UpAsync();
        await Expect(tab.Page.Locator("th[data-column=Event] .col-grip")).ToHaveAttributeAsync("aria-valuenow", "252");
        await tab.Page.Locator("th[data-column=Event] .col-grip").PressAsync("ArrowLeft");
        await Expect(tab.Page.Locator("th[data-column=Event] .col-grip")).ToHaveAttributeAsync("aria-valuenow", "236");

        await tab.GoToAsync("/history");
        await Expect(tab.Page.Locator("th[data-column=Sequence]")).ToBeVisibleAsync();
        await Expect(tab.Page.Locator("th[data-column=Event]")).ToHaveAttributeAsync("style", "width: 236px");
        await tab.ById("row-menu").First.ClickAsync();
        await Expect(tab.ById("copy-link")).ToBeFocusedAsync();
        await tab.AssertSoundAsync("/history, a row's menu");
    }

    [Theory]
    [InlineData(768, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Page_IsAccessibleAndFitsItsWidth(int width, ColorScheme scheme)
    {
        await using var tab = await browsers.OpenAsync(_app.BaseUrl, "/history?q=kontrakt&casefileId=531&verification=unsigned&duplicates=false&off=casefileId,q&order=oldest", width, scheme);
        await Expect(tab.ById("event-item")).ToHaveCountAsync(4);
        await tab.AssertSoundAsync("/history with filters");
    }

    private async Task PostAsync(string json)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        using var answer = await _penneo.PostAsync(new Uri(_receiveUrl), content, Cancel);
        answer.EnsureSuccessStatusCode();
    }
}
