using System.Globalization;
using PenneoDashboard.Bench.Reports;

namespace PenneoDashboard.Bench.Runs;

/// <summary>Tells what <c>crash</c> found.</summary>
internal static class CrashReport
{
    public static void Print(CrashOptions options, IReadOnlyList<CrashRound> rounds, TimeSpan emptyReady, LogVerdict verdict)
    {
        var ready = Spread.Of(rounds.Select(x => x.Ready));
        var ratio = Spread.Of(rounds.Select(x => x.Ready / emptyReady.TotalMilliseconds));
        Console.WriteLine();
        Report.Table(
        [
            ["", "all rounds"],
            ["rounds", Text(rounds.Count)],
            ["acknowledged before a kill", Text(rounds.Sum(x => x.Acknowledged))],
            ["unanswered at a kill", Text(rounds.Sum(x => x.Unanswered))],
            ["  of these stored all the same", Text(rounds.Sum(x => x.UnansweredFound))],
            ["missing after the restart", Text(rounds.Sum(x => x.Missing))],
            ["found, all sent again", Text(verdict.Found)],
            ["found twice", Text(verdict.Twice)],
            ["acknowledged and missing at the end", Text(verdict.Missing)],
            ["ready again, ms", ready.Text("0")],
            ["  ÷ that of an empty folder", ratio.Text("0.00")],
        ]);
        Console.WriteLine(verdict.Words + "\n");
        Report.Line("crash", Machine.Of(options.Folder), options, new { rounds, readyMilliseconds = ready, readyRatio = ratio, verdict });
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
