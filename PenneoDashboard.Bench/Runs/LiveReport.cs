using System.Globalization;
using PenneoDashboard.Bench.Load;
using PenneoDashboard.Bench.Reports;

namespace PenneoDashboard.Bench.Runs;

/// <summary>All repetitions at one rate with one number of readers.</summary>
internal sealed class LiveLevel(int rate, int readers)
{
    private readonly List<LiveMeasured> _all = [];

    public int Rate => rate;

    public int Readers => readers;

    public bool AllSeen => _all.All(x => x.IsGood);

    public void Add(LiveMeasured measured) => _all.Add(measured);

    public IReadOnlyList<LiveMeasured> Of(string server) => [.. _all.Where(x => x.Server == server)];

    public Spread Spread(string server, Func<LiveMeasured, double> figure) => Reports.Spread.Of(Of(server).Select(figure));

    /// <summary>A server's figure as a multiple of a baseline's, each pair measured one right after the other.</summary>
    public Spread Ratio(string server, string baseline, Func<LiveMeasured, double> figure) =>
        Reports.Spread.Of(Of(server).Zip(Of(baseline), (x, other) => figure(x) / figure(other)));
}

/// <summary>Tells what <c>live</c> found.</summary>
internal static class LiveReport
{
    private static readonly string[] Watched = [LiveServers.BareHub, LiveServers.Hub, LiveServers.View];

    public static void Print(LiveOptions options, IReadOnlyList<LiveLevel> levels)
    {
        Report.Table(
        [
            ["from the answer to those who watch", "p50 ms", "p99 ms", "p99.9 ms", "unseen"],
            .. levels.SelectMany(level => Present(level).Select(server => new[]
            {
                Name(level, server),
                level.Spread(server, x => Delay(x).P50).Text("0.0"),
                level.Spread(server, x => Delay(x).P99).Text("0.0"),
                level.Spread(server, x => Delay(x).P999).Text("0.0"),
                level.Of(server).Sum(x => x.Unseen).ToString(CultureInfo.InvariantCulture),
            })),
        ]);
        Report.Table(
        [
            ["the answer, from when it was due", "p50 ms", "p99 ms", "p99.9 ms", "p99 ÷ nobody watching", "cores", "RSS MB"],
            .. levels.SelectMany(level => Answering(level).Select(server => new[]
            {
                Name(level, server),
                level.Spread(server, x => x.Answer.P50).Text("0.0"),
                level.Spread(server, x => x.Answer.P99).Text("0.0"),
                level.Spread(server, x => x.Answer.P999).Text("0.0"),
                server == LiveServers.Nobody ? "" : level.Ratio(server, LiveServers.Nobody, x => x.Answer.P99).Text("0.0"),
                level.Spread(server, x => x.Use.Cores).Text("0.00"),
                level.Spread(server, x => x.Use.Memory).Text("0"),
            })),
        ]);
        Console.WriteLine(levels.All(x => x.AllSeen) ? "Every reader saw every acknowledged event.\n" : "NOT EVERYTHING WAS SEEN BY EVERYONE, or something was refused or not answered; see above.\n");
        Report.Line("live", Machine.Of(options.Folder), options, levels.Select(level => new
        {
            level.Rate,
            level.Readers,
            level.AllSeen,
            HubDelayP50ToBareHub = level.Of(LiveServers.Hub).Count == 0 ? (Spread?)null : level.Ratio(LiveServers.Hub, LiveServers.BareHub, x => Delay(x).P50),
            Servers = Present(level).Prepend(LiveServers.Nobody).Select(server => new { server, Runs = level.Of(server) }),
        }));
    }

    private static IEnumerable<string> Present(LiveLevel level) => Watched.Where(x => level.Of(x).Count > 0);

    private static IEnumerable<string> Answering(LiveLevel level) =>
        Present(level).Where(x => x != LiveServers.BareHub).Prepend(LiveServers.Nobody);

    private static string Name(LiveLevel level, string server) => string.Create(
        CultureInfo.InvariantCulture, $"{level.Rate}/s, {(server == LiveServers.Nobody ? "nobody watching" : $"{level.Readers} × {server}")}");

    private static Percentiles Delay(LiveMeasured measured) => measured.Delay ?? default;
}
