using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>Compares our subscriptions with Penneo's list, and takes over those made elsewhere.</summary>
public sealed class PenneoSync(
    LegacyWebhookApi penneo, SubscriptionStore store, SubscriptionService service, SubscriptionLocks locks, ReceiveKeys keys, TimeProvider time)
{
    /// <summary>
    /// Brings our states up to date with Penneo's and returns the subscriptions there that are not ours.
    /// </summary>
    /// <exception cref="PenneoException">Penneo's list can't be had; nothing changed.</exception>
    public async Task<IReadOnlyList<SubscriptionElsewhere>> RefreshAsync(CancellationToken cancellationToken = default)
    {
        // Ours first: one that is created between the two reads must not look as if Penneo had lost it.
        var ours = await store.ListAsync(cancellationToken);
        var theirs = (await penneo.ListAsync(cancellationToken)).DistinctBy(x => x.Id).ToDictionary(x => x.PenneoId);
        foreach (var one in ours.Where(x => x.PenneoId is not null))
            await UpdateAsync(one, theirs.GetValueOrDefault(one.PenneoId!), cancellationToken);
        foreach (var one in ours.Where(x => x is { PenneoId: null, State: SubscriptionState.Failed }))
            await FinishAsync(one, theirs, cancellationToken);

        var known = await store.ListAsync(cancellationToken);
        return
        [
            .. theirs.Where(x => !known.Any(o => o.PenneoId == x.Key || IsCreationOf(o, x.Value)))
                .Select(x => new SubscriptionElsewhere(x.Key, x.Value.Topic, x.Value.Endpoint, x.Value.Confirmed, PublicAddress.KeyIn(x.Value.Endpoint) is not null)),
        ];
    }

    /// <summary>
    /// Makes a subscription that exists at Penneo one of ours. If its endpoint is a receive URL of this app, deliveries
    /// to it are taken from now on; otherwise they keep going to the other system, and it can be tested and deleted here.
    /// </summary>
    public async Task<SubscriptionView> AdoptAsync(string penneoId, CancellationToken cancellationToken = default)
    {
        using var held = await locks.TakeAdoptingAsync(cancellationToken);
        var found = (await penneo.ListAsync(cancellationToken)).FirstOrDefault(x => x.PenneoId == penneoId)
            ?? throw new SubscriptionException($"Penneo has no subscription {penneoId}.") { IsUnknown = true };
        if ((await store.ListAsync(cancellationToken)).FirstOrDefault(x => x.PenneoId == penneoId) is { } already)
            return already;

        var key = PublicAddress.KeyIn(found.Endpoint) is { } candidate && ReceiveKeys.IsStrong(candidate) && keys.Find(candidate) is null ? candidate : null;
        var row = await store.AddAsync(
            new Subscription
            {
                Generation = Generation.Legacy,
                Topic = found.Topic,
                PenneoId = penneoId,
                ReceiveKey = key,
                Endpoint = found.Endpoint ?? "",
                State = found.Confirmed ? SubscriptionState.Active : SubscriptionState.PendingConfirmation,
                CreatedAt = time.GetUtcNow(),
            },
            cancellationToken);
        if (key is not null)
            keys.Add(key, row.Id);
        return (await store.FindAsync(row.Id, cancellationToken))!;
    }

    /// <summary>Deletes a subscription at Penneo that is not ours.</summary>
    public Task DeleteElsewhereAsync(string penneoId, CancellationToken cancellationToken = default) =>
        penneo.DeleteAsync(penneoId, cancellationToken);

    private static bool IsCreationOf(SubscriptionView ours, LegacySubscription theirs) =>
        ours.PenneoId is null && ours.Endpoint == theirs.Endpoint && ours.Topic == theirs.Topic;

    // A creation of which nobody knew whether it worked: it did.
    private async Task FinishAsync(SubscriptionView ours, Dictionary<string, LegacySubscription> theirs, CancellationToken cancellationToken)
    {
        using var held = await locks.TakeAsync(ours.Id, cancellationToken);
        var known = (await store.ListAsync(cancellationToken)).Select(x => x.PenneoId).ToHashSet();
        if (theirs.FirstOrDefault(x => !known.Contains(x.Key) && IsCreationOf(ours, x.Value)) is { Value: { } made }
            && await store.RowAsync(ours.Id, cancellationToken) is { PenneoId: null })
        {
            await service.CreatedAsync(ours.Id, made);
        }
    }

    private async Task UpdateAsync(SubscriptionView ours, LegacySubscription? theirs, CancellationToken cancellationToken)
    {
        var state = theirs switch
        {
            null => SubscriptionState.Failed,
            { Confirmed: true } => SubscriptionState.Active,
            _ => SubscriptionState.PendingConfirmation,
        };
        if (state == ours.State)
            return;
        using var held = await locks.TakeAsync(ours.Id, cancellationToken);
        await store.ChangeAsync(ours.Id, x =>
        {
            // It may have been confirmed or deleted while Penneo's answer was on its way.
            if (x.State != ours.State || x.DeletedAt is not null)
                return;
            x.State = state;
            x.ClearProblem();
            if (theirs is null)
                x.Problem = "Penneo no longer has this subscription, so nothing comes through it. Delete it and create a new one.";
        });
    }
}
