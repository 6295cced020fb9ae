namespace PenneoDashboard.Events;

/// <summary>One page of events, newest first.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">Pass as <c>before</c> to read on; null at the end.</param>
public sealed record EventPage(IReadOnlyList<EventItem> Items, long? Next);

/// <summary>How many events a filter matches.</summary>
/// <param name="IsExact">False when there are more than <paramref name="Count"/>, and nobody counted them.</param>
public sealed record EventTotal(long Count, bool IsExact);

/// <summary>One arrival of a message at the receiver, as it came.</summary>
/// <param name="Id">Ascending in commit order over all deliveries.</param>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="RemoteAddress">The peer's IP address; null where the server did not know it.</param>
/// <param name="Headers">Every header with its value, in the order received.</param>
public sealed record DeliveryItem(
    long Id,
    long SubscriptionId,
    DateTimeOffset ReceivedAt,
    string? RemoteAddress,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    int BodyLength,
    Verification Verification)
{
    /// <summary>From when it happened by Penneo's clock to its arrival by ours; null when the message had no readable time.</summary>
    public double? DelaySeconds { get; init; }

    /// <summary>1 for the first delivery of the event through its subscription, 2 for the first retry.</summary>
    public int Attempt { get; init; }

    /// <summary>
    /// The HTTP status its sender was given: 200, or 503 when it was told to try again although it was stored in the end;
    /// 0 when it had hung up before an answer. Null when that is not known: the process ended at that moment, or it came
    /// before answers were recorded.
    /// </summary>
    public int? Answer { get; init; }
}

/// <summary>An event with everything known about how it came.</summary>
/// <param name="Body">The first delivery's bytes, unchanged; null when that delivery is not stored any more.</param>
/// <param name="Deliveries">Oldest first.</param>
public sealed record EventDetail(EventItem Event, byte[]? Body, IReadOnlyList<DeliveryItem> Deliveries);
