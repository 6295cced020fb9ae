using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>The create call and what is written down of its outcome; for who holds the subscription's lock.</summary>
public sealed class SubscriptionCreation(WebhookServices penneo, SubscriptionStore store, ReceiveKeys keys, SubscriptionSecrets secrets)
{
    /// <param name="isNew">True when nothing is left behind if Penneo certainly made nothing.</param>
    /// <exception cref="PenneoException">It failed, or nobody knows.</exception>
    internal async Task CallAsync(Subscription row, bool isNew)
    {
        try
        {
            await DoneAsync(row.Id, await penneo.CreateAsync(row, CancellationToken.None));
        }
        catch (PenneoException e) when (isNew && e.NothingDone)
        {
            // Penneo made nothing, so nothing is left behind here either.
            if (row.ReceiveKey is not null)
                keys.Remove(row.ReceiveKey);
            await store.RemoveAsync(row.Id);
            throw;
        }
        catch (PenneoException e)
        {
            // Penneo may have made it all the same: the row and its key stay, and "try again" asks Penneo first.
            await store.ChangeAsync(row.Id, x =>
            {
                x.State = SubscriptionState.Failed;
                x.SetProblem("Creating failed. ", e);
            });
            throw;
        }
    }

    /// <summary>Writes down what Penneo's answer to a creation says.</summary>
    internal async Task DoneAsync(long id, SubscriptionAtPenneo made)
    {
        // Before the row counts as made: from then on its deliveries are expected to be signed.
        await LearnSecretAsync(id, made);
        await store.ChangeAsync(id, x =>
        {
            x.PenneoId = made.PenneoId;
            x.State = made.State;
            x.EventTypes = made.EventTypes?.ToList() is { Count: > 0 } types ? types : x.EventTypes;
            x.ClearProblem();
        });
    }

    /// <summary>What an earlier create call of this row has made; null when Penneo has nothing of it.</summary>
    internal async Task<SubscriptionAtPenneo?> ExistingAsync(Subscription row, CancellationToken cancellationToken)
    {
        var theirs = await penneo.ListAsync(row.Generation, cancellationToken);
        var known = (await store.ListAsync(cancellationToken)).Select(x => x.PenneoId).ToHashSet();
        return theirs.FirstOrDefault(x => x.IsCreationOf(row) && !known.Contains(x.PenneoId));
    }

    /// <summary>Keeps the secret Penneo tells, beside any that was entered by hand.</summary>
    internal async Task LearnSecretAsync(long id, SubscriptionAtPenneo theirs)
    {
        if (theirs.Secret is { } secret && SubscriptionSecrets.Problem(secret) is null && !secrets.Holds(id, secret))
            await secrets.LearnAsync(id, secret);
    }
}
