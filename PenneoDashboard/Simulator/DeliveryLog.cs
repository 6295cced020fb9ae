namespace PenneoDashboard.Simulator;

/// <summary>What the page shows of the deliveries: the newest ones and the counts.</summary>
public sealed class DeliveryLog(SimulatorChanges changes)
{
    private const int Capacity = 200;

    private readonly Lock _gate = new();
    private readonly Queue<DeliveryAttempt> _recent = new(Capacity);
    private long _attempts;
    private long _delivered;
    private long _failed;
    private long _dropped;
    private long _overflowed;
    private long _pending;
    private long _lost;
    private long _number;

    public DeliveryCounters Counters => new(
        Interlocked.Read(ref _attempts),
        Interlocked.Read(ref _delivered),
        Interlocked.Read(ref _failed),
        Interlocked.Read(ref _dropped),
        Interlocked.Read(ref _overflowed),
        Interlocked.Read(ref _pending),
        Interlocked.Read(ref _lost));

    /// <summary>The newest attempts, newest first.</summary>
    public IReadOnlyList<DeliveryAttempt> Recent(int count = Capacity)
    {
        lock (_gate)
            return [.. _recent.Reverse().Take(count)];
    }

    /// <param name="attempt">Its number is given here.</param>
    public void Add(DeliveryAttempt attempt)
    {
        Interlocked.Increment(ref _attempts);
        Interlocked.Increment(ref attempt.Error is null ? ref _delivered : ref _failed);
        Show(attempt);
    }

    /// <param name="attempt">The one that was never made.</param>
    public void Lost(DeliveryAttempt attempt)
    {
        Interlocked.Increment(ref _lost);
        Show(attempt with { IsLost = true });
    }

    public void Accepted() => Interlocked.Increment(ref _pending);

    /// <summary>A message is done with, delivered or not.</summary>
    public void Settled()
    {
        Interlocked.Decrement(ref _pending);
        changes.Notify();
    }

    public void Dropped() => Interlocked.Increment(ref _dropped);

    public void Overflowed() => Interlocked.Increment(ref _overflowed);

    private void Show(DeliveryAttempt attempt)
    {
        lock (_gate)
        {
            if (_recent.Count == Capacity)
                _recent.Dequeue();
            _recent.Enqueue(attempt with { Number = ++_number });
        }
        changes.Notify();
    }
}
