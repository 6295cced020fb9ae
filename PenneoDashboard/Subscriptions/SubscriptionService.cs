using System.Net;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>
/// Makes, confirms, tests and deletes subscriptions at Penneo. Methods throw <see cref="PenneoException"/> when Penneo's
/// API fails, and <see cref="SubscriptionException"/> when the request makes no sense; the state is then as before.
/// </summary>
public sealed class SubscriptionService(
    LegacyWebhookApi penneo, SubscriptionStore store, ReceiveKeys keys, SubscriptionSecrets secrets, PublicAddress address, SubscriptionLocks locks,
    TimeProvider time)
{
    /// <summary>
    /// Creates a subscription. Its receive URL works before Penneo is called, because the confirmation message may
    /// arrive before the call is answered. A creation once begun is finished, whether or not the caller stays.
    /// </summary>
    public async Task<SubscriptionView> CreateAsync(NewSubscription wanted, CancellationToken cancellationToken = default)
    {
        wanted.Check();
        var key = wanted.ReceivesHere ? ReceiveKeys.Create() : null;
        var row = await store.AddAsync(
            new Subscription
            {
                Generation = wanted.Generation,
                Topic = wanted.Topic,
                ReceiveKey = key,
                Endpoint = wanted.Endpoint is null ? address.ReceiveUrl(key!) : wanted.EndpointWith(key),
                AutoConfirm = wanted.AutoConfirm,
                CreatedAt = time.GetUtcNow(),
            },
            cancellationToken);
        if (key is not null)
            keys.Add(key, row.Id);
        using (await locks.TakeAsync(row.Id, CancellationToken.None))
            await CallCreateAsync(row, isNew: true);
        return await store.FindAsync(row.Id, cancellationToken) ?? throw Unknown(row.Id);
    }

    /// <summary>
    /// Finishes a create call of which nobody knows whether it worked: takes the subscription if Penneo has it, else
    /// creates it.
    /// </summary>
    public async Task RetryCreateAsync(long id, CancellationToken cancellationToken = default)
    {
        using var held = await locks.TakeAsync(id, cancellationToken);
        var row = await FindAsync(id, cancellationToken);
        if (row.PenneoId is not null)
            throw new SubscriptionException("Penneo has this subscription already.");
        if (await AtPenneoAsync(row, cancellationToken) is { } existing)
        {
            await CreatedAsync(id, existing);
            return;
        }

        await store.ChangeAsync(id, x => x.CreatedAt = time.GetUtcNow());
        await CallCreateAsync(row, isNew: false);
    }

    /// <summary>Confirms with <paramref name="token"/>, or with the newest one Penneo sent.</summary>
    public async Task ConfirmAsync(long id, string? token = null, CancellationToken cancellationToken = default)
    {
        // The page, the API and the automatic confirmation may all try at once.
        using var held = await locks.TakeAsync(id, cancellationToken);
        var row = await FindAsync(id, cancellationToken);
        if (row.State == SubscriptionState.Active)
            return;
        var penneoId = row.PenneoId ?? throw new SubscriptionException("Penneo has not given this subscription an id yet. Try again in a moment.");
        token ??= await store.TokenAsync(id, cancellationToken)
            ?? throw new SubscriptionException("Penneo has not sent a confirmation token yet. Wait for its message, or give the token.");
        try
        {
            await penneo.ConfirmAsync(penneoId, token, cancellationToken);
        }
        catch (PenneoException e)
        {
            var refused = e.IsRefusal && e.Status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);

            // An earlier attempt may have worked without its answer getting through; then the token is used up.
            if (!refused || !await IsConfirmedAtPenneoAsync(penneoId, cancellationToken))
            {
                await store.ChangeAsync(id, x =>
                {
                    x.SetProblem("Confirming failed. ", e);
                    x.RefusedToken = refused ? token : x.RefusedToken;
                });
                throw;
            }
        }

        await store.ChangeAsync(id, x =>
        {
            x.State = SubscriptionState.Active;
            x.ConfirmedAt = time.GetUtcNow();
            x.ClearProblem();
        });
    }

    /// <summary>Asks Penneo to send a test through the subscription.</summary>
    public async Task TestAsync(long id, CancellationToken cancellationToken = default)
    {
        var row = await FindAsync(id, cancellationToken);
        if (row is not { State: SubscriptionState.Active, PenneoId: { } penneoId })
            throw new SubscriptionException("Only a confirmed subscription can be tested: Penneo sends nothing to this one yet.");

        // Before the call, since what it brings may arrive before its answer.
        var asked = time.GetUtcNow();
        await penneo.TestAsync(penneoId, cancellationToken);
        await store.ChangeAsync(id, x => x.TestedAt = asked);
    }

    /// <summary>Deletes at Penneo and here. What came through it stays in the log.</summary>
    /// <param name="hereOnly">True to leave Penneo alone, for when it can't be asked: it may go on calling a URL that answers 404.</param>
    public async Task DeleteAsync(long id, bool hereOnly = false, CancellationToken cancellationToken = default)
    {
        using var held = await locks.TakeAsync(id, cancellationToken);
        var row = await FindAsync(id, cancellationToken);
        if (!hereOnly && (row.PenneoId ?? (await AtPenneoAsync(row, cancellationToken))?.PenneoId) is { } penneoId)
            await penneo.DeleteAsync(penneoId, cancellationToken);
        await ForgetAsync(row);
    }

    /// <summary>Switches between confirming by itself and by hand.</summary>
    public async Task SetAutoConfirmAsync(long id, bool autoConfirm, CancellationToken cancellationToken = default)
    {
        await FindAsync(id, cancellationToken);
        await store.ChangeAsync(id, x => x.AutoConfirm = autoConfirm);
    }

    /// <summary>Writes down what Penneo's answer to a creation says.</summary>
    internal Task CreatedAsync(long id, LegacySubscription created) => store.ChangeAsync(id, x =>
    {
        x.PenneoId = created.PenneoId;
        x.State = created.Confirmed ? SubscriptionState.Active : SubscriptionState.PendingConfirmation;
        x.ClearProblem();
    });

    private async Task CallCreateAsync(Subscription row, bool isNew)
    {
        try
        {
            await CreatedAsync(row.Id, await penneo.CreateAsync(row.Topic!, row.Endpoint, CancellationToken.None));
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

    // The key goes with it, so that the same subscription can be adopted again.
    private async Task ForgetAsync(Subscription row)
    {
        await store.ChangeAsync(row.Id, x => (x.DeletedAt, x.ReceiveKey) = (time.GetUtcNow(), null));
        if (row.ReceiveKey is not null)
            keys.Remove(row.ReceiveKey);
        await secrets.ForgetAsync(row.Id);
    }

    private async Task<LegacySubscription?> AtPenneoAsync(Subscription row, CancellationToken cancellationToken)
    {
        var theirs = await penneo.ListAsync(cancellationToken);
        var known = (await store.ListAsync(cancellationToken)).Select(x => x.PenneoId).ToHashSet();
        return theirs.FirstOrDefault(x => x.Endpoint == row.Endpoint && x.Topic == row.Topic && !known.Contains(x.PenneoId));
    }

    private async Task<bool> IsConfirmedAtPenneoAsync(string penneoId, CancellationToken cancellationToken)
    {
        try
        {
            return (await penneo.ListAsync(cancellationToken)).Any(x => x.Confirmed && x.PenneoId == penneoId);
        }
        catch (PenneoException)
        {
            // The refusal itself is what the user has to see.
            return false;
        }
    }

    private async Task<Subscription> FindAsync(long id, CancellationToken cancellationToken) =>
        await store.RowAsync(id, cancellationToken) ?? throw Unknown(id);

    private static SubscriptionException Unknown(long id) => new($"There is no subscription {id}.") { IsUnknown = true };
}
