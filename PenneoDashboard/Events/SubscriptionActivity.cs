namespace PenneoDashboard.Events;

/// <summary>What came through one subscription, kept by the writer in the same transaction as the events.</summary>
public sealed class SubscriptionActivity
{
    /// <summary>Our id of the subscription.</summary>
    public long SubscriptionId { get; set; }

    /// <summary>When the first event came, UTC; confirmations do not count.</summary>
    public DateTimeOffset? FirstEventAt { get; set; }

    /// <summary>When an event last came, UTC; confirmations do not count.</summary>
    public DateTimeOffset? LastEventAt { get; set; }

    /// <summary>When a test event of the current service last came, UTC; also one that is known from another subscription.</summary>
    public DateTimeOffset? LastTestAt { get; set; }

    /// <summary>Deliveries of events, repeated ones included.</summary>
    public long Deliveries { get; set; }

    /// <summary>The newest confirmation token Penneo sent to the endpoint.</summary>
    public string? ConfirmationToken { get; set; }

    /// <summary>When <see cref="ConfirmationToken"/> came, UTC.</summary>
    public DateTimeOffset? ConfirmationReceivedAt { get; set; }
}
