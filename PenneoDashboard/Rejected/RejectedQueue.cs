using System.Threading.Channels;
using PenneoDashboard.Webhooks;

namespace PenneoDashboard.Rejected;

/// <summary>Takes refused deliveries off the receiver's hands, as many as the limits let through.</summary>
internal sealed class RejectedQueue(RejectedLimits limits, TimeProvider time) : IRefusalListener
{
    private readonly RefusalLimiter _limiter = new(limits, time);

    // The limiter's bursts bound what can wait here, in number and in bytes; the length is for a store that stands still.
    private readonly Channel<RefusedDelivery> _channel = Channel.CreateBounded<RefusedDelivery>(
        new BoundedChannelOptions(limits.BurstTotal.Rows) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private long _bytes;

    /// <summary>How many of each subscription were refused and not kept since the start.</summary>
    public IReadOnlyDictionary<long, long> Dropped => _limiter.Dropped;

    public bool Wants(long subscription, int bytes)
    {
        if (Interlocked.Read(ref _bytes) + bytes <= limits.BurstTotal.Bytes)
            return _limiter.TryTake(subscription, bytes);
        _limiter.CountDropped(subscription);
        return false;
    }

    public void OnRefused(RefusedDelivery refused)
    {
        if (_channel.Writer.TryWrite(refused))
            Interlocked.Add(ref _bytes, refused.Body.Length);
        else
            Drop(refused);
    }

    public void Drop(RefusedDelivery refused) => _limiter.CountDropped(refused.SubscriptionId);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _channel.Reader.WaitToReadAsync(cancellationToken);

    public List<RefusedDelivery> TakeBatch()
    {
        var batch = new List<RefusedDelivery>();
        while (batch.Count < limits.BatchLength && _channel.Reader.TryRead(out var refused))
        {
            Interlocked.Add(ref _bytes, -refused.Body.Length);
            batch.Add(refused);
        }

        return batch;
    }
}
