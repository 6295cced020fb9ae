using System.Globalization;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>Compares our subscriptions with Penneo's list, and takes over those made elsewhere.</summary>
public sealed class PenneoSync(LegacyWebhookApi penneo, SubscriptionStore store, SubscriptionService service, ReceiveKeys keys, TimeProvider time)
{
    /// <summary>
    /// Brings our states up to date with Penneo's and returns the subscriptions there that are not ours.
    /// </summary>
    /// <exception cref="PenneoException">Penneo's list can't be had; nothing changed.</exception>
    public async Task<IReadOnlyList<SubscriptionElsewhere>> RefreshAsync(CancellationToken cancellationToken = default)
    {
        // Ours first: one that is created between the two reads must not look as if Penneo had lost it.
        var ours = await store.ListAsync(cancellationToken);
        var theirs = (await penneo.ListAsync(cancellationToken)).ToDictionary(x => x.Id.ToString(CultureInfo.InvariantCulture));
        foreach (var one in ours.Where(x => x.PenneoId is not null))
            await UpdateAsync(one, theirs.GetValueOrDefault(one.PenneoId!), cancellationToken);

        var known = (await store.ListAsync(cancellationToken)).ToList();
        return
        [
            .. theirs.Where(x => known.All(o => o.PenneoId != x.Key && !(o.PenneoId is null && o.Endpoint == x.Value.Endpoint)))
                .Select(x => new SubscriptionElsewhere(x.Key, x.Value.Topic, x.Value.Endpoint, x.Value.Confirmed, PublicAddress.KeyIn(x.Value.Endpoint) is not null)),
        ];
    }

    /// <summary>
    /// Makes a subscription that exists at Penneo one of ours. If its endpoint is a receive URL of this app, deliveries
    /// to it are taken from now on; otherwise they keep going to the other system, and it can be tested and deleted here.
    /// </summary>
    public async Task<SubscriptionView> AdoptAsync(string penneoId, CancellationToken cancellationToken = default)
    {
        var found = (await penneo.ListAsync(cancellationToken)).FirstOrDefault(x => x.Id.ToString(CultureInfo.InvariantCulture) == penneoId)
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
        service.DeleteAtPenneoAsync(penneoId, cancellationToken);

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
        await store.ChangeAsync(ours.Id, x =>
        {
            // It may have been confirmed or deleted while Penneo's answer was on its way.
            if (x.State != ours.State || x.DeletedAt is not null)
                return;
            x.State = state;
            SubscriptionService.ClearProblem(x);
            if (theirs is null)
                x.Problem = "Penneo no longer has this subscription, so nothing comes through it. Delete it and create a new one.";
        }, cancellationToken);
    }
}
