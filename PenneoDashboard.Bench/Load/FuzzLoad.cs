using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PenneoDashboard.Bench.Load;

/// <summary>Throws fuzzed requests at a receiver, and remembers of each what was answered and what its body was.</summary>
internal sealed class FuzzLoad(LoadTarget target, long requests, int connections, int seed, int limit)
{
    /// <summary>Stands for a connection that ended without an answer.</summary>
    public const int NoAnswer = 0;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly long[] _perStatus = new long[1000];
    private readonly EventMix _mix = new(seed);
    private long _last;

    /// <summary>How many there are so far.</summary>
    public long Sent => Math.Min(Interlocked.Read(ref _last), requests);

    /// <summary>The answer to each, by number from 1 on.</summary>
    public short[] Statuses { get; } = new short[requests + 1];

    /// <summary>A hash of the body of each.</summary>
    public long[] Hashes { get; } = new long[requests + 1];

    /// <summary>How many answers there were of each status.</summary>
    public IReadOnlyDictionary<int, long> PerStatus => Enumerable.Range(0, _perStatus.Length).Where(x => _perStatus[x] > 0).ToDictionary(x => x, x => _perStatus[x]);

    public static long Hash(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    /// <exception cref="TimeoutException">There was neither an answer nor an end of the connection.</exception>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(() => LoopAsync(seed + i, cancellationToken), cancellationToken)));

    private async Task LoopAsync(int ownSeed, CancellationToken cancellationToken)
    {
        var random = new Random(ownSeed);
        var source = new FuzzRequests(random, new FuzzBody(random, _mix, limit), target);
        HttpConnection? connection = null;
        try
        {
            while (Interlocked.Increment(ref _last) is var number && number <= requests && !cancellationToken.IsCancellationRequested)
            {
                var request = source.Next(number);
                connection ??= await HttpConnection.OpenAsync(target.Address, cancellationToken);
                var status = await TrySendAsync(connection, request, number);
                Statuses[number] = (short)status;
                Hashes[number] = request.Body is null ? 0 : Hash(request.Body);
                Interlocked.Increment(ref _perStatus[status]);

                // Behind a request that was not whole nobody knows where the next one starts.
                if (status == NoAnswer || connection.IsOver || request.Body is null)
                {
                    connection.Dispose();
                    connection = null;
                }
            }
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private static async Task<int> TrySendAsync(HttpConnection connection, FuzzRequest request, long number)
    {
        try
        {
            var sending = connection.SendAsync(request.Bytes, endsEarly: request.EndsEarly).AsTask();
            return await sending.WaitAsync(Patience);
        }
        catch (IOException)
        {
            return NoAnswer;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Request {number} had neither an answer nor an end within {Patience.TotalSeconds:0} s.");
        }
    }
}
