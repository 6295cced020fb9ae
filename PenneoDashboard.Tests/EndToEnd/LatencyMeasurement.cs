using System.Globalization;
using System.Text;
using PenneoDashboard.Tests.Events;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>
/// Prints how long after the receiver's answer an event stands in an open page. It asserts that each arrives, never how
/// fast: that depends on what else the machine does. Single events are what the product's bar is about; of events sent one
/// on the heels of the other all but the first wait for the end of the view's rest (see LivePump).
/// </summary>
public sealed class LatencyMeasurement(BrowserFixture browsers, ITestOutputHelper output)
{
    private const int WarmUp = 20;
    private const int Measured = 60;

    private const string Watch = """
        window.seen = {};
        new MutationObserver(() => {
          for (const item of document.querySelectorAll("[data-testid=event-item]"))
            window.seen[item.dataset.eventType] ??= performance.timeOrigin + performance.now();
        }).observe(document.body, { childList: true, subtree: true, attributes: true });
        """;

    [Theory]
    [InlineData("single events", 150, 400)]
    [InlineData("one on the heels of the other", 0, 0)]
    public async Task FromTheAnswerToThePage(string what, int leastPause, int longestPause)
    {
        var random = new Random(1);
        await using var app = new TestApp();
        using var http = app.Http();
        var receiveUrl = new Uri(await LiveTimelineTests.SubscribeAsync(http));
        await using var tab = await browsers.OpenAsync(app.BaseUrl, "/timeline");
        await tab.Page.EvaluateAsync(Watch);
        var delays = new List<double>();
        for (var i = 0; i < WarmUp + Measured; i++)
        {
            if (longestPause > 0)
            {
                using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(leastPause, longestPause)));
                await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }

            var type = "measured" + i.ToString(CultureInfo.InvariantCulture);
            using var body = new StringContent(LogFixture.Signer(1 + (i % 10), 11, type), Encoding.UTF8, "text/plain");
            using var answer = await http.PostAsync(receiveUrl, body, TestContext.Current.CancellationToken);
            var answered = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMilliseconds;
            answer.EnsureSuccessStatusCode();
            await Expect(tab.Page.Locator($"[data-event-type={type}]")).ToHaveCountAsync(1);
            if (i >= WarmUp)
                delays.Add(await tab.Page.EvaluateAsync<double>("type => window.seen[type]", type) - answered);
        }

        delays.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"From the answer to the page, {what}, n={Measured}: median {delays[Measured / 2]:0.0} ms, p95 {delays[Measured * 95 / 100]:0.0} ms, largest {delays[^1]:0.0} ms"));
    }
}
