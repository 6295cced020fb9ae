namespace PenneoDashboard.Subscriptions.Findings;

/// <summary>Looks over the subscriptions and their surroundings. A finding is gone as soon as its cause is.</summary>
public static class FindingRules
{
    /// <summary>The most severe first.</summary>
    public static IReadOnlyList<Finding> Of(FindingInput input) =>
    [
        .. SurroundingRules.Of(input).Concat(StateRules.Of(input)).Concat(CoverageRules.Of(input))
            .OrderByDescending(x => x.Severity).ThenBy(x => x.Kind).ThenBy(x => x.SubscriptionIds is [var first, ..] ? first : 0),
    ];

    /// <summary>"no. 1", "no. 1 and 3" or "no. 1, 2 and 3".</summary>
    internal static string Numbers(IReadOnlyList<long> ids) => ids.Count < 2 ? Say($"no. {ids[0]}") : Say($"no. {string.Join(", ", ids.SkipLast(1))} and {ids[^1]}");
}
