using PenneoDashboard.Events;

namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>
/// Compares what comes through the two sides of a move. It goes over the deliveries once, a stretch at a time, when somebody
/// looks; receiving does not know of it.
/// </summary>
public sealed class MoveComparer(ArrivalQueries arrivals, MoveStore moves, MoveLocks locks, TimeProvider time)
{
    /// <summary>How long an event may come through one side only before it counts as missing.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>When one that came through legacy should have come through the other too.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(15);

    /// <summary>Penneo's clock and ours differ, and a new subscription may take a moment to bring events.</summary>
    public static readonly TimeSpan Leeway = TimeSpan.FromSeconds(5);

    private const int StretchLength = 2_000;

    // So that a page that was opened after weeks shows how it gets on.
    private const int StretchesAtOnce = 10;

    /// <summary>Begins to compare what happens from now on, forgetting what was compared before.</summary>
    public async Task StartAsync(long id, CancellationToken cancellationToken = default)
    {
        using var held = await locks.TakeComparingAsync(id, cancellationToken);
        await moves.StartComparingAsync(id, time.GetUtcNow() + Leeway, await arrivals.LastDeliveryAsync(cancellationToken));
    }

    /// <summary>Looks at what came since, and tells how it stands; null for a move that can't be compared, or not yet.</summary>
    public async Task<MoveComparison?> ReadAsync(long id, IReadOnlyList<SubscriptionView> subscriptions, CancellationToken cancellationToken = default)
    {
        if (await AdvanceAsync(id, subscriptions, cancellationToken) is not ({ RunningSince: { } since } move, var isBehind))
            return null;
        var (now, coverage) = (time.GetUtcNow(), Coverage.Of(move, subscriptions));
        var counts = await moves.CountAsync(id, coverage.Keys, MissingSince(move, now), now - Usual, cancellationToken);
        long Count(Side side, params DifferenceAge[] ages) => counts.Where(x => x.Side == side && ages.Contains(x.Age)).Sum(x => x.Count);
        return new MoveComparison
        {
            Since = since,
            Both = move.Both,
            LegacyOnly = Count(Side.Legacy, DifferenceAge.Missing),
            CurrentOnly = Count(Side.Current, DifferenceAge.Missing),
            Waiting = Count(Side.Legacy, DifferenceAge.Fresh, DifferenceAge.Late) + Count(Side.Current, DifferenceAge.Fresh, DifferenceAge.Late),
            Late = Count(Side.Legacy, DifferenceAge.Late),
            LeftOut = move.LeftOut,
            TopicsNotSeen = [.. coverage.Topics.Except(move.TopicsSeen)],
            IsBehind = isBehind,
        };
    }

    /// <summary>What came through one side only, newest first.</summary>
    /// <param name="before">Those with a smaller sequence.</param>
    public async Task<IReadOnlyList<OneSided>> DifferencesAsync(
        Move move, IReadOnlyList<SubscriptionView> subscriptions, Side? side, long? before, int limit, CancellationToken cancellationToken = default)
    {
        var missing = MissingSince(move, time.GetUtcNow());
        return [.. (await moves.DifferencesAsync(move.Id, Coverage.Of(move, subscriptions).Keys, side, before, limit, cancellationToken))
            .Select(x => new OneSided(x.Sequence, x.Side, x.Topic, x.EventType, x.CasefileId, x.SignerId, x.OccurredAt, x.FirstAt, x.FirstAt > missing))];
    }

    // As legacy is switched off its deliveries end, so what came last is not missing; see EndComparingAsync.
    private static DateTimeOffset MissingSince(Move move, DateTimeOffset now) =>
        (move is { IsCompared: false, SwitchedOffAt: { } end } && end < now ? end : now) - Grace;

    private async Task<(Move Move, bool IsBehind)?> AdvanceAsync(long id, IReadOnlyList<SubscriptionView> subscriptions, CancellationToken cancellationToken)
    {
        using var held = await locks.TakeComparingAsync(id, cancellationToken);
        var move = await moves.FindAsync(id, cancellationToken);
        if (move is not { PointsHere: true, RunningSince: not null, CurrentId: { } current })
            return null;
        if (move.IsCompared)
            return (move, false);
        var (last, end) = (await arrivals.LastDeliveryAsync(cancellationToken), move.FinishedAt + Grace);
        var isOver = false;
        long[] both = [.. move.Legacy.Select(x => x.SubscriptionId).OfType<long>(), current];
        for (var i = 0; i < StretchesAtOnce && move.ComparedUntil < last && !isOver; i++)
        {
            var until = Math.Min(move.ComparedUntil + StretchLength, last);
            var came = await arrivals.BetweenAsync(both, move.ComparedUntil, until, cancellationToken);
            await moves.AddAsync(id, Stretch.Of(move, Coverage.Of(move, subscriptions), came, move.ComparedUntil), until);
            isOver = came.Any(x => x.Deliveries[^1].ReceivedAt > end);
            move = (await moves.FindAsync(id, cancellationToken))!;
        }

        if (isOver || (move.ComparedUntil >= last && time.GetUtcNow() > end))
        {
            await moves.EndComparingAsync(id, move.SwitchedOffAt!.Value - Grace);
            move.IsCompared = true;
        }

        return (move, move.ComparedUntil < last && !move.IsCompared);
    }
}
