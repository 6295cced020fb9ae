using System.Diagnostics;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Runs;

/// <summary>One export: how long it took, and what memory it took.</summary>
/// <param name="Growth">The most that was resident meanwhile less what was before, MB.</param>
internal sealed record ExportTimes(string Format, long Bytes, double Seconds, double Before, double Growth)
{
    // The second subscription has one fifth of all events.
    private const string Filter = "subscriptionId=2";
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    public static async Task<ExportTimes> MeasureAsync(Product product, string format, CancellationToken cancellationToken)
    {
        // A short one first: code that is compiled once is no growth.
        await product.DownloadAsync($"/api/v1/events/export?format={format}&eventType=undeliverable&{Filter}", cancellationToken);
        var before = product.Process.Memory();
        var started = Stopwatch.GetTimestamp();
        var download = product.DownloadAsync($"/api/v1/events/export?format={format}&{Filter}", cancellationToken);
        var most = before;
        while (!download.IsCompleted)
        {
            most = Math.Max(most, product.Process.Memory());
            await Task.WhenAny(download, Task.Delay(BetweenLooks, cancellationToken));
        }

        return new ExportTimes(format, await download, Stopwatch.GetElapsedTime(started).TotalSeconds, before, most - before);
    }
}
