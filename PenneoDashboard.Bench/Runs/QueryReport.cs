using System.Globalization;
using PenneoDashboard.Bench.Reports;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Runs;

/// <summary>How long the answers to one kind of question took, in milliseconds.</summary>
/// <param name="Bar">What the p95 must not exceed; NaN where there is no such bar.</param>
internal sealed record QueryTimes(string Name, double Bar, double[] Times)
{
    public double Median => At(0.5);

    public double P95 => At(0.95);

    public double Most => At(1);

    public string Text() => string.Create(CultureInfo.InvariantCulture, $"{Name}: median {Median:0.0} ms, p95 {P95:0.0} ms");

    private double At(double share) => Times.Order().ElementAt(Math.Clamp((int)Math.Ceiling(Times.Length * share) - 1, 0, Times.Length - 1));
}

internal static class QueryReport
{
    public static void Print(QueryOptions options, StoredLog log, IReadOnlyList<QueryTimes> answers, IReadOnlyList<ExportTimes> exports)
    {
        Console.WriteLine();
        Report.Table(
        [
            ["answer of the API", "asked", "median ms", "p95 ms", "most ms", "bar p95"],
            .. answers.Select(x => new[] { x.Name, Text(x.Times.Length, "0"), Text(x.Median, "0.0"), Text(x.P95, "0.0"), Text(x.Most, "0.0"), double.IsNaN(x.Bar) ? "" : Text(x.Bar, "0") }),
        ]);
        Report.Table(
        [
            ["export of a fifth of all", "seconds", "MB", "RSS before MB", "RSS growth MB"],
            .. exports.Select(x => new[] { x.Format, Text(x.Seconds, "0.0"), Text(x.Bytes / 1e6, "0"), Text(x.Before, "0"), Text(x.Growth, "0") }),
        ]);
        var sizes = log.Sizes();
        Report.Table([["on disk", "MB", "bytes an event"], .. sizes.Select(x => new[] { x.Name, Text(x.Bytes / 1e6, "0"), Text((double)x.Bytes / options.Events, "0") })]);
        Report.Line(
            "query",
            Machine.Of(options.Database),
            options,
            new { answers = answers.Select(x => new { x.Name, x.Times.Length, x.Median, x.P95, x.Most, Bar = double.IsNaN(x.Bar) ? (double?)null : x.Bar }), exports, sizes = sizes.ToDictionary(x => x.Name, x => x.Bytes) });
    }

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
