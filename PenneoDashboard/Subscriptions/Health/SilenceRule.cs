namespace PenneoDashboard.Subscriptions.Health;

/// <summary>
/// Silence against a subscription's own rhythm. Nights and weekends are no silence: either the same hours of each of the
/// weeks before had events, or the quiet is twice as long as any of them; only where neither is known, a week counts.
/// </summary>
internal static class SilenceRule
{
    /// <summary>How long one may be without its first event.</summary>
    public static readonly TimeSpan NothingAfter = TimeSpan.FromDays(1);

    /// <summary>How long one whose rhythm is not known may be quiet; a week has a weekend in it.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromDays(7);

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestByGap = TimeSpan.FromDays(1);

    // Two weekends at least, and more than a handful of arrivals.
    private static readonly TimeSpan KnownRhythm = TimeSpan.FromDays(14);
    private const int KnownSlots = 8;

    private const int FewestWeeks = 2;
    private const int FewestSlots = 6;

    public static HealthSign? Of(SubscriptionView x, HealthFacts facts, DateTimeOffset now)
    {
        if (x.LastEventAt is not { } last)
        {
            var waiting = x.ConfirmedAt ?? x.CreatedAt;
            return now - waiting > NothingAfter ? Sign(Say($"Nothing has come through it in {SpanText.Of(now - waiting)}. Send a test to see whether Penneo reaches the receiver."), waiting) : null;
        }

        var quiet = now - last;
        if (UsualWeeks(facts, last, now) is > 0 and var weeks)
            return Sign(Say($"Nothing for {SpanText.Of(quiet)}, although in the same hours of each of the last {weeks:N0} weeks there was something.") + Advice, last);
        if (facts.Rhythm.Span < KnownRhythm || facts.Rhythm.Count < KnownSlots)
            return quiet > SilentAfter ? Sign(Say($"Nothing for {SpanText.Of(quiet)}.") + Advice, last) : null;
        var longest = facts.Rhythm.LongestGap;
        return quiet > ShortestByGap && quiet > 2 * longest
            ? Sign(Say($"Nothing for {SpanText.Of(quiet)}; in the weeks before it was never quiet for longer than {SpanText.Of(longest)}.") + Advice, last)
            : null;
    }

    private static string Advice => " " + Say("If casefiles were signed since, send a test to see whether Penneo still reaches the receiver.");

    private static HealthSign Sign(string reason, DateTimeOffset since) => new(HealthState.Silent, reason, since);

    // In how many weeks the same hours had events, if they had in every week that is known; else 0. While we were not
    // running nothing could come, so that time says nothing.
    private static int UsualWeeks(HealthFacts facts, DateTimeOffset last, DateTimeOffset now)
    {
        var from = last > facts.ListeningSince ? last : facts.ListeningSince;
        if (now - from < Shortest || facts.Rhythm.Oldest is not { } oldest)
            return 0;
        var counts = Enumerable.Range(1, (int)(ArrivalSlots.Period / Week)).Where(k => from - (k * Week) >= oldest)
            .Select(k => facts.Rhythm.CountBetween(from - (k * Week), now - (k * Week))).ToList();
        return counts.Count >= FewestWeeks && counts.TrueForAll(x => x >= FewestSlots) ? counts.Count : 0;
    }
}
