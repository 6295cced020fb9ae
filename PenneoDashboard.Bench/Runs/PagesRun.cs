using System.CommandLine;
using System.Globalization;
using PenneoDashboard.Bench.Load;
using PenneoDashboard.Bench.Reports;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Runs;

/// <summary>Timelines in real browsers: how soon they show an event after its sender had the answer, and what each costs the server.</summary>
internal static class PagesRun
{
    // What the first pages need once (compiled views, caches) is not the price of a further one.
    private const int First = 3;
    private const int FilledPerSecond = 2000;

    // Until circuits have sent all they have, and the collector has been through.
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(15);

    public static Command Command()
    {
        var pages = RunOptions.Number("--pages", 20, "How many timelines are open.");
        var rate = RunOptions.Number("--rate", 50, "Events a second.");
        var seconds = RunOptions.Seconds("--seconds", 30, "Measured time.");
        var events = RunOptions.Number("--events", 20_000, "How many events there are before.");
        var (app, folder) = (RunOptions.App(), RunOptions.Folder());
        var command = new Command("pages", "Timelines in Chromium: from a sender's answer to the page's change, and the server's memory for each.") { pages, rate, seconds, events, app, folder };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new PagesOptions(
                parsed.GetRequiredValue(pages),
                parsed.GetRequiredValue(rate),
                parsed.GetRequiredValue(seconds),
                parsed.GetRequiredValue(events),
                parsed.GetRequiredValue(app),
                parsed.GetRequiredValue(folder)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(PagesOptions options, CancellationToken cancellationToken)
    {
        using var folder = new DataFolder(options.Folder);
        await using var product = await Product.StartAsync(options.App, folder.Path, cancellationToken);
        var target = await product.SubscribeAsync(cancellationToken);
        await SendAsync(target, new EventMix(1), FilledPerSecond, TimeSpan.FromSeconds((double)options.Events / FilledPerSecond), cancellationToken);

        await using var browser = await TimelinePages.StartAsync(product.Url);
        await browser.OpenAsync(First);
        await Task.Delay(Calm, cancellationToken);
        var before = product.Process.Memory();
        await browser.OpenAsync(options.Pages);
        await Task.Delay(Calm, cancellationToken);
        var each = (product.Process.Memory() - before) / options.Pages;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Pages} timelines more: {before:0} MB before, {each:0.0} MB each"));

        // A mix of its own, since a load counts a mix's events from the first. The probes are casefiles of their own, which a page shows at its top.
        var mix = new EventMix(2);
        var measured = TimeSpan.FromSeconds(options.Seconds);
        var sending = SendAsync(target, mix, options.Rate - Probes.PerSecond, measured, cancellationToken);
        var answered = await Probes.SendAsync(new Uri(new Uri(product.Url), target.CasefilePath), mix.Start, measured, cancellationToken);
        await sending;
        await Task.Delay(Calm, cancellationToken);
        var (delays, unseen) = await browser.DelaysAsync(answered);

        Report.Table(
        [
            ["answer → page", "p50 ms", "p95 ms", "p99 ms", "most ms", "unseen", "MB a page"],
            [
                string.Create(CultureInfo.InvariantCulture, $"{options.Rate}/s, {options.Pages + First} pages"),
                .. new[] { 0.5, 0.95, 0.99, 1 }.Select(x => At(delays, x).ToString("0", CultureInfo.InvariantCulture)),
                unseen.ToString(CultureInfo.InvariantCulture),
                each.ToString("0.0", CultureInfo.InvariantCulture),
            ],
        ]);
        Report.Line("pages", Machine.Of(options.Folder), options, new { P50 = At(delays, 0.5), P95 = At(delays, 0.95), P99 = At(delays, 0.99), Most = At(delays, 1), Unseen = unseen, MegabytesEach = each });
        return unseen == 0 ? 0 : 1;
    }

    private static Task<OpenResult> SendAsync(LoadTarget target, EventMix mix, double rate, TimeSpan time, CancellationToken cancellationToken) =>
        new OpenLoad(target, mix, rate, TimeSpan.Zero, time).RunAsync(cancellationToken);

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(sorted.Length * share) - 1, 0, sorted.Length - 1)];
}

internal sealed record PagesOptions(int Pages, int Rate, double Seconds, int Events, string App, string Folder);
