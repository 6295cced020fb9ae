using System.Collections.Concurrent;
using System.Diagnostics;

namespace PenneoDashboard.Bench.Load;

/// <summary>What a load saw.</summary>
/// <param name="Measured">Answers of 200 in the measured time.</param>
/// <param name="Seconds">The measured time.</param>
/// <param name="Acknowledged">Answers of 200, those of the warm-up included.</param>
/// <param name="Refused">All other answers, by status.</param>
internal sealed record LoadResult(long Measured, double Seconds, Percentiles Latency, long Acknowledged, IReadOnlyDictionary<int, long> Refused)
{
    public double PerSecond => Measured / Seconds;
}

/// <summary>N connections, each of which sends its next request when the one before is answered.</summary>
internal sealed class ClosedLoad(LoadTarget target, EventMix mix, int connections, TimeSpan warmUp, TimeSpan measured)
{
    private const int MostPerSecond = 200_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<int, long> _refused = new();
    private readonly Latencies _latencies = new((int)(MostPerSecond * Math.Max(1, measured.TotalSeconds)));
    private long _acknowledged;
    private long _from;
    private long _until;

    /// <exception cref="IOException">A connection broke.</exception>
    public async Task<LoadResult> RunAsync(CancellationToken cancellationToken)
    {
        var open = new List<HttpConnection>();
        try
        {
            for (var i = 0; i < connections; i++)
                open.Add(await HttpConnection.OpenAsync(target.Address, cancellationToken));
            _from = Stopwatch.GetTimestamp() + Ticks(warmUp);
            _until = _from + Ticks(measured);
            await Task.WhenAll(open.Select(x => LoopAsync(x, cancellationToken))).WaitAsync(warmUp + measured + Patience, CancellationToken.None);
        }
        finally
        {
            open.ForEach(x => x.Dispose());
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new LoadResult(_latencies.Count, measured.TotalSeconds, _latencies.Percentiles(), _acknowledged, _refused);
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private async Task LoopAsync(HttpConnection connection, CancellationToken cancellationToken)
    {
        var request = new byte[target.MostBytes];
        for (var now = Stopwatch.GetTimestamp(); now < _until && !cancellationToken.IsCancellationRequested;)
        {
            var next = target.Write(mix, request);
            var sent = Stopwatch.GetTimestamp();
            var status = await connection.SendAsync(request.AsMemory(0, next.Length)).ConfigureAwait(false);
            now = Stopwatch.GetTimestamp();
            if (status != 200)
            {
                _refused.AddOrUpdate(status, 1, (_, count) => count + 1);
                continue;
            }

            Interlocked.Increment(ref _acknowledged);
            if (now >= _from && now < _until)
                _latencies.Add(now - sent);
        }
    }
}
