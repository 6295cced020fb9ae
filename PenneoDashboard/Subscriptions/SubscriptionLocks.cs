using System.Collections.Concurrent;

namespace PenneoDashboard.Subscriptions;

/// <summary>Lets one caller at a time work on a subscription, without holding up the others.</summary>
public sealed class SubscriptionLocks
{
    // Our ids start at 1.
    private const long Adopting = 0;

    private readonly ConcurrentDictionary<long, SemaphoreSlim> _gates = [];

    public async Task<IDisposable> TakeAsync(long id, CancellationToken cancellationToken)
    {
        var gate = _gates.GetOrAdd(id, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        return new Held(gate);
    }

    /// <summary>For taking over what Penneo has and we do not.</summary>
    public Task<IDisposable> TakeAdoptingAsync(CancellationToken cancellationToken) => TakeAsync(Adopting, cancellationToken);

    private sealed class Held(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
