using System.Collections.Concurrent;

namespace PenneoDashboard.Rejected;

/// <summary>Lets through what refused deliveries the limits allow, and counts the others.</summary>
internal sealed class RefusalLimiter(RejectedLimits limits, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Bucket _total = new(limits.BurstTotal, limits.PerSecondTotal, time.GetUtcNow());
    private readonly Dictionary<long, Bucket> _bySubscription = [];
    private readonly ConcurrentDictionary<long, long> _dropped = [];

    /// <summary>How many of each subscription were not let through since the start.</summary>
    public IReadOnlyDictionary<long, long> Dropped => _dropped;

    public bool TryTake(long subscription, long bytes)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (!_bySubscription.TryGetValue(subscription, out var own))
                _bySubscription[subscription] = own = new Bucket(limits.BurstPerSubscription, limits.PerSecondAndSubscription, now);
            own.Fill(now);
            _total.Fill(now);
            if (own.Has(bytes) && _total.Has(bytes))
            {
                own.Take(bytes);
                _total.Take(bytes);
                return true;
            }
        }

        CountDropped(subscription);
        return false;
    }

    public void CountDropped(long subscription) => _dropped.AddOrUpdate(subscription, 1, (_, count) => count + 1);

    // The framework's own limiters keep a clock that a test can't move.
    private sealed class Bucket(RejectedLimits.Bounds most, RejectedLimits.Bounds perSecond, DateTimeOffset filled)
    {
        private double _rows = most.Rows;
        private double _bytes = most.Bytes;
        private DateTimeOffset _filled = filled;

        public void Fill(DateTimeOffset now)
        {
            var seconds = Math.Max(0, (now - _filled).TotalSeconds);
            _rows = Math.Min(most.Rows, _rows + (perSecond.Rows * seconds));
            _bytes = Math.Min(most.Bytes, _bytes + (perSecond.Bytes * seconds));
            _filled = now;
        }

        public bool Has(long bytes) => _rows >= 1 && _bytes >= bytes;

        public void Take(long bytes) => (_rows, _bytes) = (_rows - 1, _bytes - bytes);
    }
}
