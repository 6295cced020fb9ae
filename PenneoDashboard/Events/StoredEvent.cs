namespace PenneoDashboard.Events;

/// <summary>A row of the log. <see cref="EventItem"/> is what readers see of it.</summary>
public sealed class StoredEvent
{
    /// <summary>Given by the one writer, so it ascends in commit order.</summary>
    public long Sequence { get; set; }

    /// <summary>
    /// Its meaning, or its id where it has none, or where another event of the same meaning has another id; null when
    /// nothing can tell a repeat (see <see cref="EventIdentity"/>).
    /// </summary>
    public string? Identity { get; set; }

    /// <summary>See <see cref="EventIdentity.Id"/>; null as long as it came without one.</summary>
    public string? EventId { get; set; }

    public bool Recognized { get; set; }

    public string? Topic { get; set; }

    public string? EventType { get; set; }

    public DateTimeOffset? EventTime { get; set; }

    /// <summary>Event time, or time of arrival where there is none.</summary>
    public DateTimeOffset OccurredAt { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public long? CasefileId { get; set; }

    public long? SignerId { get; set; }

    public int? CasefileStatus { get; set; }

    public string? Title { get; set; }

    public string? Problem { get; set; }

    public long SubscriptionId { get; set; }

    public int DeliveryCount { get; set; }

    public Verification Verification { get; set; }

    /// <summary>The delivery that holds the body.</summary>
    public long FirstDeliveryId { get; set; }
}

/// <summary>Why a delivery was made.</summary>
public enum DeliveryKind
{
    Event = 0,

    /// <summary>A legacy confirmation message; it belongs to no event.</summary>
    Confirmation = 1,
}

/// <summary>One arrival at the receiver, kept verbatim.</summary>
public sealed class StoredDelivery
{
    public long Id { get; set; }

    /// <summary>The event it carried; null for a confirmation.</summary>
    public long? EventSequence { get; set; }

    public DeliveryKind Kind { get; set; }

    public long SubscriptionId { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public string? RemoteAddress { get; set; }

    /// <summary>A JSON array of <c>[name, value]</c> pairs in the order received.</summary>
    public required string Headers { get; set; }

    public required byte[] Body { get; set; }

    public Verification Verification { get; set; }

    /// <summary>See <see cref="DeliveryItem.Answer"/>.</summary>
    public int? Answer { get; set; }
}
