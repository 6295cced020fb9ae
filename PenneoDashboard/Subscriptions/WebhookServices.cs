using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>What both of Penneo's webhook services can do, told apart by the generation. Throws <see cref="PenneoException"/>.</summary>
public sealed class WebhookServices(LegacyWebhookApi legacy, CurrentWebhookApi current)
{
    /// <summary>Legacy ids are numbers, current ones are UUIDs.</summary>
    public static Generation GenerationOf(string penneoId) => penneoId.All(char.IsAsciiDigit) ? Generation.Legacy : Generation.Current;

    public Task DeleteAsync(Generation generation, string penneoId, CancellationToken cancellationToken) =>
        generation == Generation.Legacy ? legacy.DeleteAsync(penneoId, cancellationToken) : current.DeleteAsync(penneoId, cancellationToken);

    /// <summary>All of the account, each once.</summary>
    internal async Task<IReadOnlyList<SubscriptionAtPenneo>> ListAsync(Generation generation, CancellationToken cancellationToken)
    {
        var all = generation == Generation.Legacy
            ? (await legacy.ListAsync(cancellationToken)).Select(Of)
            : (await current.ListAsync(cancellationToken)).Select(Of);
        return [.. all.DistinctBy(x => x.PenneoId)];
    }

    internal async Task<SubscriptionAtPenneo> CreateAsync(Subscription row, CancellationToken cancellationToken) => row.Generation == Generation.Legacy
        ? Of(await legacy.CreateAsync(row.Topic!, row.Endpoint, cancellationToken))
        : Of(await current.CreateAsync(new CurrentSettings(row.Endpoint, row.EventTypes!, true), cancellationToken));

    /// <summary>A current one as it is there now; null when it is gone.</summary>
    internal async Task<SubscriptionAtPenneo?> FindCurrentAsync(string penneoId, CancellationToken cancellationToken) =>
        await current.FindAsync(penneoId, cancellationToken) is { } found ? Of(found) : null;

    internal static SubscriptionAtPenneo Of(CurrentSubscription x) =>
        new(Generation.Current, x.Id, null, [.. (x.EventTypes ?? []).OfType<string>()], x.Endpoint, x.IsActive ? SubscriptionState.Active : SubscriptionState.Paused)
        {
            Secret = string.IsNullOrWhiteSpace(x.Secret) ? null : x.Secret,
        };

    private static SubscriptionAtPenneo Of(LegacySubscription x) =>
        new(Generation.Legacy, x.PenneoId, x.Topic, null, x.Endpoint, x.Confirmed ? SubscriptionState.Active : SubscriptionState.PendingConfirmation);
}
