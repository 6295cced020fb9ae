using System.Threading.Channels;

namespace PenneoDashboard.Events;

/// <summary>A delivery whose sender waits to hear what became of it.</summary>
internal sealed class PendingDelivery(IncomingDelivery delivery)
{
    private readonly TaskCompletionSource<StoreResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IncomingDelivery Delivery => delivery;

    public Task<StoreResult> Answer => _done.Task;

    /// <summary>Known once it is stored.</summary>
    public long DeliveryId { get; set; }

    public long Bytes { get; } = delivery.Body.Length + (2L * delivery.Headers.Length);

    /// <summary>Answers the sender; false when it has been answered before.</summary>
    public bool TryAnswer(StoreResult result) => _done.TrySetResult(result);
}

/// <summary>What waits for the writer, bounded in number and in bytes.</summary>
internal sealed class WriterQueue(WriterLimits limits)
{
    private readonly Channel<PendingDelivery> _channel = Channel.CreateBounded<PendingDelivery>(
        new BoundedChannelOptions(limits.QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private long _bytes;

    /// <summary>False when it is full or closed.</summary>
    public bool TryAdd(PendingDelivery pending)
    {
        var total = Interlocked.Add(ref _bytes, pending.Bytes);
        if ((total <= limits.QueueBytes || total == pending.Bytes) && _channel.Writer.TryWrite(pending))
            return true;
        Release(pending);
        return false;
    }

    /// <summary>Takes nothing more; what is in it can still be read.</summary>
    public void Close() => _channel.Writer.TryComplete();

    /// <summary>False once it is closed and empty.</summary>
    public ValueTask<bool> WaitAsync() => _channel.Reader.WaitToReadAsync();

    /// <summary>Takes the next batch, without those whose senders were told to try again meanwhile.</summary>
    public void TakeBatch(List<PendingDelivery> batch)
    {
        var bytes = 0L;
        while (batch.Count < limits.BatchLength && bytes < limits.BatchBytes && _channel.Reader.TryRead(out var pending))
        {
            if (pending.Answer.IsCompleted)
            {
                Release(pending);
                continue;
            }

            batch.Add(pending);
            bytes += pending.Bytes;
        }
    }

    /// <summary>Gives back the room of a delivery that was taken.</summary>
    public void Release(PendingDelivery pending) => Interlocked.Add(ref _bytes, -pending.Bytes);
}
