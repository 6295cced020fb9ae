using PenneoDashboard.Audit;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>
/// What only subscriptions of Penneo's current service can do: change, pause, test all. Methods throw
/// <see cref="PenneoException"/> when Penneo's API fails, and <see cref="SubscriptionException"/> when the request makes no
/// sense; the state is then as before.
/// </summary>
public sealed class CurrentSubscriptions(
    WebhookServices penneo, CurrentWebhookApi api, SubscriptionStore store, SubscriptionCreation creation, ReceiveKeys keys, SubscriptionLocks locks, AuditLog audit,
    TimeProvider time)
{
    /// <summary>Reads one from Penneo, and brings ours up to date with it.</summary>
    public async Task<CurrentReading> ReadAsync(long id, CancellationToken cancellationToken = default)
    {
        using var held = await locks.TakeAsync(id, cancellationToken);
        return await ReadAsync(await FindAsync(id, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Changes one at Penneo. Penneo replaces all settings with what it is sent, so they are read first, and sent whole.
    /// </summary>
    /// <param name="basis">What the user saw when deciding; null to change whatever is there.</param>
    /// <exception cref="ChangedElsewhereException">Penneo has other settings than <paramref name="basis"/>.</exception>
    public async Task<CurrentSettings> ChangeAsync(long id, CurrentChange change, CurrentSettings? basis = null, CancellationToken cancellationToken = default)
    {
        using var held = await locks.TakeAsync(id, cancellationToken);
        var row = await FindAsync(id, cancellationToken);
        var now = (await ReadAsync(row, cancellationToken)).Settings;
        if (basis is not null && !SettingsDiff.Between(basis, now).IsEmpty)
            throw new ChangedElsewhereException(now);
        change.Check(now);

        var newKey = row.ReceiveKey is null && change.Endpoint?.Contains(NewSubscription.KeyPlaceholder, StringComparison.Ordinal) == true ? ReceiveKeys.Create() : null;
        var wanted = new CurrentSettings(
            change.Endpoint?.Replace(NewSubscription.KeyPlaceholder, newKey ?? row.ReceiveKey, StringComparison.Ordinal) ?? now.Endpoint,
            change.EventTypes is { } types ? [.. types.Distinct()] : now.EventTypes,
            change.IsActive ?? now.IsActive);
        var difference = SettingsDiff.Between(now, wanted);
        if (difference.IsEmpty)
            return wanted;
        await ReplaceAsync(row, wanted, newKey);
        var action = difference is not { Added: [], Removed: [], Endpoint: null } ? AuditActions.SubscriptionChanged
            : wanted.IsActive ? AuditActions.SubscriptionResumed : AuditActions.SubscriptionPaused;
        await audit.RecordAsync(action, SubscriptionFacts.Subject(id), SubscriptionFacts.Of(now, row.ReceiveKey), SubscriptionFacts.Of(wanted, newKey ?? row.ReceiveKey));
        return wanted;
    }

    /// <summary>
    /// Asks Penneo for a test event to every active subscription of the account that lists
    /// <see cref="PenneoVocabulary.TestEventType"/>, those that are not ours included.
    /// </summary>
    public Task<TestRun> TestAllAsync(CancellationToken cancellationToken = default) => TestAllAsync("all current subscriptions", cancellationToken);

    internal async Task TestAsync(Subscription row, CancellationToken cancellationToken)
    {
        if (row is not { State: SubscriptionState.Active, PenneoId: not null })
            throw new SubscriptionException(Later("Only an active subscription can be tested: Penneo sends nothing to this one."));
        if (row.EventTypes?.Contains(PenneoVocabulary.TestEventType) != true)
            throw new SubscriptionException($"This subscription does not list {PenneoVocabulary.TestEventType}, so no test reaches it. Add that event type first.");
        await TestAllAsync(SubscriptionFacts.Subject(row.Id), cancellationToken);
    }

    private async Task<TestRun> TestAllAsync(string subject, CancellationToken cancellationToken)
    {
        // Before the call, since what it brings may arrive before its answer.
        var asked = time.GetUtcNow();
        await api.TestAllAsync(cancellationToken);
        var reached = (await store.ListAsync(CancellationToken.None)).Where(x => x.GetsTests).ToList();
        foreach (var one in reached)
            await store.ChangeAsync(one.Id, x => x.TestedAt = asked);
        await audit.RecordAsync(AuditActions.SubscriptionTested, subject, after: new { Reached = reached.Select(x => x.Id) });
        return new TestRun(asked, [.. reached.Where(x => x.ReceiveUrl is not null).Select(x => x.Id)]);
    }

    /// <summary>For who holds the lock: reads one from Penneo, and brings ours up to date with it.</summary>
    internal async Task<CurrentReading> ReadHeldAsync(long id, CancellationToken cancellationToken) => await ReadAsync(await FindAsync(id, cancellationToken), cancellationToken);

    /// <summary>For who holds the lock: once begun it is finished, whether or not the caller stays.</summary>
    internal async Task ReplaceAsync(Subscription row, CurrentSettings wanted, string? newKey)
    {
        if (newKey is not null)
        {
            // Penneo may call the new endpoint before it has answered.
            await store.ChangeAsync(row.Id, x => x.ReceiveKey = newKey);
            keys.Add(newKey, row.Id);
        }

        try
        {
            await api.ReplaceAsync(row.PenneoId!, wanted, CancellationToken.None);
        }
        catch (PenneoException e) when (newKey is not null && e.NothingDone)
        {
            keys.Remove(newKey);
            await store.ChangeAsync(row.Id, x => x.ReceiveKey = null);
            throw;
        }

        await store.ChangeAsync(row.Id, x => x.Take(wanted));
    }

    private async Task<CurrentReading> ReadAsync(Subscription row, CancellationToken cancellationToken)
    {
        var found = await penneo.FindCurrentAsync(row.PenneoId!, cancellationToken);
        if (found is null)
        {
            await store.ChangeAsync(row.Id, x => x.IsLost());
            throw new SubscriptionException(Subscription.LostProblem);
        }

        await creation.LearnSecretAsync(row.Id, found);
        var settings = new CurrentSettings(found.Endpoint ?? "", found.EventTypes!, found.State == SubscriptionState.Active);
        var known = new CurrentSettings(row.Endpoint, row.EventTypes ?? [], row.State == SubscriptionState.Active);
        var changed = SettingsDiff.Between(known, settings);
        if (!changed.IsEmpty || row.State == SubscriptionState.Failed)
            await store.ChangeAsync(row.Id, x => x.Take(settings));
        return new CurrentReading(settings, changed);
    }

    private async Task<Subscription> FindAsync(long id, CancellationToken cancellationToken)
    {
        var row = await store.RowAsync(id, cancellationToken) ?? throw new SubscriptionException($"There is no subscription {id}.") { IsUnknown = true };
        if (row.Generation != Generation.Current)
            throw new SubscriptionException(Later("Penneo's legacy service can't change a subscription. Delete it and create another."));
        return row.PenneoId is null ? throw new SubscriptionException(Later("Penneo has not given this subscription an id yet. Try again in a moment.")) : row;
    }
}
