using PenneoDashboard.Audit;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions.Keys;

/// <summary>
/// Gives a subscription's receive URL another key while the old one stays good for a while. Methods throw
/// <see cref="PenneoException"/> when Penneo's API fails, and <see cref="SubscriptionException"/> when the request makes no
/// sense. Whatever fails, a key that Penneo may call with stays good.
/// </summary>
public sealed class KeyRotation(
    CurrentSubscriptions current, SubscriptionStore store, RetiredKeys retired, SubscriptionLocks locks, AuditLog audit, TimeProvider time)
{
    /// <summary>How long the old key stays good where nobody says otherwise: longer than Penneo tries again.</summary>
    public static readonly TimeSpan UsualOverlap = TimeSpan.FromHours(24);

    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(7);

    /// <summary>
    /// Makes a new key and, where Penneo calls us directly, gives Penneo the new address. If that fails both keys are good
    /// without an end, until it is tried again by the same call, or <see cref="TakeBackAsync"/>.
    /// </summary>
    /// <param name="overlap">How long the old key stays good from now on; zero for not at all.</param>
    public async Task ReplaceAsync(long id, TimeSpan overlap, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(overlap, LongestOverlap);
        using var held = await locks.TakeAsync(id, cancellationToken);
        var row = await FindAsync(id, cancellationToken);
        if (row.Generation == Generation.Legacy && row.Endpoint.Contains(row.ReceiveKey!, StringComparison.Ordinal))
            throw new SubscriptionException(Later("Penneo's legacy service can't change a subscription's address. Create another subscription like it, which gets a key of its own, then delete this one."));

        // Before a key is made: without knowing what Penneo has nothing can be changed there.
        var there = row.Generation == Generation.Current ? (await current.ReadHeldAsync(id, cancellationToken)).Settings : null;
        var old = await retired.PendingAsync(id, cancellationToken) ?? await retired.ReplaceAsync(row);
        row = await FindAsync(id, CancellationToken.None);
        var atPenneo = false;
        try
        {
            atPenneo = await SwapAtPenneoAsync(row, there, old.Key, row.ReceiveKey!);
        }
        catch (PenneoException)
        {
            await audit.RecordAsync(AuditActions.SubscriptionKeyReplaced, SubscriptionFacts.Subject(id), after: new { AtPenneo = "failed, both keys are good" });
            throw;
        }

        var goodUntil = time.GetUtcNow() + overlap;
        await retired.EndAsync(old.Id, goodUntil);
        await audit.RecordAsync(
            AuditActions.SubscriptionKeyReplaced, SubscriptionFacts.Subject(id), after: new { AtPenneo = atPenneo ? "changed" : "as it was", OldKeyGoodUntil = goodUntil });
    }

    /// <summary>
    /// Makes the old key the subscription's again after a replacement that Penneo did not take. The new one stays good for
    /// <see cref="UsualOverlap"/>: nobody but Penneo knows it, and a call given up on may have worked.
    /// </summary>
    public async Task TakeBackAsync(long id, CancellationToken cancellationToken = default)
    {
        using var held = await locks.TakeAsync(id, cancellationToken);
        await FindAsync(id, cancellationToken);
        var old = await retired.PendingAsync(id, cancellationToken)
            ?? throw new SubscriptionException(Later("There is nothing to take back: the receive key is not being replaced, or Penneo has taken the new address already."));
        var row = await FindAsync(id, cancellationToken);
        var there = row.Generation == Generation.Current ? (await current.ReadHeldAsync(id, cancellationToken)).Settings : null;
        await SwapAtPenneoAsync(row, there, row.ReceiveKey!, old.Key);
        await retired.TakeBackAsync(row, old, time.GetUtcNow() + UsualOverlap);
        await audit.RecordAsync(AuditActions.SubscriptionKeyReplaced, SubscriptionFacts.Subject(id), after: new { TakenBack = true });
    }

    /// <summary>Ends a replaced key now: what still comes with it is answered 404.</summary>
    /// <param name="keyId">As in <see cref="RetiredKeyView"/>.</param>
    public async Task EndAsync(long id, long keyId, CancellationToken cancellationToken = default)
    {
        using var held = await locks.TakeAsync(id, cancellationToken);
        await FindAsync(id, cancellationToken);
        var key = retired.Of(id).FirstOrDefault(x => x.Id == keyId) ?? throw new SubscriptionException($"Subscription {id} has no replaced key {keyId}.") { IsUnknown = true };
        if (key.GoodUntil is null)
            throw new SubscriptionException(Later("Penneo has not taken the new address yet, so it still calls the old one. Try again or take it back first."));
        await retired.EndAsync(keyId, time.GetUtcNow());
        await audit.RecordAsync(AuditActions.SubscriptionKeyEnded, SubscriptionFacts.Subject(id), new { key.GoodUntil, key.LastUsedAt });
    }

    // What passes messages on to us has an address of its own, which stays.
    private async Task<bool> SwapAtPenneoAsync(Subscription row, CurrentSettings? there, string from, string to)
    {
        if (there?.Endpoint.Contains(from, StringComparison.Ordinal) != true)
            return false;
        await current.ReplaceAsync(row, there with { Endpoint = there.Endpoint.Replace(from, to, StringComparison.Ordinal) }, null);
        return true;
    }

    private async Task<Subscription> FindAsync(long id, CancellationToken cancellationToken)
    {
        var row = await store.RowAsync(id, cancellationToken) ?? throw new SubscriptionException($"There is no subscription {id}.") { IsUnknown = true };
        return row.ReceiveKey is not null ? row
            : throw new SubscriptionException(Later("This subscription calls another system, so there is no receive key to replace."));
    }
}
