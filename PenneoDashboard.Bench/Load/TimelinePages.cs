using System.Globalization;
using Microsoft.Playwright;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Load;

/// <summary>Timelines in Debian's Chromium, each noting when it showed which probe.</summary>
internal sealed class TimelinePages : IAsyncDisposable
{
    // By the browser's own clock, which is the machine's; the element is there when the browser is about to paint it.
    private const string Watch = """
        window.seen = {};
        new MutationObserver(changes => {
            for (const node of changes.flatMap(x => [...x.addedNodes, x.target])) {
                for (const group of node.nodeType === 1 ? [node, ...node.querySelectorAll('[data-casefile-id]')] : []) {
                    const id = group.dataset.casefileId;
                    if (id?.length === 10 && !window.seen[id]) window.seen[id] = performance.timeOrigin + performance.now();
                }
            }
        }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-casefile-id'] });
        """;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IBrowserContext _context;
    private readonly List<IPage> _pages = [];

    private TimelinePages(IPlaywright playwright, IBrowser browser, IBrowserContext context) => (_playwright, _browser, _context) = (playwright, browser, context);

    public static async Task<TimelinePages> StartAsync(string url)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
        var context = await browser.NewContextAsync(new() { BaseURL = url });

        // The answer brings a session's cookie.
        await context.APIRequest.GetAsync("/forbidden", new() { Headers = [new("Authorization", $"Bearer {Product.Token}"), new("Accept", "text/html")] });
        await context.AddInitScriptAsync(Watch);
        return new TimelinePages(playwright, browser, context);
    }

    /// <summary>Opens so many more, each ready for clicks when the next is opened.</summary>
    public async Task OpenAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var page = await _context.NewPageAsync();
            _pages.Add(page);
            await page.GotoAsync("/timeline");
            await page.Locator(".app-ready h1").WaitForAsync();
        }
    }

    /// <param name="answered">When each probe was answered, by its casefile.</param>
    /// <returns>Milliseconds from the answer to each page, sorted, and how many were not seen, summed over the pages.</returns>
    public async Task<(double[] Delays, int Unseen)> DelaysAsync(IReadOnlyDictionary<long, double> answered)
    {
        var (delays, unseen) = (new List<double>(), 0);
        foreach (var page in _pages)
        {
            var seen = await page.EvaluateAsync<Dictionary<string, double>>("window.seen");
            foreach (var (casefile, at) in answered)
            {
                if (seen.TryGetValue(casefile.ToString(CultureInfo.InvariantCulture), out var shown))
                    delays.Add(shown - at);
                else
                    unseen++;
            }
        }

        return ([.. delays.Order()], unseen);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
