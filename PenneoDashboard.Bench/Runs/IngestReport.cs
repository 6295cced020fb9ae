using System.Globalization;
using PenneoDashboard.Bench.Reports;

namespace PenneoDashboard.Bench.Runs;

/// <summary>All repetitions at one number of connections.</summary>
internal sealed class IngestLevel(int connections)
{
    private readonly List<Measured> _all = [];

    public int Connections => connections;

    public bool AllStored => _all.All(x => x.AllStored);

    public void Add(Measured measured) => _all.Add(measured);

    public IReadOnlyList<Measured> Of(string server) => [.. _all.Where(x => x.Server == server)];

    public Spread Spread(string server, Func<Measured, double> figure) => Reports.Spread.Of(Of(server).Select(figure));

    /// <summary>The product's throughput as a part of another's, each pair measured one right after the other.</summary>
    public Spread? Ratio(string other) =>
        Of(IngestServers.Product).Count == 0 || Of(other).Count == 0
            ? null
            : Reports.Spread.Of(Of(IngestServers.Product).Zip(Of(other), (product, baseline) => product.Load.PerSecond / baseline.Load.PerSecond));
}

/// <summary>Tells what <c>ingest</c> found.</summary>
internal static class IngestReport
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static void Print(IngestOptions options, IReadOnlyList<IngestLevel> levels)
    {
        Report.Table([["median (least–most)", "requests/s", "p50 ms", "p99 ms", "p99.9 ms", "CPU µs", "RSS MB", "disk B/event", "WAL MB"], .. levels.SelectMany(Rows)]);
        Report.Table(
        [
            ["product ÷ baseline", "bare Kestrel", "one SaveChanges a request"],
            .. levels.Select(x => new[] { $"{x.Connections} connections", x.Ratio(IngestServers.Bare)?.Text("0.000") ?? "", x.Ratio(IngestServers.Single)?.Text("0.0") ?? "" }),
        ]);
        Console.WriteLine(levels.All(x => x.AllStored)
            ? "In every run exactly what was acknowledged is stored: events, deliveries and counters.\n"
            : "WHAT IS STORED DIFFERS FROM WHAT WAS ACKNOWLEDGED, see above.\n");
        Report.Line("ingest", Machine.Of(options.Folder), options, levels.Select(Json));
    }

    private static IEnumerable<string[]> Rows(IngestLevel level) =>
        new[] { IngestServers.Product, IngestServers.Bare, IngestServers.Single }.Where(x => level.Of(x).Count > 0).Select(server => new[]
        {
            string.Create(Culture, $"{server}, {level.Connections} connections"),
            level.Spread(server, x => x.Load.PerSecond).Text("0"),
            level.Spread(server, x => x.Load.Latency.P50).Text("0.0"),
            level.Spread(server, x => x.Load.Latency.P99).Text("0.0"),
            level.Spread(server, x => x.Load.Latency.P999).Text("0.0"),
            level.Spread(server, x => x.CpuPerRequest).Text("0"),
            level.Spread(server, x => x.Memory).Text("0"),
            server == IngestServers.Bare ? "" : level.Spread(server, DiskPerEvent).Text("0"),
            server == IngestServers.Bare ? "" : level.Spread(server, x => x.Stored!.WalBytes / 1e6).Text("0.0"),
        });

    private static double DiskPerEvent(Measured x) => (double)x.Stored!.FileBytes / x.Stored.Events;

    private static object Json(IngestLevel level) => new
    {
        level.Connections,
        level.AllStored,
        RatioToBare = level.Ratio(IngestServers.Bare),
        RatioToSingle = level.Ratio(IngestServers.Single),
        Servers = new[] { IngestServers.Product, IngestServers.Bare, IngestServers.Single }.Where(x => level.Of(x).Count > 0).Select(server => new
        {
            server,
            PerSecond = level.Spread(server, x => x.Load.PerSecond),
            P50 = level.Spread(server, x => x.Load.Latency.P50),
            P99 = level.Spread(server, x => x.Load.Latency.P99),
            P999 = level.Spread(server, x => x.Load.Latency.P999),
            CpuMicroseconds = level.Spread(server, x => x.CpuPerRequest),
            Rss = level.Spread(server, x => x.Memory),
            DiskPerEvent = server == IngestServers.Bare ? (Spread?)null : level.Spread(server, DiskPerEvent),
            Runs = level.Of(server).Select(x => new { x.Load.PerSecond, x.Load.Latency, x.CpuPerRequest, x.Memory, x.Load.Acknowledged, x.Load.Refused, x.Stored }),
        }),
    };
}
