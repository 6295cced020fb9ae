using System.Globalization;
using PenneoDashboard.Bench.Reports;

namespace PenneoDashboard.Bench.Runs;

/// <summary>Tells what <c>restart</c> found.</summary>
internal static class RestartReport
{
    public static void Print(RestartOptions options, IReadOnlyList<FillStep> steps, TimeSpan stopped, IReadOnlyList<Restart> starts, LogVerdict verdict)
    {
        Console.WriteLine();
        Report.Table([["events", "s", "RSS MB", "most RSS MB", "file MB", "WAL MB"], .. steps.Select(Row)]);
        Report.Table(
        [
            ["ready after the start of the process", "ms", "÷ empty folder"],
            ["empty folder", Spread.Of(starts.Select(x => x.Empty)).Text("0"), ""],
            ["after a stop", Spread.Of(starts.Select(x => x.AfterStop)).Text("0"), Spread.Of(starts.Select(x => x.AfterStop / x.Empty)).Text("0.00")],
            ["after kill -9 under load", Spread.Of(starts.Select(x => x.AfterKill)).Text("0"), Spread.Of(starts.Select(x => x.AfterKill / x.Empty)).Text("0.00")],
        ]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Stopping took {stopped.TotalMilliseconds:0} ms. RSS once ready again: {Spread.Of(starts.Select(x => x.Memory)).Text("0")} MB.\n{verdict.Words}\n"));
        Report.Line("restart", Machine.Of(options.Folder), options, new { steps, stoppedMilliseconds = stopped.TotalMilliseconds, starts, verdict });
    }

    private static string[] Row(FillStep step) =>
    [
        step.Events.ToString(CultureInfo.InvariantCulture),
        .. new[] { step.Seconds, step.Memory, step.MostMemory, step.FileBytes / 1e6, step.WalBytes / 1e6 }.Select(x => x.ToString("0.0", CultureInfo.InvariantCulture)),
    ];
}
