using System.Collections.Concurrent;

namespace PenneoDashboard.Bench.Load;

/// <summary>An event whose sender does not know what became of it, and which it must send again.</summary>
internal sealed record Unanswered(long Number, bool IsSigner, byte[] Body);

/// <summary>
/// A sender that keeps its promises as Penneo does: it knows by number which events were acknowledged, and sends those
/// without an answer of 2xx again, byte for byte.
/// </summary>
internal sealed class TrackedLoad(EventMix mix, int connections)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<long> _acknowledged = new();
    private readonly ConcurrentQueue<Unanswered> _unanswered = new();
    private long _refused;

    public IReadOnlyCollection<long> Acknowledged => _acknowledged;

    public IReadOnlyCollection<Unanswered> Unanswered => _unanswered;

    /// <summary>Answers other than 200, each of which was tried again after a pause.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Sends until it is told to stop or the server is gone.</summary>
    public async Task RunAsync(LoadTarget target, CancellationToken stop)
    {
        var open = new List<HttpConnection>();
        try
        {
            for (var i = 0; i < connections; i++)
                open.Add(await HttpConnection.OpenAsync(target.Address, CancellationToken.None));
            await Task.WhenAll(open.Select(x => LoopAsync(x, target, stop)));
        }
        finally
        {
            open.ForEach(x => x.Dispose());
        }
    }

    /// <summary>Sends everything again that has no answer yet.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="IOException">The server is gone again.</exception>
    public async Task<int> ResendAsync(LoadTarget target, CancellationToken cancellationToken)
    {
        using var connection = await HttpConnection.OpenAsync(target.Address, cancellationToken);
        var request = new byte[target.MostBytes];
        var count = 0;
        for (; _unanswered.TryPeek(out var waiting); count++)
        {
            while (await connection.SendAsync(request.AsMemory(0, target.Write(waiting.Body, waiting.IsSigner, request))) != 200)
                await Task.Delay(RetryPause, cancellationToken);
            _acknowledged.Enqueue(waiting.Number);
            _unanswered.TryDequeue(out _);
        }

        return count;
    }

    private async Task LoopAsync(HttpConnection connection, LoadTarget target, CancellationToken stop)
    {
        var (body, request) = (new byte[EventMix.MostBytes], new byte[target.MostBytes]);
        while (!stop.IsCancellationRequested)
        {
            var next = mix.Write(body);
            var length = target.Write(body.AsSpan(0, next.Length), next.IsSigner, request);
            if (!await TrySendAsync(connection, request.AsMemory(0, length), stop).ConfigureAwait(false))
            {
                _unanswered.Enqueue(new Unanswered(next.Number, next.IsSigner, body[..next.Length]));
                return;
            }

            _acknowledged.Enqueue(next.Number);
        }
    }

    private async Task<bool> TrySendAsync(HttpConnection connection, ReadOnlyMemory<byte> request, CancellationToken stop)
    {
        try
        {
            while (await connection.SendAsync(request).ConfigureAwait(false) != 200)
            {
                Interlocked.Increment(ref _refused);
                await Task.Delay(RetryPause, stop).ConfigureAwait(false);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
