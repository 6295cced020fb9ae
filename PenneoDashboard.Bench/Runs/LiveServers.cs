using System.Text.Json.Serialization;
using PenneoDashboard.Bench.Load;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Runs;

/// <summary>Starts a server with those who watch it, loads it, and puts together when everyone saw what.</summary>
internal sealed class LiveServers(LiveOptions options)
{
    public const string Hub = "hub";
    public const string View = "view";
    public const string BareHub = "bare hub";
    public const string Nobody = "nobody";

    // The last events are still on their way when the last answer is here.
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private int _seed;

    public async Task<LiveMeasured> MeasureAsync(string server, int rate, int readers, CancellationToken cancellationToken)
    {
        using var folder = new DataFolder(options.Folder);
        var mix = new EventMix(++_seed, options.Casefiles);
        if (server == BareHub)
        {
            await using var bare = Baseline.Start(Baseline.HubCommand);
            var url = await bare.ListeningAsync(cancellationToken);
            return await WithHubAsync(server, bare, url, new LoadTarget(url, "/webhooks/penneo/casefile", "/webhooks/penneo/signer"), mix, rate, readers, cancellationToken);
        }

        var seenFile = Path.Combine(folder.Path, "seen.bin");
        var settings = server == View ? Viewers.Settings(readers, options.Events(rate), seenFile) : null;
        await using var product = await Product.StartAsync(options.App, folder.Path, cancellationToken, settings);
        var target = await product.SubscribeAsync(cancellationToken);
        if (server == Hub)
            return await WithHubAsync(server, product.Process, product.Url, target, mix, rate, readers, cancellationToken);

        var sending = NewLoad(target, mix, rate).RunAsync(cancellationToken);
        var cpu = await product.Process.CpuAsync(sending, TimeSpan.FromSeconds(options.WarmUp));
        var (load, use) = (await sending, Use(cpu, product.Process));
        if (server == Nobody)
            return Result(server, load, [], use);

        await product.Process.StopAsync();
        var numbers = new StoredLog(folder.Path).NumbersBySequence(mix);
        return Result(server, load, [.. Viewers.Read(seenFile, readers).Select(seen => ByNumber(seen, numbers))], use);
    }

    private async Task<LiveMeasured> WithHubAsync(
        string server, ChildServer process, string url, LoadTarget target, EventMix mix, int rate, int readers, CancellationToken cancellationToken)
    {
        var open = new List<HubReader>();
        try
        {
            for (var i = 0; i < readers; i++)
                open.Add(await HubReader.ConnectAsync(url, streams: server == Hub, mix, options.Events(rate), cancellationToken));
            var sending = NewLoad(target, mix, rate).RunAsync(cancellationToken);
            var cpu = await process.CpuAsync(sending, TimeSpan.FromSeconds(options.WarmUp));
            var load = await sending;
            for (var waited = TimeSpan.Zero; waited < LastPatience && open.Any(x => x.Last < options.Events(rate)); waited += BetweenLooks)
                await Task.Delay(BetweenLooks, cancellationToken);
            return Result(server, load, [.. open.Select(x => x.SeenAt)], Use(cpu, process));
        }
        finally
        {
            foreach (var reader in open)
                await reader.DisposeAsync();
        }
    }

    private OpenLoad NewLoad(LoadTarget target, EventMix mix, int rate) =>
        new(target, mix, rate, TimeSpan.FromSeconds(options.WarmUp), TimeSpan.FromSeconds(options.Seconds));

    private static LiveUse Use(CpuUse? cpu, ChildServer process) => new(cpu?.Cores ?? 0, process.Memory());

    private static long[] ByNumber(long[] seenBySequence, IReadOnlyDictionary<long, long> numbers)
    {
        var seen = new long[seenBySequence.Length];
        foreach (var (sequence, number) in numbers)
            seen[number] = seenBySequence[sequence];
        return seen;
    }

    private static LiveMeasured Result(string server, OpenResult load, IReadOnlyList<long[]> seen, LiveUse use)
    {
        var measured = load.AnsweredAt.Length - load.FirstMeasured;
        var delays = new Latencies((int)measured * seen.Count);
        var unseen = 0L;
        foreach (var reader in seen)
        {
            for (var number = load.FirstMeasured; number < load.AnsweredAt.Length; number++)
            {
                if (load.AnsweredAt[number] == 0)
                    continue;
                if (reader[number] == 0)
                    unseen++;
                else
                    delays.Add(reader[number] - load.AnsweredAt[number]);
            }
        }

        return new LiveMeasured(server, load.Windows[0], load.Late, seen.Count == 0 ? null : delays.Percentiles(), unseen, load.Acknowledged, load.Refused, load.Unanswered, use);
    }
}

/// <summary>One server, watched, under one load.</summary>
/// <param name="Answer">From when a request was due to its answer.</param>
/// <param name="Late">The load generator's own part of it.</param>
/// <param name="Delay">From the answer to each reader; below 0 where the reader had the event first.</param>
/// <param name="Unseen">Acknowledged events that a reader did not see, summed over the readers.</param>
/// <param name="Unanswered">Requests without an answer a minute after the last was due.</param>
internal sealed record LiveMeasured(
    string Server, Percentiles Answer, Percentiles Late, Percentiles? Delay, long Unseen, long Acknowledged, IReadOnlyDictionary<int, long> Refused, long Unanswered, LiveUse Use)
{
    [JsonIgnore]
    public string Words => FormattableString.Invariant(
        $"{Server,-8} answer p50 {Answer.P50:0.0}, p99 {Answer.P99:0.0} ms (sent late by p99 {Late.P99:0.0}){Seen}, {Use.Cores:0.00} cores, {Use.Memory:0} MB{Missed}");

    /// <summary>Every request was taken and every reader saw its event.</summary>
    [JsonIgnore]
    public bool IsGood => Unseen == 0 && Unanswered == 0 && Refused.Count == 0;

    private string Missed =>
        (Unanswered == 0 ? "" : $", UNANSWERED {Unanswered}") + (Refused.Count == 0 ? "" : ", REFUSED " + string.Join(", ", Refused.Select(x => $"{x.Key}: {x.Value}")));

    private string Seen => Delay is { } delay
        ? FormattableString.Invariant($"; seen p50 {delay.P50:0.0}, p99 {delay.P99:0.0} ms after it{(Unseen == 0 ? "" : $", UNSEEN {Unseen}")}")
        : "";
}

/// <summary>What the server took.</summary>
/// <param name="Cores">Processor time by the time until the last answer.</param>
/// <param name="Memory">Resident at the end, MB.</param>
internal readonly record struct LiveUse(double Cores, double Memory);
