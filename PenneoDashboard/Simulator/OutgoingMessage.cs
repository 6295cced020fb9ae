namespace PenneoDashboard.Simulator;

/// <summary>What is posted to an endpoint; a retry posts the very same bytes.</summary>
/// <param name="CasefileId">For the page's link; null for a confirmation message.</param>
/// <param name="IsConfirmation">The one message an unconfirmed subscription receives.</param>
public sealed record OutgoingMessage(string Topic, string EventType, int? CasefileId, byte[] Body, bool IsConfirmation = false)
{
    public static OutgoingMessage Confirmation(SimulatedSubscription subscription) =>
        new(subscription.Topic, "SubscriptionConfirmation", null, NotificationBody.Confirmation(subscription), IsConfirmation: true);
}
