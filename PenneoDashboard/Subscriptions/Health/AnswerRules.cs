namespace PenneoDashboard.Subscriptions.Health;

/// <summary>What our own answers of the last hour say, and what was refused.</summary>
internal static class AnswerRules
{
    /// <summary>How long an answer counts.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromHours(1);

    // Penneo's limit; an answer that takes longer counts as none.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private const int ManySlow = 3;
    private const int ManyHungUp = 2;

    public static IEnumerable<HealthSign> Of(SubscriptionView x, HealthFacts facts, DateTimeOffset now)
    {
        var answers = facts.Answers.Where(a => now - a.At < Recent).OrderBy(a => a.At).ToList();
        return new[] { Refused(x, facts.Refused), TooLarge(Those(answers, StatusCodes.Status413PayloadTooLarge)), NotStored(answers), TooSlow(answers) }.OfType<HealthSign>();
    }

    private static HealthSign? Refused(SubscriptionView x, RefusedSince? refused) =>
        refused is null || refused.Last <= x.LastEventAt ? null : new(
            HealthState.Refused,
            refused.Count == 1 ? Say("1 delivery was refused since the last good one, for its signature does not verify.")
                : Say($"{refused.Count:N0} deliveries were refused since the last good one, for their signatures do not verify."),
            refused.First);

    private static HealthSign? TooLarge(List<NotableAnswer> answers) => answers.Count == 0 ? null : new(
        HealthState.Refused,
        answers.Count == 1 ? Say("1 delivery of the last hour was refused as too large (Webhooks:MaxBodyBytes).")
            : Say($"{answers.Count:N0} deliveries of the last hour were refused as too large (Webhooks:MaxBodyBytes)."),
        answers[0].At);

    private static HealthSign? NotStored(List<NotableAnswer> answers)
    {
        var (failed, hungUp) = (Those(answers, StatusCodes.Status503ServiceUnavailable), Those(answers, ReceiverAnswers.HungUp));
        if (failed.Count > 0)
        {
            var reason = failed.Count == 1 ? Say("We answered 503 to 1 delivery of the last hour, since it could not be stored. Penneo has to send it again.")
                : Say($"We answered 503 to {failed.Count:N0} deliveries of the last hour, since they could not be stored. Penneo has to send them again.");
            return new(HealthState.Retried, reason, failed[0].At);
        }

        return hungUp.Count < ManyHungUp ? null : new(
            HealthState.Retried, Say($"In the last hour the sender hung up {hungUp.Count:N0} times before our answer. Penneo waits {Limit.TotalSeconds:0} s, and has to send them again."), hungUp[0].At);
    }

    private static HealthSign? TooSlow(List<NotableAnswer> answers)
    {
        var slow = answers.Where(x => x.Took >= ReceiverAnswers.Slow).ToList();
        return slow.Count < ManySlow && !slow.Exists(x => x.Took >= Limit) ? null : new(
            HealthState.Slow,
            slow.Count == 1 ? Say($"1 answer of the last hour took {SpanText.Of(slow[0].Took)}. Penneo gives up after {Limit.TotalSeconds:0} s.")
                : Say($"{slow.Count:N0} answers of the last hour took longer than {ReceiverAnswers.Slow.TotalSeconds:0} s, the slowest {SpanText.Of(slow.Max(x => x.Took))}. Penneo gives up after {Limit.TotalSeconds:0} s."),
            slow[0].At);
    }

    private static List<NotableAnswer> Those(List<NotableAnswer> answers, int status) => answers.FindAll(x => x.Status == status);
}
