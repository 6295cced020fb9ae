namespace PenneoDashboard.Subscriptions.Health;

/// <summary>
/// In which ten minutes of the last four weeks something came through a subscription: enough to know its nights, its
/// weekends and its usual hours, and small however much comes.
/// </summary>
public sealed class ArrivalSlots
{
    /// <summary>How far it looks back from the newest arrival.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromDays(28);

    private static readonly long SlotTicks = TimeSpan.FromMinutes(10).Ticks;

    private readonly long[] _slots;

    private ArrivalSlots(long[] slots) => _slots = slots;

    public static ArrivalSlots Empty { get; } = new([]);

    public int Count => _slots.Length;

    /// <summary>The beginning of the first slot, UTC; null while there is none.</summary>
    public DateTimeOffset? Oldest => Count == 0 ? null : Time(_slots[0]);

    /// <summary>From the first slot to the last one.</summary>
    public TimeSpan Span => Count == 0 ? TimeSpan.Zero : Time(_slots[^1]) - Time(_slots[0]);

    /// <summary>The longest time between two slots in a row.</summary>
    public TimeSpan LongestGap => Count < 2 ? TimeSpan.Zero : TimeSpan.FromTicks(Enumerable.Range(1, Count - 1).Max(i => _slots[i] - _slots[i - 1]) * SlotTicks);

    /// <summary>The same with more arrivals (UTC); what lies before <see cref="Period"/> is forgotten.</summary>
    public ArrivalSlots With(params IEnumerable<DateTimeOffset> arrivals)
    {
        var all = new SortedSet<long>(_slots);
        all.UnionWith(arrivals.Select(x => x.UtcTicks / SlotTicks));
        if (all.Count == _slots.Length)
            return this;
        var oldest = all.Max - (Period.Ticks / SlotTicks);
        return new([.. all.SkipWhile(x => x < oldest)]);
    }

    /// <summary>How many slots with an arrival begin within a time, both ends UTC.</summary>
    public int CountBetween(DateTimeOffset from, DateTimeOffset to) =>
        Math.Max(0, FirstFrom(Slot(to)) - FirstFrom(Slot(from)));

    // The first slot that begins at a time or after it.
    private static long Slot(DateTimeOffset time) => (time.UtcTicks + SlotTicks - 1) / SlotTicks;

    private static DateTimeOffset Time(long slot) => new(slot * SlotTicks, TimeSpan.Zero);

    private int FirstFrom(long slot) => Array.BinarySearch(_slots, slot) is var at && at >= 0 ? at : ~at;
}
