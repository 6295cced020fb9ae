using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PenneoDashboard.Bench.Load;
using PenneoDashboard.Bench.Reports;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Runs;

/// <summary>The disk is full for a while under load, then there is room again.</summary>
internal sealed class DiskFullRun(DiskFullOptions options)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Command()
    {
        var seconds = RunOptions.Seconds("--seconds", 60, "How long the disk is full.");
        var around = RunOptions.Seconds("--around", 5, "Time under load before, and after the recovery.");
        var connections = RunOptions.Number("--connections", 16, "How many send at once.");
        var megabytes = RunOptions.Number("--megabytes", 1024, "Size of the disk, which lies in memory.");
        var (app, folder) = (RunOptions.App(), RunOptions.Folder());
        var command = new Command("disk-full", "A full disk under load, then room again. Needs root: it mounts a small tmpfs.") { seconds, around, connections, megabytes, app, folder };
        command.SetAction((parsed, cancellationToken) => new DiskFullRun(new DiskFullOptions(
            parsed.GetRequiredValue(seconds),
            parsed.GetRequiredValue(around),
            parsed.GetRequiredValue(connections),
            parsed.GetRequiredValue(megabytes),
            parsed.GetRequiredValue(app),
            parsed.GetRequiredValue(folder))).RunAsync(cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Console.Error.WriteLine("disk-full needs root: it mounts a tmpfs to fill. Nothing was measured.");
            return 2;
        }

        OneThread.Use();
        using var disk = SmallDisk.Mount(options.Folder, options.Megabytes);
        var (mix, log) = (new EventMix(seed: 1), new StoredLog(disk.Data));
        var load = new TrackedLoad(mix, options.Connections);
        var phases = new List<DiskPhase>();
        DiskHealth health;
        TimeSpan firstStored, ready;
        await using (var product = await Product.StartAsync(options.App, disk.Data, cancellationToken))
        {
            var target = await product.SubscribeAsync(cancellationToken);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var sending = load.RunAsync(target, enough.Token);
            phases.Add(await PhaseAsync("room", TimeSpan.FromSeconds(options.Around), load, cancellationToken));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Filled with {disk.Fill() / 1e6:0} MB."));
            var full = PhaseAsync("full", TimeSpan.FromSeconds(options.Seconds), load, cancellationToken);
            health = await DiskHealth.WatchAsync(product, full, cancellationToken);
            phases.Add(await full);
            (firstStored, ready) = await RecoverAsync(disk, product, load, cancellationToken);
            phases.Add(await PhaseAsync("room again", TimeSpan.FromSeconds(options.Around), load, cancellationToken));
            await enough.CancelAsync();
            await sending;
            await load.ResendAsync(target, cancellationToken);
            await product.Process.StopAsync();
        }

        var verdict = LogVerdict.Of(log, mix, load.Acknowledged);
        Print(phases, health, firstStored, ready, verdict);
        return verdict.IsGood ? 0 : 1;
    }

    private static async Task<DiskPhase> PhaseAsync(string name, TimeSpan length, TrackedLoad load, CancellationToken cancellationToken)
    {
        var (acknowledged, refused) = (load.Acknowledged.Count, load.Refused);
        await Task.Delay(length, cancellationToken);
        var phase = new DiskPhase(name, length.TotalSeconds, load.Acknowledged.Count - acknowledged, load.Refused - refused);
        Console.WriteLine($"{phase.Name}: {phase.Acknowledged} acknowledged, {phase.Refused} refused");
        return phase;
    }

    private static async Task<(TimeSpan FirstStored, TimeSpan Ready)> RecoverAsync(
        SmallDisk disk, Product product, TrackedLoad load, CancellationToken cancellationToken)
    {
        var before = load.Acknowledged.Count;
        disk.GiveBack();
        var since = Stopwatch.GetTimestamp();
        while (load.Acknowledged.Count == before)
        {
            if (Stopwatch.GetElapsedTime(since) > Patience)
                throw new TimeoutException($"Nothing was stored within {Patience.TotalSeconds:0} s after there was room again.\n{product.Process.Output()}");
            await Task.Delay(BetweenLooks, cancellationToken);
        }

        var firstStored = Stopwatch.GetElapsedTime(since);
        await product.ReadyAsync(cancellationToken);
        return (firstStored, Stopwatch.GetElapsedTime(since));
    }

    private void Print(List<DiskPhase> phases, DiskHealth health, TimeSpan firstStored, TimeSpan ready, LogVerdict verdict)
    {
        Console.WriteLine();
        Report.Table(
        [
            ["disk", "s", "acknowledged", "refused", "acknowledged/s", "÷ before"],
            .. phases.Select(x => new[]
            {
                x.Name, Text(x.Seconds, "0"), Text(x.Acknowledged, "0"), Text(x.Refused, "0"), Text(x.PerSecond, "0"), Text(x.PerSecond / phases[0].PerSecond, "0.00"),
            }),
        ]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"While full /health/ready was asked {health.Asked} times and said {health.Unhealthy} times that it is not ready{(health.Reason is null ? "" : $", as in: {health.Reason}")}\nWith room again the first event was stored after {firstStored.TotalMilliseconds:0} ms, and it was ready after {ready.TotalMilliseconds:0} ms.\n{verdict.Words}\n"));
        var (first, isReady) = (firstStored.TotalMilliseconds, ready.TotalMilliseconds);
        Report.Line("disk-full", Machine.Of(options.Folder), options, new { phases, health, firstStoredMilliseconds = first, readyMilliseconds = isReady, verdict });
    }

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}

internal sealed record DiskFullOptions(double Seconds, double Around, int Connections, int Megabytes, string App, string Folder);

/// <summary>A stretch of time with or without room.</summary>
internal sealed record DiskPhase(string Name, double Seconds, long Acknowledged, long Refused)
{
    public double PerSecond => Acknowledged / Seconds;
}

/// <summary>What <c>/health/ready</c> said while the disk was full.</summary>
/// <param name="Reason">Its last answer that was not 200.</param>
internal sealed record DiskHealth(int Asked, int Unhealthy, string? Reason)
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(250);

    public static async Task<DiskHealth> WatchAsync(Product product, Task whileRunning, CancellationToken cancellationToken)
    {
        var health = new DiskHealth(0, 0, null);
        while (await Task.WhenAny(whileRunning, Task.Delay(BetweenQuestions, cancellationToken)) != whileRunning)
        {
            var (status, body) = await product.GetAsync("/health/ready", cancellationToken);
            health = status == 200
                ? health with { Asked = health.Asked + 1 }
                : new DiskHealth(health.Asked + 1, health.Unhealthy + 1, $"{status} {body}");
        }

        return health;
    }
}
