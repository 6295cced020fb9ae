using System.CommandLine;
using System.Globalization;
using PenneoDashboard.Bench.Load;
using PenneoDashboard.Bench.Reports;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Runs;

/// <summary>A steady rate for a chosen time: the end must look like the start.</summary>
internal sealed class SoakRun(SoakOptions options)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    public static Command Command()
    {
        var minutes = RunOptions.Seconds("--minutes", 10, "How long.");
        var rate = RunOptions.Number("--rate", 500, "Events a second.");
        var parts = RunOptions.Number("--parts", 10, "Into how many parts of equal length the time is cut.");
        var (app, folder) = (RunOptions.App(), RunOptions.Folder());
        var command = new Command("soak", "Latency, memory and disk at a steady rate, from the start to the end.") { minutes, rate, parts, app, folder };
        command.SetAction((parsed, cancellationToken) => new SoakRun(new SoakOptions(
            parsed.GetRequiredValue(minutes),
            parsed.GetRequiredValue(rate),
            parsed.GetRequiredValue(parts),
            parsed.GetRequiredValue(app),
            parsed.GetRequiredValue(folder))).RunAsync(cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        OneThread.Use();
        using var folder = new DataFolder(options.Folder);
        var (mix, log) = (new EventMix(seed: 1), new StoredLog(folder.Path));
        OpenResult result;
        SoakState[] states;
        await using (var product = await Product.StartAsync(options.App, folder.Path, cancellationToken))
        {
            var target = await product.SubscribeAsync(cancellationToken);
            var load = new OpenLoad(target, mix, options.Rate, WarmUp, TimeSpan.FromMinutes(options.Minutes), options.Parts);
            var sending = load.RunAsync(cancellationToken);
            states = await WatchAsync(load, sending, product.Process, log, cancellationToken);
            result = await sending;
            await product.Process.StopAsync();
        }

        var acknowledged = Enumerable.Range(1, result.AnsweredAt.Length - 1).Where(x => result.AnsweredAt[x] > 0).Select(x => (long)x).ToList();
        var verdict = LogVerdict.Of(log, mix, acknowledged);
        Print(result, states, verdict);
        return verdict.IsGood && result.Refused.Count == 0 && result.Unanswered == 0 ? 0 : 1;
    }

    // The state at the end of each part: what was seen last while it was being sent.
    private async Task<SoakState[]> WatchAsync(OpenLoad load, Task sending, ChildServer process, StoredLog log, CancellationToken cancellationToken)
    {
        var states = new SoakState[options.Parts];
        var told = -1;
        while (!sending.IsCompleted)
        {
            if (load.Window is >= 0 and var part)
            {
                states[part] = new SoakState(process.Memory(), log.FileBytes, log.WalBytes);
                if (part > told)
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Part {(told = part) + 1} of {options.Parts}: {states[part].Memory:0} MB"));
            }

            await Task.WhenAny(sending, Task.Delay(BetweenLooks, cancellationToken));
        }

        return states;
    }

    private void Print(OpenResult result, SoakState[] states, LogVerdict verdict)
    {
        Console.WriteLine();
        Report.Table(
        [
            ["until minute", "p50 ms", "p99 ms", "p99.9 ms", "most ms", "RSS MB", "file MB", "WAL MB"],
            .. states.Select((state, part) => Row(Text(options.Minutes * (part + 1) / options.Parts, "0.0"), result.Windows[part], state)),
            [
                "last part ÷ first", .. Ratios(result.Windows[^1], result.Windows[0]), Text(states[^1].Memory / states[0].Memory, "0.00"), "", "",
            ],
        ]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Acknowledged} acknowledged, {result.Refused.Values.Sum()} refused, {result.Unanswered} not answered; requests were sent late by p99 {result.Late.P99:0.0} ms.\n{verdict.Words}\n"));
        Report.Line("soak", Machine.Of(options.Folder), options, new { parts = result.Windows, states, result.Late, result.Acknowledged, result.Refused, result.Unanswered, verdict });
    }

    private static string[] Row(string name, Percentiles latency, SoakState state) =>
    [
        name,
        .. new[] { latency.P50, latency.P99, latency.P999, latency.Most, state.Memory, state.FileBytes / 1e6, state.WalBytes / 1e6 }.Select(x => Text(x, "0.0")),
    ];

    private static IEnumerable<string> Ratios(Percentiles last, Percentiles first) =>
        new[] { last.P50 / first.P50, last.P99 / first.P99, last.P999 / first.P999, last.Most / first.Most }.Select(x => Text(x, "0.00"));

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}

internal sealed record SoakOptions(double Minutes, int Rate, int Parts, string App, string Folder);

/// <summary>How things stood at the end of a part.</summary>
/// <param name="Memory">Resident, MB.</param>
internal readonly record struct SoakState(double Memory, long FileBytes, long WalBytes);
