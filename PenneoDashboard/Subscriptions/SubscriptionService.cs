using System.Globalization;
using System.Net;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>
/// Makes, confirms, tests and deletes subscriptions at Penneo. Methods throw <see cref="PenneoException"/> when Penneo's
/// API fails, and <see cref="SubscriptionException"/> when the request makes no sense; the state is then as before.
/// </summary>
public sealed class SubscriptionService(
    LegacyWebhookApi penneo, SubscriptionStore store, ReceiveKeys keys, PublicAddress address, SubscriptionLocks locks, TimeProvider time)
{
    private const string KeyPlaceholder = "{key}";

    /// <summary>
    /// Creates a subscription. Its receive URL works before Penneo is called, because the confirmation message may
    /// arrive before the call is answered.
    /// </summary>
    public async Task<SubscriptionView> CreateAsync(NewSubscription wanted, CancellationToken cancellationToken = default)
    {
        Check(wanted);
        var key = wanted.Endpoint is null || wanted.Endpoint.Contains(KeyPlaceholder, StringComparison.Ordinal) ? ReceiveKeys.Create() : null;
        var row = await store.AddAsync(
            new Subscription
            {
                Generation = wanted.Generation,
                Topic = wanted.Topic,
                ReceiveKey = key,
                Endpoint = wanted.Endpoint?.Replace(KeyPlaceholder, key, StringComparison.Ordinal) ?? address.ReceiveUrl(key!),
                AutoConfirm = wanted.AutoConfirm,
                CreatedAt = time.GetUtcNow(),
            },
            cancellationToken);
        if (key is not null)
            keys.Add(key, row.Id);
        await CallCreateAsync(row, cancellationToken);
        return (await store.FindAsync(row.Id, cancellationToken))!;
    }

    /// <summary>
    /// Finishes a create call of which nobody knows whether it worked: takes the subscription if Penneo has it, else
    /// creates it.
    /// </summary>
    public async Task RetryCreateAsync(long id, CancellationToken cancellationToken = default)
    {
        var row = await FindAsync(id, cancellationToken);
        if (row.PenneoId is not null)
            throw new SubscriptionException("Penneo has this subscription already.");
        var existing = (await penneo.ListAsync(cancellationToken)).FirstOrDefault(x => x.Endpoint == row.Endpoint && x.Topic == row.Topic);
        if (existing is null)
            await CallCreateAsync(row, cancellationToken);
        else
            await CreatedAsync(id, existing, cancellationToken);
    }

    /// <summary>Confirms with <paramref name="token"/>, or with the newest one Penneo sent.</summary>
    public async Task ConfirmAsync(long id, string? token = null, CancellationToken cancellationToken = default)
    {
        // The page, the API and the automatic confirmation may all try at once.
        using var held = await locks.TakeAsync(id, cancellationToken);
        var row = await FindAsync(id, cancellationToken);
        if (row.State == SubscriptionState.Active)
            return;
        token ??= await store.TokenAsync(id, cancellationToken)
            ?? throw new SubscriptionException("Penneo has not sent a confirmation token yet. Wait for its message, or give the token.");
        try
        {
            await penneo.ConfirmAsync(PenneoId(row), token, cancellationToken);
        }
        catch (PenneoException e)
        {
            await store.ChangeAsync(id, x =>
            {
                SetProblem(x, "Confirming failed. ", e);
                x.RefusedToken = e.IsRefusal && e.Status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) ? token : x.RefusedToken;
            }, cancellationToken);
            throw;
        }

        await store.ChangeAsync(id, x =>
        {
            x.State = SubscriptionState.Active;
            x.ConfirmedAt = time.GetUtcNow();
            ClearProblem(x);
        }, cancellationToken);
    }

    /// <summary>Asks Penneo to send a test through the subscription.</summary>
    public async Task TestAsync(long id, CancellationToken cancellationToken = default)
    {
        var row = await FindAsync(id, cancellationToken);
        if (row.State != SubscriptionState.Active)
            throw new SubscriptionException("Only a confirmed subscription can be tested: Penneo sends nothing to this one yet.");
        await penneo.TestAsync(PenneoId(row), cancellationToken);
        await store.ChangeAsync(id, x => x.TestedAt = time.GetUtcNow(), cancellationToken);
    }

    /// <summary>Deletes at Penneo and here. What came through it stays in the log.</summary>
    public async Task DeleteAsync(long id, CancellationToken cancellationToken = default)
    {
        var row = await FindAsync(id, cancellationToken);
        if (row.PenneoId is not null)
            await DeleteAtPenneoAsync(row.PenneoId, cancellationToken);
        await store.ChangeAsync(id, x => x.DeletedAt = time.GetUtcNow(), cancellationToken);
        if (row.ReceiveKey is not null)
            keys.Remove(row.ReceiveKey);
    }

    /// <summary>Switches between confirming by itself and by hand.</summary>
    public async Task SetAutoConfirmAsync(long id, bool autoConfirm, CancellationToken cancellationToken = default)
    {
        await FindAsync(id, cancellationToken);
        await store.ChangeAsync(id, x => x.AutoConfirm = autoConfirm, cancellationToken);
    }

    internal async Task DeleteAtPenneoAsync(string penneoId, CancellationToken cancellationToken)
    {
        try
        {
            await penneo.DeleteAsync(penneoId, cancellationToken);
        }
        catch (PenneoException e) when (e.Status == HttpStatusCode.NotFound)
        {
            // Gone already, which is what was asked for.
        }
    }

    internal static void SetProblem(Subscription row, string what, PenneoException e) =>
        (row.Problem, row.ProblemStatus, row.ProblemRequestId, row.ProblemTraceId) = (what + e.Message, (int?)e.Status, e.RequestId, e.TraceId);

    internal static void ClearProblem(Subscription row) =>
        (row.Problem, row.ProblemStatus, row.ProblemRequestId, row.ProblemTraceId) = (null, null, null, null);

    private async Task CallCreateAsync(Subscription row, CancellationToken cancellationToken)
    {
        try
        {
            await CreatedAsync(row.Id, await penneo.CreateAsync(row.Topic!, row.Endpoint, cancellationToken), cancellationToken);
        }
        catch (PenneoException e) when (e.IsRefusal)
        {
            // Penneo made nothing, so nothing is left behind here either.
            if (row.ReceiveKey is not null)
                keys.Remove(row.ReceiveKey);
            await store.RemoveAsync(row.Id, CancellationToken.None);
            throw;
        }
        catch (PenneoException e)
        {
            // Penneo may have made it all the same: the row and its key stay, and "try again" asks Penneo first.
            await store.ChangeAsync(row.Id, x =>
            {
                x.State = SubscriptionState.Failed;
                SetProblem(x, "Creating failed. ", e);
            }, CancellationToken.None);
            throw;
        }
    }

    private Task CreatedAsync(long id, LegacySubscription created, CancellationToken cancellationToken) =>
        store.ChangeAsync(id, x =>
        {
            x.PenneoId = created.Id.ToString(CultureInfo.InvariantCulture);
            x.State = created.Confirmed ? SubscriptionState.Active : SubscriptionState.PendingConfirmation;
            ClearProblem(x);
        }, cancellationToken);

    private async Task<Subscription> FindAsync(long id, CancellationToken cancellationToken) =>
        await store.RowAsync(id, cancellationToken) ?? throw new SubscriptionException($"There is no subscription {id}.") { IsUnknown = true };

    private static string PenneoId(Subscription row) =>
        row.PenneoId ?? throw new SubscriptionException("Penneo has not given this subscription an id yet. Try again in a moment.");

    private static void Check(NewSubscription wanted)
    {
        if (wanted.Generation != Generation.Legacy)
            throw new SubscriptionException("This version makes legacy subscriptions only.");
        if (wanted.Topic is null || !PenneoVocabulary.Topics.Contains(wanted.Topic))
            throw new SubscriptionException($"A legacy subscription needs a topic: {string.Join(" or ", PenneoVocabulary.Topics)}.");
        if (wanted.Endpoint is { } endpoint
            && !(Uri.TryCreate(endpoint.Replace(KeyPlaceholder, "key", StringComparison.Ordinal), UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)))
        {
            throw new SubscriptionException("The endpoint must be an absolute http or https URL.");
        }
    }
}
