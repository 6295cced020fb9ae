using System.Net;
using PenneoDashboard.Audit;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions.Findings;

namespace PenneoDashboard.Subscriptions;

/// <summary>Compares our subscriptions with Penneo's lists, and takes over those made elsewhere.</summary>
public sealed class PenneoSync(
    WebhookServices penneo, SubscriptionStore store, SubscriptionCreation creation, SubscriptionLocks locks, ReceiveKeys keys, KnownElsewhere elsewhere, AuditLog audit,
    TimeProvider time)
{
    /// <summary>Brings our states up to date with Penneo's and finds the subscriptions there that are not ours.</summary>
    public async Task<Comparison> RefreshAsync(CancellationToken cancellationToken = default)
    {
        // Ours first: one that is created between the two reads must not look as if Penneo had lost it.
        var ours = await store.ListAsync(cancellationToken);
        var lists = await Task.WhenAll(Enum.GetValues<Generation>().Select(x => ListAsync(x, cancellationToken)));
        foreach (var (generation, theirs, _) in lists.Where(x => x.Theirs is not null))
            await TakeOverAsync([.. ours.Where(x => x.Generation == generation)], theirs!, cancellationToken);

        var known = await store.ListAsync(cancellationToken);
        var comparison = new Comparison(
            [.. lists.SelectMany(x => (x.Theirs ?? []).Where(t => !known.Any(o => o.PenneoId == t.PenneoId || IsCreationOf(o, t)))).Select(ToElsewhere)],
            [.. lists.Where(x => x.Failure is not null && !IsNotOffered(x.Generation, x.Failure, ours)).Select(x => new ListFailure(x.Generation, x.Failure!))]);
        elsewhere.Set(comparison);
        return comparison;
    }

    /// <summary>
    /// Makes a subscription that exists at Penneo one of ours. If its endpoint is a receive URL of this app, deliveries
    /// to it are taken from now on; otherwise they keep going to the other system, and it can be tested and deleted here.
    /// </summary>
    public async Task<SubscriptionView> AdoptAsync(string penneoId, CancellationToken cancellationToken = default)
    {
        using var held = await locks.TakeAdoptingAsync(cancellationToken);
        var found = (await penneo.ListAsync(WebhookServices.GenerationOf(penneoId), cancellationToken)).FirstOrDefault(x => x.PenneoId == penneoId)
            ?? throw new SubscriptionException($"Penneo has no subscription {penneoId}.") { IsUnknown = true };
        if ((await store.ListAsync(cancellationToken)).FirstOrDefault(x => x.PenneoId == penneoId) is { } already)
            return already;

        var key = PublicAddress.KeyIn(found.Endpoint) is { } candidate && ReceiveKeys.IsStrong(candidate) && !keys.Knows(candidate) ? candidate : null;
        var row = await store.AddAsync(
            new Subscription
            {
                Generation = found.Generation,
                Topic = found.Topic,
                EventTypes = found.EventTypes?.ToList(),
                PenneoId = penneoId,
                ReceiveKey = key,
                Endpoint = found.Endpoint ?? "",
                State = found.State,
                CreatedAt = time.GetUtcNow(),
            },
            cancellationToken);

        // The secret first: deliveries are checked from the first one that finds its key.
        await creation.LearnSecretAsync(row.Id, found);
        if (key is not null)
            keys.Add(key, row.Id);
        await audit.RecordAsync(AuditActions.SubscriptionAdopted, SubscriptionFacts.Subject(row.Id), after: SubscriptionFacts.Of(row));
        return (await store.FindAsync(row.Id, cancellationToken))!;
    }

    /// <summary>Deletes a subscription at Penneo that is not ours.</summary>
    public async Task DeleteElsewhereAsync(string penneoId, CancellationToken cancellationToken = default)
    {
        await penneo.DeleteAsync(WebhookServices.GenerationOf(penneoId), penneoId, cancellationToken);
        elsewhere.Forget(penneoId);
        await audit.RecordAsync(AuditActions.SubscriptionDeleted, $"subscription {penneoId} of Penneo, not ours");
    }

    private async Task<(Generation Generation, IReadOnlyList<SubscriptionAtPenneo>? Theirs, PenneoException? Failure)> ListAsync(
        Generation generation, CancellationToken cancellationToken)
    {
        try
        {
            return (generation, await penneo.ListAsync(generation, cancellationToken), null);
        }
        catch (PenneoException e)
        {
            // The other service may work all the same: one is being shut down, and a gateway may have only one.
            return (generation, null, e);
        }
    }

    private static bool IsNotOffered(Generation generation, PenneoException failure, IReadOnlyList<SubscriptionView> ours) =>
        failure is { Status: HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Gone } && !ours.Any(x => x.Generation == generation);

    private static bool IsCreationOf(SubscriptionView ours, SubscriptionAtPenneo theirs) =>
        ours.PenneoId is null && ours.Generation == theirs.Generation && ours.Endpoint == theirs.Endpoint && ours.Topic == theirs.Topic;

    private static SubscriptionElsewhere ToElsewhere(SubscriptionAtPenneo x) =>
        new(x.PenneoId, x.Topic, x.Endpoint, x.State != SubscriptionState.PendingConfirmation, PublicAddress.KeyIn(x.Endpoint) is not null)
        {
            Generation = x.Generation,
            EventTypes = x.EventTypes,
            IsPaused = x.State == SubscriptionState.Paused,
        };

    private async Task TakeOverAsync(IReadOnlyList<SubscriptionView> ours, IReadOnlyList<SubscriptionAtPenneo> theirs, CancellationToken cancellationToken)
    {
        foreach (var one in ours.Where(x => x.PenneoId is not null))
            await UpdateAsync(one, theirs.FirstOrDefault(x => x.PenneoId == one.PenneoId), cancellationToken);
        foreach (var one in ours.Where(x => x is { PenneoId: null, State: SubscriptionState.Failed }))
            await FinishAsync(one, theirs, cancellationToken);
    }

    // A creation of which nobody knew whether it worked: it did. One without its secret is left to "try again".
    private async Task FinishAsync(SubscriptionView ours, IReadOnlyList<SubscriptionAtPenneo> theirs, CancellationToken cancellationToken)
    {
        using var held = await locks.TakeAsync(ours.Id, cancellationToken);
        var known = (await store.ListAsync(cancellationToken)).Select(x => x.PenneoId).ToHashSet();
        if (theirs.FirstOrDefault(x => !known.Contains(x.PenneoId) && IsCreationOf(ours, x)) is { } made
            && made is { Generation: Generation.Legacy } or { Secret: not null }
            && await store.RowAsync(ours.Id, cancellationToken) is { PenneoId: null })
        {
            await creation.DoneAsync(ours.Id, made);
        }
    }

    private async Task UpdateAsync(SubscriptionView ours, SubscriptionAtPenneo? theirs, CancellationToken cancellationToken)
    {
        if (theirs is not null)
            await creation.LearnSecretAsync(ours.Id, theirs);
        if (theirs is null ? ours.State == SubscriptionState.Failed : IsAsKnown(ours, theirs))
            return;
        using var held = await locks.TakeAsync(ours.Id, cancellationToken);
        await store.ChangeAsync(ours.Id, x =>
        {
            // It may have been confirmed, changed or deleted while Penneo's answer was on its way.
            if (x.State != ours.State || x.Endpoint != ours.Endpoint || !SameTypes(x.EventTypes, ours.EventTypes) || x.DeletedAt is not null)
                return;
            if (theirs is null)
            {
                x.IsLost();
                return;
            }

            x.State = theirs.State;
            x.ClearProblem();
            if (theirs.Generation == Generation.Current)
                (x.Endpoint, x.EventTypes) = (theirs.Endpoint ?? x.Endpoint, theirs.EventTypes?.ToList());
        });
    }

    private static bool IsAsKnown(SubscriptionView ours, SubscriptionAtPenneo theirs) =>
        ours.State == theirs.State
        && (theirs.Generation == Generation.Legacy || (ours.Endpoint == theirs.Endpoint && SameTypes(ours.EventTypes, theirs.EventTypes)));

    private static bool SameTypes(IReadOnlyList<string>? one, IReadOnlyList<string>? other) => (one ?? []).SequenceEqual(other ?? []);
}
