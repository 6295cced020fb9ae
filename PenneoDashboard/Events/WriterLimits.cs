namespace PenneoDashboard.Events;

/// <summary>How much the writer takes on, and how long it lets a sender wait.</summary>
internal sealed record WriterLimits
{
    /// <summary>Deliveries that may wait; more are refused with <see cref="StoreResult.Busy"/>.</summary>
    public int QueueLength { get; init; } = 4096;

    /// <summary>Bytes of bodies and headers that may wait or be under way; a single larger delivery is still taken.</summary>
    public long QueueBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>Deliveries in one transaction.</summary>
    public int BatchLength { get; init; } = 512;

    /// <summary>Bytes after which a transaction takes no further delivery.</summary>
    public long BatchBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Below Penneo's 15 seconds, so that a 503 still reaches it and it tries again. Not shorter, although the queue may
    /// have room only because nothing is stored: Penneo gives up after four attempts, 20 seconds apart, so each that waits
    /// 10 seconds stretches the minute they bridge to 100 seconds, and one that is stored after 9 has failed nobody. What
    /// waits is bounded by the queue, and what finds it full is refused at once.
    /// </summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(10);
}
