namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>Finds the legacy subscriptions of the account, ours and those made elsewhere.</summary>
public sealed class MovePlanner(PenneoSync sync, SubscriptionStore subscriptions, MoveStore moves)
{
    /// <summary>Asks Penneo, and brings our own states up to date by that.</summary>
    public async Task<MovePlan> ReadAsync(CancellationToken cancellationToken = default)
    {
        var comparison = await sync.RefreshAsync(cancellationToken);
        var ours = await subscriptions.ListAsync(cancellationToken);
        var taken = (await moves.ListAsync(cancellationToken)).Where(x => x.Step != MoveStep.Finished).SelectMany(x => x.Legacy).ToList();
        var legacy = ours.Where(x => x.Generation == Generation.Legacy).Select(x => (PointsHere: x.ReceiveUrl is not null, One: Of(x)))
            .Concat(comparison.Elsewhere.Where(x => x.Generation == Generation.Legacy).Select(x => (x.PointsHere, One: Of(x))))
            .Where(x => !taken.Any(t => (t.PenneoId is not null && t.PenneoId == x.One.PenneoId) || (t.SubscriptionId is not null && t.SubscriptionId == x.One.SubscriptionId)))
            .ToLookup(x => x.PointsHere ? null : x.One.Endpoint, x => x.One);
        return new MovePlan(
            [.. legacy.OrderBy(x => x.Key is not null).Select(x => new MoveGroup(x.Key, x.Key ?? TunnelOf(ours, x), [.. x]))],
            ours.Count(x => x is { Generation: Generation.Current, State: SubscriptionState.Active }) + comparison.Elsewhere.Count(x => x is { Generation: Generation.Current, IsPaused: false }),
            comparison.Failures);
    }

    // Whoever reaches us through a tunnel or proxy of another name needs it for the new one too.
    private static string? TunnelOf(IReadOnlyList<SubscriptionView> ours, IEnumerable<LegacyOfMove> legacy) =>
        ours.FirstOrDefault(x => legacy.Any(one => one.SubscriptionId == x.Id) && x.ReceiveUrl != x.Endpoint) is { } tunnelled && PublicAddress.KeyIn(tunnelled.ReceiveUrl) is { } key
        && tunnelled.Endpoint.Contains(key, StringComparison.Ordinal)
            ? tunnelled.Endpoint.Replace(key, NewSubscription.KeyPlaceholder, StringComparison.Ordinal)
            : null;

    private static LegacyOfMove Of(SubscriptionView x) => new(x.Id, x.PenneoId, x.Topic, x.Endpoint, x.State, LegacyOutcome.Kept);

    private static LegacyOfMove Of(SubscriptionElsewhere x) => new(
        null, x.PenneoId, x.Topic, x.Endpoint ?? "", x.Confirmed ? SubscriptionState.Active : SubscriptionState.PendingConfirmation, LegacyOutcome.Kept);
}
