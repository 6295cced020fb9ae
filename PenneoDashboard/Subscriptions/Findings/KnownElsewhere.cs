namespace PenneoDashboard.Subscriptions.Findings;

/// <summary>What was at Penneo and not ours when someone last compared; for who must not ask Penneo each time.</summary>
public sealed class KnownElsewhere
{
    private readonly Lock _gate = new();
    private IReadOnlyList<SubscriptionElsewhere> _all = [];

    public IReadOnlyList<SubscriptionElsewhere> All => Volatile.Read(ref _all);

    internal void Set(Comparison comparison)
    {
        // What could not be asked for is not known to be gone.
        var failed = comparison.Failures.Select(x => x.Generation).ToList();
        lock (_gate)
            _all = [.. comparison.Elsewhere, .. _all.Where(x => failed.Contains(x.Generation))];
    }

    internal void Forget(string penneoId)
    {
        lock (_gate)
            _all = [.. _all.Where(x => x.PenneoId != penneoId)];
    }
}
