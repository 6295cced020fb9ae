namespace PenneoDashboard.Subscriptions.Health;

/// <summary>Decides how a subscription gets on, from what is known of it and nothing else. The one set of rules: badge, pages and API ask it.</summary>
public static class HealthRules
{
    /// <summary>Confirming by itself takes a second; a subscription that waits longer is stuck.</summary>
    public static readonly TimeSpan PendingAfter = TimeSpan.FromMinutes(1);

    /// <param name="now">UTC.</param>
    public static SubscriptionHealth Of(SubscriptionView x, HealthFacts facts, DateTimeOffset now) => x.State switch
    {
        SubscriptionState.Failed => SubscriptionHealth.Wrong(new HealthSign(HealthState.Failed, Say(x.Problem?.Message ?? Later("Penneo sends nothing through it.")), null)),
        SubscriptionState.PendingConfirmation when now - x.CreatedAt > PendingAfter => SubscriptionHealth.Wrong(new HealthSign(HealthState.Unconfirmed, Unconfirmed(x), x.CreatedAt)),
        SubscriptionState.PendingConfirmation => SubscriptionHealth.Fine(HealthState.NoData, Say("It is being confirmed.")),
        SubscriptionState.Paused => SubscriptionHealth.Fine(HealthState.Paused, Say("Penneo sends nothing through it until it is resumed.")),
        _ when x.ReceiveUrl is null => SubscriptionHealth.Fine(HealthState.Elsewhere, Say("It calls another system, so how it gets on can't be seen from here.")),
        _ => OfActive(x, facts, now),
    };

    private static SubscriptionHealth OfActive(SubscriptionView x, HealthFacts facts, DateTimeOffset now)
    {
        var signs = new[] { SilenceRule.Of(x, facts, now), DeliveryRules.Retries(facts.Samples, x.Generation, now), DeliveryRules.Delays(facts.Samples, now) }
            .OfType<HealthSign>().Concat(AnswerRules.Of(x, facts, now)).ToList();
        return signs.Count > 0 ? SubscriptionHealth.Wrong(signs)
            : x.LastEventAt is null ? SubscriptionHealth.Fine(HealthState.NoData, Say("Nothing has come through it yet."))
            : SubscriptionHealth.Fine(HealthState.Healthy, Say("What comes is stored and answered in time."));
    }

    private static string Unconfirmed(SubscriptionView x) => Say(x.Problem?.Message ?? (x.ReceiveUrl is null
        ? Later("Penneo sent its token to the other system, and sends nothing else until it is confirmed.")
        : x.ConfirmationReceivedAt is null
            ? Later("Penneo's confirmation message has not come, so nothing else will.")
            : Later("Penneo sent its token, but sends nothing else until it is confirmed.")));
}
