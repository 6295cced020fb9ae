using PenneoDashboard.Events;

namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>What a stretch of deliveries adds to a comparison.</summary>
/// <param name="Both">Events that have come through both sides by now, and had not before.</param>
/// <param name="Added">Events that have come through one side so far.</param>
/// <param name="Settled">Sequences of those that came through one side before and have come through the other now.</param>
internal sealed record Stretch(
    long Both, long LeftOut, IReadOnlyCollection<string> Topics, IReadOnlyList<MoveDifference> Added, IReadOnlyList<long> Settled)
{
    [Flags]
    private enum Sides
    {
        None = 0,
        Legacy = 1,
        Current = 2,
        Both = Legacy | Current,
    }

    /// <param name="arrivals">All that came between <paramref name="after"/> and the end of the stretch.</param>
    /// <param name="after">The last delivery before the stretch.</param>
    public static Stretch Of(Move move, Coverage coverage, IReadOnlyList<Arrival> arrivals, long after)
    {
        long both = 0, leftOut = 0;
        var topics = new HashSet<string>();
        var added = new List<MoveDifference>();
        var settled = new List<long>();
        foreach (var arrival in arrivals)
        {
            var (before, now) = (SidesOf(move, arrival.Deliveries.Where(x => x.DeliveryId <= after)), SidesOf(move, arrival.Deliveries));
            if (before == now || arrival.OccurredAt < move.RunningSince || arrival.OccurredAt >= move.SwitchedOffAt)
                continue;
            if (!coverage.Covers(arrival.Topic, arrival.EventType))
            {
                if (!before.HasFlag(Sides.Legacy) && now.HasFlag(Sides.Legacy) && coverage.LeavesOut(arrival.Topic, arrival.EventType))
                    leftOut++;
            }
            else if (now == Sides.Both)
            {
                both++;
                topics.Add(arrival.Topic!);
                if (before != Sides.None)
                    settled.Add(arrival.Sequence);
            }
            else
            {
                added.Add(ToDifference(move, arrival, now == Sides.Legacy ? Side.Legacy : Side.Current));
            }
        }

        return new Stretch(both, leftOut, topics, added, settled);
    }

    private static Sides SidesOf(Move move, IEnumerable<ArrivedThrough> deliveries) =>
        deliveries.Aggregate(Sides.None, (sides, x) => sides | (x.SubscriptionId == move.CurrentId ? Sides.Current : Sides.Legacy));

    private static MoveDifference ToDifference(Move move, Arrival arrival, Side side) => new()
    {
        MoveId = move.Id,
        Sequence = arrival.Sequence,
        Side = side,
        Topic = arrival.Topic!,
        EventType = arrival.EventType!,
        CasefileId = arrival.CasefileId,
        SignerId = arrival.SignerId,
        OccurredAt = arrival.OccurredAt,
        FirstAt = arrival.Deliveries.Min(x => x.ReceivedAt),
    };
}
