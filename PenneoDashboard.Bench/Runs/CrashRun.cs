using System.CommandLine;
using System.Text.Json.Serialization;
using PenneoDashboard.Bench.Load;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Runs;

/// <summary>Kills the app in the middle of its work, again and again, on one data folder.</summary>
internal sealed class CrashRun(CrashOptions options)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(1);

    private readonly EventMix _mix = new(options.Seed);
    private readonly Random _random = new(options.Seed);
    private readonly List<CrashRound> _rounds = [];

    public static Command Command()
    {
        var rounds = RunOptions.Number("--rounds", 20, "How often it is killed.");
        var seconds = RunOptions.Seconds("--seconds", 2, "The longest time from the first answer to the kill; the moment is chosen at random.");
        var connections = RunOptions.Number("--connections", 64, "How many send at once.");
        var seed = RunOptions.Number("--seed", 1, "Of the random moments and events.");
        var (app, folder) = (RunOptions.App(), RunOptions.Folder());
        var command = new Command("crash", "Load, kill -9, restart: what was acknowledged must be there, once.") { rounds, seconds, connections, seed, app, folder };
        command.SetAction((parsed, cancellationToken) => new CrashRun(new CrashOptions(
            parsed.GetRequiredValue(rounds),
            parsed.GetRequiredValue(seconds),
            parsed.GetRequiredValue(connections),
            parsed.GetRequiredValue(seed),
            parsed.GetRequiredValue(app),
            parsed.GetRequiredValue(folder))).RunAsync(cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        OneThread.Use();
        using var folder = new DataFolder(options.Folder);
        var load = new TrackedLoad(_mix, options.Connections);
        var log = new StoredLog(folder.Path);
        LoadTarget? target = null;
        TimeSpan emptyReady = default;
        for (var round = 0; round <= options.Rounds; round++)
        {
            await using var product = await Product.StartAsync(options.App, folder.Path, cancellationToken);
            target = target?.At(product.Url) ?? await product.SubscribeAsync(cancellationToken);
            if (round == 0)
                emptyReady = product.TimeToReady;
            else
                await FinishAsync(_rounds[^1], product, target, load, log, cancellationToken);

            if (round < options.Rounds)
                _rounds.Add(await KillUnderLoadAsync(round + 1, product, target, load, log, cancellationToken));
            else
                await product.Process.StopAsync();
        }

        var verdict = LogVerdict.Of(log, _mix, load.Acknowledged);
        CrashReport.Print(options, _rounds, emptyReady, verdict);
        return verdict.IsGood ? 0 : 1;
    }

    private async Task<CrashRound> KillUnderLoadAsync(
        int round, Product product, LoadTarget target, TrackedLoad load, StoredLog log, CancellationToken cancellationToken)
    {
        var (before, lastSequence) = (load.Acknowledged.Count, log.LastSequence());
        var moment = _random.NextDouble() * TimeSpan.FromSeconds(options.Seconds);
        var sending = load.RunAsync(target, cancellationToken);

        // Whatever the machine is busy with: before the first answer there is nothing to lose.
        while (load.Acknowledged.Count == before && !sending.IsCompleted)
            await Task.Delay(BetweenLooks, cancellationToken);
        await Task.Delay(moment, cancellationToken);
        await product.Process.KillAsync();
        await sending;
        return new CrashRound(round, moment.TotalMilliseconds, load.Acknowledged.Count - before, load.Unanswered.Count, lastSequence);
    }

    // What had no answer may be there or not; sent again, as Penneo does, it must be there once.
    private async Task FinishAsync(
        CrashRound round, Product restarted, LoadTarget target, TrackedLoad load, StoredLog log, CancellationToken cancellationToken)
    {
        var found = log.Numbers(_mix, round.LastSequenceBefore);
        var acknowledged = load.Acknowledged.TakeLast((int)round.Acknowledged);
        round.Ready = restarted.TimeToReady.TotalMilliseconds;
        round.Missing = acknowledged.Count(x => !found.ContainsKey(x));
        round.UnansweredFound = load.Unanswered.Count(x => found.ContainsKey(x.Number));
        await load.ResendAsync(target, cancellationToken);
        var again = log.Numbers(_mix, round.LastSequenceBefore);
        round.Found = again.Count;
        round.Twice = again.Count(x => x.Value > 1);
        Console.WriteLine(round.Words);
    }
}

internal sealed record CrashOptions(int Rounds, double Seconds, int Connections, int Seed, string App, string Folder);

/// <summary>One kill.</summary>
/// <param name="Moment">From the first answer to the kill, in milliseconds.</param>
/// <param name="Acknowledged">Answers of 200 before the kill.</param>
/// <param name="Unanswered">Requests under way at the kill.</param>
internal sealed record CrashRound(int Round, double Moment, long Acknowledged, long Unanswered, long LastSequenceBefore)
{
    /// <summary>Of the unanswered, those that were stored all the same.</summary>
    public int UnansweredFound { get; set; }

    /// <summary>Events of this round in the database, after the unanswered were sent again.</summary>
    public int Found { get; set; }

    public int Twice { get; set; }

    /// <summary>Acknowledged, but not in the database after the restart.</summary>
    public int Missing { get; set; }

    /// <summary>From the start of the next process to its first 200 of <c>/health/ready</c>, in milliseconds.</summary>
    public double Ready { get; set; }

    [JsonIgnore]
    public string Words => FormattableString.Invariant(
        $"Round {Round}: killed after {Moment:0} ms; {Acknowledged} acknowledged, {Unanswered} unanswered ({UnansweredFound} of them stored); missing {Missing}, twice {Twice}; ready again after {Ready:0} ms");
}
