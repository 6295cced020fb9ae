namespace PenneoDashboard.Subscriptions.Health;

/// <summary>What the newest deliveries of a subscription say: are they repeated, and do they come later than they used to?</summary>
internal static class DeliveryRules
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(1);
    private const int MostRecent = 100;

    // So many good ones in a row and what was wrong is over.
    private const int CleanRun = 20;
    private const int ManyRepeats = 3;

    private const int MostNew = 20;
    private const int FewestNew = 10;
    private const int FewestBefore = 30;
    private static readonly TimeSpan SmallestGrowth = TimeSpan.FromSeconds(30);

    /// <summary>Repeated deliveries: three, or one in ten. A single one among many says nothing.</summary>
    public static HealthSign? Retries(IReadOnlyList<DeliverySample> samples, Generation generation, DateTimeOffset now)
    {
        var recent = samples.Where(x => now - x.ReceivedAt < Recent).TakeLast(MostRecent).ToList();
        var repeats = recent.Where(x => x.Attempt > 1).ToList();
        if (repeats.Count == 0 || (repeats.Count < ManyRepeats && repeats.Count * 10 < recent.Count) || recent.AsEnumerable().Reverse().TakeWhile(x => x.Attempt == 1).Count() >= CleanRun)
            return null;
        var reason = (recent.Count == 1 ? Say("The last delivery was a repeat:")
                : repeats.Count == 1 ? Say($"1 of the last {recent.Count:N0} deliveries was a repeat:") : Say($"{repeats.Count:N0} of the last {recent.Count:N0} deliveries were repeats:"))
            + " " + Say("Penneo believes that it was not answered in time, or not with 2xx.");
        if (generation == Generation.Legacy && repeats.Max(x => x.Attempt) > 2)
            reason += " " + Say("When its fourth attempt fails too, it sends nothing more.");
        return new(HealthState.Retried, reason, repeats[0].ReceivedAt);
    }

    /// <summary>
    /// The median delay of the newest against that of those before. A clock that is off adds the same to both, so it does
    /// not show; scatter counts against a difference.
    /// </summary>
    public static HealthSign? Delays(IReadOnlyList<DeliverySample> samples, DateTimeOffset now)
    {
        var known = samples.Where(x => x is { Attempt: 1, Delay: not null }).ToList();
        var fresh = known.TakeLast(Math.Min(MostNew, known.Count - FewestBefore)).ToList();
        if (fresh.Count < FewestNew || now - fresh[^1].ReceivedAt > Recent)
            return null;
        var before = Sorted(known.SkipLast(fresh.Count));
        var usual = Quantile(before, 0.5);
        var growth = Quantile(Sorted(fresh), 0.5) - usual;
        var scatter = Quantile(before, 0.9) - usual;
        if (growth < SmallestGrowth || growth < 2 * scatter)
            return null;
        var since = fresh.First(x => x.Delay - usual >= growth).ReceivedAt;
        return new(HealthState.Slow, Say($"Events arrive {SpanText.Of(growth)} later than they used to (the last {fresh.Count:N0} against the {before.Count:N0} before)."), since);
    }

    private static List<TimeSpan> Sorted(IEnumerable<DeliverySample> samples) => [.. samples.Select(x => x.Delay!.Value).Order()];

    private static TimeSpan Quantile(List<TimeSpan> sorted, double quantile) => sorted[(int)(quantile * (sorted.Count - 1))];
}
