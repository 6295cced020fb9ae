namespace PenneoDashboard.Simulator;

/// <summary>What is posted to an endpoint; a retry posts the very same bytes.</summary>
/// <param name="Topic">Empty for a test of the current service.</param>
/// <param name="CasefileId">For the page's link; null for a confirmation message.</param>
/// <param name="IsConfirmation">The one message an unconfirmed subscription receives.</param>
public sealed record OutgoingMessage(string Topic, string EventType, int? CasefileId, byte[] Body, bool IsConfirmation = false)
{
    /// <summary>What the current service sends as <c>x-event-id</c>: the same to every subscription, and on a retry.</summary>
    public string EventId { get; init; } = Guid.CreateVersion7().ToString();

    /// <summary>Null for the casefile's own events.</summary>
    public int? SignerId { get; init; }

    /// <summary>When it happened, UTC in whole microseconds; null for a confirmation message.</summary>
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>What the current service calls it, for example <c>sign.signer.signed</c>.</summary>
    public string CurrentType => Topic.Length == 0 ? EventType : $"sign.{Topic}.{EventType}";

    public static OutgoingMessage Confirmation(SimulatedSubscription subscription) =>
        new(subscription.Topic, "SubscriptionConfirmation", null, NotificationBody.Confirmation(subscription), IsConfirmation: true);

    public static OutgoingMessage Test(DateTimeOffset eventTime) => new("", SimulatorTopics.TestEventType, null, NotificationBody.Test(eventTime)) { EventTime = eventTime };
}
