using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PenneoDashboard.Tests.EndToEnd;
using PenneoDashboard.Tests.Simulator;
using Xunit;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>Debian's Chromium, started on the first use and shared by all tests; each test opens its own contexts.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A fresh profile with one page, as a browser of its own would be, signed in as an administrator.</summary>
    /// <param name="token">The bearer token to sign in with; empty for nobody.</param>
    public async Task<Tab> OpenAsync(string baseUrl, string path, int width = 1440, ColorScheme scheme = ColorScheme.Light, string token = TestApp.Token)
    {
        await _gate.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            _browser ??= await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
            });
        }
        finally
        {
            _gate.Release();
        }

        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = baseUrl,
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            TimezoneId = "Europe/Copenhagen",
        });
        if (token.Length > 0)
        {
            // The answer brings the session's cookie, as a script that drives a browser gets it.
            var answer = await context.APIRequest.GetAsync("/forbidden", new() { Headers = [new("Authorization", $"Bearer {token}"), new("Accept", "text/html")] });
            Assert.True(answer.Ok, $"Signing in was answered {answer.Status}.");
        }

        var tab = new Tab(context, await context.NewPageAsync());
        await tab.GoToAsync(path);
        return tab;
    }
}

/// <summary>One person's browser.</summary>
public sealed class Tab : IAsyncDisposable
{
    /// <summary>Waits until nothing fades any more: half-way through, a colour is none of the theme's.</summary>
    internal const string EndOfFades = "Promise.all(document.getAnimations().filter(x => x.effect.getComputedTiming().endTime !== Infinity).map(x => x.finished.catch(() => {})))";

    // Two cores are shared with the app, the other tests and the browser itself.
    private const int PatienceMilliseconds = 30_000;

    private readonly IBrowserContext _context;

    public Tab(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        context.SetDefaultTimeout(PatienceMilliseconds);
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                Errors.Add(message.Text);
        };
        page.PageError += (_, error) => Errors.Add(error);
    }

    public IPage Page { get; }

    /// <summary>What the browser's console complained about.</summary>
    public List<string> Errors { get; } = [];

    public ILocator ById(string testId) => Page.GetByTestId(testId);

    /// <summary>Opens a page and waits until it answers to clicks.</summary>
    public async Task GoToAsync(string path)
    {
        await Page.GotoAsync(path);
        await Assertions.Expect(Page.Locator(".app-ready h1")).ToBeVisibleAsync();
    }

    /// <summary>Waits for a JavaScript condition. Playwright's own way evaluates text in the page, which its policy forbids.</summary>
    public Task UntilAsync(string condition) => Eventually.TrueAsync(() => Page.EvaluateAsync<bool>(condition), condition);

    /// <summary>Marks the document, so that <see cref="IsMarkedAsync"/> tells whether it was loaded anew since.</summary>
    public Task MarkAsync() => Page.EvaluateAsync("window.marked = true");

    public Task<bool> IsMarkedAsync() => Page.EvaluateAsync<bool>("window.marked === true");

    /// <summary>Fails when the page has something axe objects to, is wider than its window, or made the console complain.</summary>
    public async Task AssertSoundAsync(string name)
    {
        await Page.EvaluateAsync(EndOfFades);
        var found = await Page.RunAxe();
        Assert.True(
            found.Violations.Length == 0,
            name + "\n" + string.Join('\n', found.Violations.Select(x => $"{x.Id}: {x.Help}\n  {string.Join("\n  ", x.Nodes.Select(n => n.Html))}")));
        var overflow = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        Assert.True(overflow <= 0, $"{name} is {overflow} px too wide");
        Assert.Empty(Errors);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
