using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PenneoDashboard.Bench.Load;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Runs;

/// <summary>Memory after many events, and how soon the app is ready again with them.</summary>
internal sealed class RestartRun(RestartOptions options)
{
    private const int Steps = 10;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BeforeKill = TimeSpan.FromSeconds(1);

    public static Command Command()
    {
        var events = RunOptions.Number("--events", 1_000_000, "How many are sent through the receiver first.");
        var connections = RunOptions.Number("--connections", 64, "How many send at once.");
        var repetitions = RunOptions.Number("--repetitions", 5, "How often it is restarted: stopped each time, killed each time.");
        var (app, folder) = (RunOptions.App(), RunOptions.Folder());
        var command = new Command("restart", "Memory after a million events, and the time to ready with them.") { events, connections, repetitions, app, folder };
        command.SetAction((parsed, cancellationToken) => new RestartRun(new RestartOptions(
            parsed.GetRequiredValue(events),
            parsed.GetRequiredValue(connections),
            parsed.GetRequiredValue(repetitions),
            parsed.GetRequiredValue(app),
            parsed.GetRequiredValue(folder))).RunAsync(cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        OneThread.Use();
        using var folder = new DataFolder(options.Folder);
        var (mix, log) = (new EventMix(seed: 1), new StoredLog(folder.Path));
        var load = new TrackedLoad(mix, options.Connections);
        var steps = new List<FillStep>();
        TimeSpan stopped;
        LoadTarget target;
        await using (var product = await Product.StartAsync(options.App, folder.Path, cancellationToken))
        {
            target = await product.SubscribeAsync(cancellationToken);
            steps.Add(new FillStep(0, 0, product.Process.Memory(), product.Process.Memory("VmHWM"), log.FileBytes, log.WalBytes));
            await FillAsync(product, target, load, log, steps, cancellationToken);
            await load.ResendAsync(target, cancellationToken);
            var stopping = Stopwatch.GetTimestamp();
            await product.Process.StopAsync();
            stopped = Stopwatch.GetElapsedTime(stopping);
        }

        var starts = new List<Restart>();
        for (var repetition = 1; repetition <= options.Repetitions; repetition++)
            starts.Add(await RestartAsync(folder.Path, target, load, cancellationToken));
        var verdict = LogVerdict.Of(log, mix, load.Acknowledged);
        RestartReport.Print(options, steps, stopped, starts, verdict);
        return verdict.IsGood ? 0 : 1;
    }

    private async Task FillAsync(
        Product product, LoadTarget target, TrackedLoad load, StoredLog log, List<FillStep> steps, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var sending = load.RunAsync(target, enough.Token);
        while (load.Acknowledged.Count < options.Events && !sending.IsCompleted)
        {
            await Task.Delay(BetweenLooks, cancellationToken);
            if (load.Acknowledged.Count >= (long)options.Events * steps.Count / Steps)
            {
                steps.Add(new FillStep(
                    load.Acknowledged.Count, Stopwatch.GetElapsedTime(started).TotalSeconds, product.Process.Memory(), product.Process.Memory("VmHWM"), log.FileBytes, log.WalBytes));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{steps[^1].Events} events after {steps[^1].Seconds:0.0} s: {steps[^1].Memory:0} MB"));
            }
        }

        await enough.CancelAsync();
        await sending;
    }

    private async Task<Restart> RestartAsync(string folder, LoadTarget target, TrackedLoad load, CancellationToken cancellationToken)
    {
        using var empty = new DataFolder(options.Folder);
        await using var first = await Product.StartAsync(options.App, empty.Path, cancellationToken);
        await first.Process.KillAsync();
        await using var afterStop = await Product.StartAsync(options.App, folder, cancellationToken);
        var memory = afterStop.Process.Memory();

        // A kill under load leaves a write-ahead log to be read again at the next start.
        var sending = load.RunAsync(target.At(afterStop.Url), cancellationToken);
        await Task.Delay(BeforeKill, cancellationToken);
        await afterStop.Process.KillAsync();
        await sending;
        await using var afterKill = await Product.StartAsync(options.App, folder, cancellationToken);
        await load.ResendAsync(target.At(afterKill.Url), cancellationToken);
        await afterKill.Process.StopAsync();
        return new Restart(first.TimeToReady.TotalMilliseconds, afterStop.TimeToReady.TotalMilliseconds, afterKill.TimeToReady.TotalMilliseconds, memory);
    }
}

internal sealed record RestartOptions(int Events, int Connections, int Repetitions, string App, string Folder);

/// <summary>How things stood during the filling.</summary>
/// <param name="Memory">Resident, MB.</param>
/// <param name="MostMemory">The most that was resident so far, MB.</param>
internal sealed record FillStep(long Events, double Seconds, double Memory, double MostMemory, long FileBytes, long WalBytes);

/// <summary>Milliseconds from the start of a process to ready: on an empty folder, after a stop, and after a kill under load.</summary>
/// <param name="Memory">Resident once it was ready, MB.</param>
internal sealed record Restart(double Empty, double AfterStop, double AfterKill, double Memory);
