using System.Net;
using PenneoDashboard.Audit;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions.Keys;

namespace PenneoDashboard.Subscriptions;

/// <summary>
/// Makes, confirms, tests and deletes subscriptions at Penneo. Methods throw <see cref="PenneoException"/> when Penneo's
/// API fails, and <see cref="SubscriptionException"/> when the request makes no sense; the state is then as before.
/// </summary>
public sealed class SubscriptionService(
    LegacyWebhookApi legacy, WebhookServices penneo, SubscriptionCreation creation, CurrentSubscriptions current, SubscriptionStore store, ReceiveKeys keys,
    RetiredKeys retired, SubscriptionSecrets secrets, PublicAddress address, SubscriptionLocks locks, AuditLog audit, TimeProvider time)
{
    /// <summary>
    /// Creates a subscription. Its receive URL works before Penneo is called, because the confirmation message may
    /// arrive before the call is answered. A creation once begun is finished, whether or not the caller stays.
    /// </summary>
    public Task<SubscriptionView> CreateAsync(NewSubscription wanted, CancellationToken cancellationToken = default) =>
        CreateAsync(wanted, _ => Task.CompletedTask, cancellationToken);

    /// <inheritdoc cref="CreateAsync(NewSubscription, CancellationToken)" />
    /// <param name="begun">Told our id before Penneo is called, so that the caller knows it whatever becomes of the call.</param>
    internal async Task<SubscriptionView> CreateAsync(NewSubscription wanted, Func<long, Task> begun, CancellationToken cancellationToken)
    {
        wanted.Check();
        var key = wanted.ReceivesHere ? ReceiveKeys.Create() : null;
        var row = await store.AddAsync(
            new Subscription
            {
                Generation = wanted.Generation,
                Topic = wanted.Generation == Generation.Legacy ? wanted.Topic : null,
                EventTypes = wanted.Generation == Generation.Current ? [.. wanted.EventTypes!.Distinct()] : null,
                ReceiveKey = key,
                Endpoint = wanted.Endpoint is null ? address.ReceiveUrl(key!) : wanted.EndpointWith(key),
                AutoConfirm = wanted.AutoConfirm,
                CreatedAt = time.GetUtcNow(),
            },
            cancellationToken);
        if (key is not null)
            keys.Add(key, row.Id);
        await begun(row.Id);
        using (await locks.TakeAsync(row.Id, CancellationToken.None))
        {
            try
            {
                await creation.CallAsync(row, isNew: true);
            }
            finally
            {
                // Also one of which nobody knows whether Penneo made it.
                if (await store.RowAsync(row.Id, CancellationToken.None) is { } made)
                    await audit.RecordAsync(AuditActions.SubscriptionCreated, SubscriptionFacts.Subject(row.Id), after: SubscriptionFacts.Of(made));
            }
        }

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
            throw new SubscriptionException(Later("Penneo has this subscription already."));
        if (await creation.ExistingAsync(row, cancellationToken) is { } existing)
        {
            // Of one without its secret no delivery could be trusted; nothing has come through it that another would not bring.
            if (existing is { Generation: Generation.Legacy } or { Secret: not null })
            {
                await creation.DoneAsync(id, existing);
                await audit.RecordAsync(AuditActions.SubscriptionCreated, SubscriptionFacts.Subject(id), SubscriptionFacts.Of(row), new { existing.PenneoId, existing.State });
                return;
            }

            await penneo.DeleteAsync(Generation.Current, existing.PenneoId, cancellationToken);
        }

        await store.ChangeAsync(id, x => x.CreatedAt = time.GetUtcNow());
        await creation.CallAsync(row, isNew: false);
        await audit.RecordAsync(AuditActions.SubscriptionCreated, SubscriptionFacts.Subject(id), after: SubscriptionFacts.Of(await FindAsync(id, CancellationToken.None)));
    }

    /// <summary>Confirms with <paramref name="token"/>, or with the newest one Penneo sent.</summary>
    public async Task ConfirmAsync(long id, string? token = null, CancellationToken cancellationToken = default)
    {
        // The page, the API and the automatic confirmation may all try at once.
        using var held = await locks.TakeAsync(id, cancellationToken);
        var row = await FindAsync(id, cancellationToken);
        if (row.State == SubscriptionState.Active)
            return;
        var penneoId = row.PenneoId ?? throw new SubscriptionException(Later("Penneo has not given this subscription an id yet. Try again in a moment."));
        token ??= await store.TokenAsync(id, cancellationToken)
            ?? throw new SubscriptionException(Later("Penneo has not sent a confirmation token yet. Wait for its message, or give the token."));
        try
        {
            await legacy.ConfirmAsync(penneoId, token, cancellationToken);
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
        await audit.RecordAsync(AuditActions.SubscriptionConfirmed, SubscriptionFacts.Subject(id), new { row.State }, new { State = SubscriptionState.Active });
    }

    /// <summary>
    /// Asks Penneo to send a test through the subscription. A test of a current one goes to every active one of the
    /// account that lists <see cref="PenneoVocabulary.TestEventType"/>.
    /// </summary>
    public async Task TestAsync(long id, CancellationToken cancellationToken = default)
    {
        var row = await FindAsync(id, cancellationToken);
        if (row.Generation == Generation.Current)
        {
            await current.TestAsync(row, cancellationToken);
            return;
        }

        if (row is not { State: SubscriptionState.Active, PenneoId: { } penneoId })
            throw new SubscriptionException(Later("Only a confirmed subscription can be tested: Penneo sends nothing to this one yet."));

        // Before the call, since what it brings may arrive before its answer.
        var asked = time.GetUtcNow();
        await legacy.TestAsync(penneoId, cancellationToken);
        await store.ChangeAsync(id, x => x.TestedAt = asked);
        await audit.RecordAsync(AuditActions.SubscriptionTested, SubscriptionFacts.Subject(id));
    }

    /// <summary>Deletes at Penneo and here. What came through it stays in the log.</summary>
    /// <param name="hereOnly">True to leave Penneo alone, for when it can't be asked: it may go on calling a URL that answers 404.</param>
    public async Task DeleteAsync(long id, bool hereOnly = false, CancellationToken cancellationToken = default)
    {
        using var held = await locks.TakeAsync(id, cancellationToken);
        var row = await FindAsync(id, cancellationToken);
        if (!hereOnly && (row.PenneoId ?? (await creation.ExistingAsync(row, cancellationToken))?.PenneoId) is { } penneoId)
            await penneo.DeleteAsync(row.Generation, penneoId, cancellationToken);
        await ForgetAsync(row);
        await audit.RecordAsync(AuditActions.SubscriptionDeleted, SubscriptionFacts.Subject(id), SubscriptionFacts.Of(row), hereOnly ? new { StillAtPenneo = true } : null);
    }

    /// <summary>Switches between confirming by itself and by hand.</summary>
    public async Task SetAutoConfirmAsync(long id, bool autoConfirm, CancellationToken cancellationToken = default)
    {
        var before = await FindAsync(id, cancellationToken);
        await store.ChangeAsync(id, x => x.AutoConfirm = autoConfirm);
        await audit.RecordAsync(AuditActions.SubscriptionChanged, SubscriptionFacts.Subject(id), new { before.AutoConfirm }, new { autoConfirm });
    }

    // The key goes with it, so that the same subscription can be adopted again.
    private async Task ForgetAsync(Subscription row)
    {
        await store.ChangeAsync(row.Id, x => (x.DeletedAt, x.ReceiveKey) = (time.GetUtcNow(), null));
        if (row.ReceiveKey is not null)
            keys.Remove(row.ReceiveKey);
        await retired.ForgetAllAsync(row.Id);
        await secrets.ForgetAsync(row.Id);
    }

    private async Task<bool> IsConfirmedAtPenneoAsync(string penneoId, CancellationToken cancellationToken)
    {
        try
        {
            return (await legacy.ListAsync(cancellationToken)).Any(x => x.Confirmed && x.PenneoId == penneoId);
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
