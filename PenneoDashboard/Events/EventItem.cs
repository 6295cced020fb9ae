namespace PenneoDashboard.Events;

/// <summary>One event as pages, the HTTP API and the hub show it. Every time is UTC with microseconds kept.</summary>
public record EventItem
{
    /// <summary>Oldest first by the time it happened; in the order of arrival where that is the same.</summary>
    public static readonly IComparer<EventItem> ByTime = Comparer<EventItem>.Create((a, b) =>
        a.OccurredAt != b.OccurredAt ? a.OccurredAt.CompareTo(b.OccurredAt) : a.Sequence.CompareTo(b.Sequence));

    /// <summary>Position in the log, ascending in commit order. The cursor of every list.</summary>
    public required long Sequence { get; init; }

    /// <summary>False when the message could not be understood; then only the raw bytes say what came.</summary>
    public required bool Recognized { get; init; }

    /// <summary>Penneo's topic, <c>casefile</c> or <c>signer</c> so far; null when the message named none.</summary>
    public string? Topic { get; init; }

    /// <summary>Penneo's event type, for example <c>requestSent</c>; null when the message named none.</summary>
    public string? EventType { get; init; }

    /// <summary>When it happened, by Penneo's clock; null when the message had no readable time.</summary>
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>When the first delivery of it arrived here.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    public long? CasefileId { get; init; }

    public long? SignerId { get; init; }

    /// <summary>The casefile's status number as the event reported it (0 new … 8 anonymized); unknown numbers are kept.</summary>
    public int? CasefileStatus { get; init; }

    /// <summary>The <c>title</c> or <c>name</c> of a full payload.</summary>
    public string? Title { get; init; }

    /// <summary>Our id of the subscription whose delivery came first.</summary>
    public required long SubscriptionId { get; init; }

    /// <summary>How many times the event was delivered, retries and other subscriptions included.</summary>
    public required int DeliveryCount { get; init; }

    public required Verification Verification { get; init; }

    /// <summary>The <c>payload</c> element of the body as JSON text, unchanged; null when there is none.</summary>
    public RawJson? Payload { get; init; }

    /// <summary>Why the message was not recognized, in words; null for recognized ones.</summary>
    public string? Problem { get; init; }

    /// <summary><see cref="EventTime"/>, or <see cref="ReceivedAt"/> where there is none: what lists order and filter by.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset OccurredAt => EventTime ?? ReceivedAt;
}
