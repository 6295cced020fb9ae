using PenneoDashboard.Bench.Load;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Runs;

/// <summary>Starts one of the three servers, loads it, and looks at what it left.</summary>
internal sealed class IngestServers(IngestOptions options)
{
    public const string Product = "product";
    public const string Bare = "bare";
    public const string Single = "single";

    private int _seed;

    public async Task<Measured> MeasureAsync(string server, int connections, CancellationToken cancellationToken)
    {
        using var folder = new DataFolder(options.Folder);
        if (server == Product)
        {
            await using var product = await Servers.Product.StartAsync(options.App, folder.Path, cancellationToken);
            var target = await product.SubscribeAsync(cancellationToken);
            return await MeasureAsync(server, connections, product.Process, target, folder, cancellationToken);
        }

        var stores = server == Single;
        await using var baseline = stores ? Baseline.Start(Baseline.SingleCommand, "--folder", folder.Path) : Baseline.Start(Baseline.BareCommand);
        return await MeasureAsync(server, connections, baseline, null, stores ? folder : null, cancellationToken);
    }

    private async Task<Measured> MeasureAsync(
        string server, int connections, ChildServer process, LoadTarget? target, DataFolder? folder, CancellationToken cancellationToken)
    {
        target ??= new LoadTarget(await process.ListeningAsync(cancellationToken), "/webhooks/penneo/casefiles", "/webhooks/penneo/signers");
        var mix = new EventMix(++_seed, options.Casefiles);
        var warmUp = TimeSpan.FromSeconds(options.WarmUp);
        var sending = new ClosedLoad(target, mix, connections, warmUp, TimeSpan.FromSeconds(options.Seconds)).RunAsync(cancellationToken);
        var cpu = (await process.CpuAsync(sending, warmUp))?.Used ?? default;
        var (load, memory) = (await sending, process.Memory());
        if (folder is null)
        {
            await process.StopAsync();
            return new Measured(server, load, cpu, memory, null);
        }

        var log = new StoredLog(folder.Path);
        var wal = log.WalBytes;
        await process.StopAsync();
        log.Checkpoint();
        return new Measured(server, load, cpu, memory, new StoredCounts(log.Events(), log.Deliveries(), log.Counted(), log.FileBytes, wal));
    }
}

/// <summary>What the database holds after a load.</summary>
/// <param name="FileBytes">With everything from the write-ahead log moved into it.</param>
/// <param name="WalBytes">Of the write-ahead log at the end of the load.</param>
internal sealed record StoredCounts(long Events, long Deliveries, long Counted, long FileBytes, long WalBytes);

/// <summary>One server under one load.</summary>
/// <param name="Cpu">Processor time of the server in the measured time.</param>
/// <param name="Memory">Resident, in MB, at the end of the load.</param>
internal sealed record Measured(string Server, LoadResult Load, TimeSpan Cpu, double Memory, StoredCounts? Stored)
{
    /// <summary>Processor time of the server for one request, in microseconds. Unlike the rest it hardly minds a busy machine.</summary>
    public double CpuPerRequest => Cpu.TotalMicroseconds / Load.Measured;

    /// <summary>Exactly what was acknowledged stands in the database, as events, deliveries and counts alike.</summary>
    public bool AllStored =>
        Stored is null || (Load.Refused.Count == 0 && Stored.Events == Load.Acknowledged && Stored.Deliveries == Load.Acknowledged && Stored.Counted == Load.Acknowledged);

    public string Words => FormattableString.Invariant(
        $"{Server,-7} {Load.PerSecond,8:0}/s, p50 {Load.Latency.P50:0.0}, p99 {Load.Latency.P99:0.0}, p99.9 {Load.Latency.P999:0.0} ms, {CpuPerRequest:0} µs of CPU, {Memory:0} MB{Kept}");

    private string Kept => Stored is null
        ? Load.Refused.Count == 0 ? "" : $", REFUSED {Refused}"
        : AllStored
            ? $", {Load.Acknowledged} acknowledged and stored"
            : $", ACKNOWLEDGED {Load.Acknowledged}, STORED {Stored.Events} events, {Stored.Deliveries} deliveries, {Stored.Counted} counted; refused: {Refused}";

    private string Refused => string.Join(", ", Load.Refused.Select(x => $"{x.Key}: {x.Value}"));
}
