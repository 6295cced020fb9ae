namespace PenneoDashboard.Simulator;

/// <summary>One attempt to deliver, for the page.</summary>
/// <param name="Number">Ascending in the order the attempts ended.</param>
/// <param name="EndedAt">UTC.</param>
/// <param name="Subscription">Penneo's id of it.</param>
/// <param name="Attempt">1 for the first; 0 when there was none.</param>
/// <param name="StatusCode">Null when no answer came.</param>
/// <param name="Error">Why it failed, in words; null when it did not.</param>
public sealed record DeliveryAttempt(
    long Number,
    DateTimeOffset EndedAt,
    string Subscription,
    string Topic,
    string EventType,
    int? CasefileId,
    int Attempt,
    int? StatusCode,
    TimeSpan Duration,
    string? Error)
{
    /// <summary>What the current service sends as <c>x-event-id</c>.</summary>
    public string EventId { get; init; } = "";

    /// <summary>What was done to it on purpose, in words; null as a rule.</summary>
    public string? Chaos { get; init; }

    /// <summary>True for one that was never made, on purpose.</summary>
    public bool IsLost { get; init; }
}

/// <summary>Counts since the start.</summary>
/// <param name="Attempts">Requests made, retries included.</param>
/// <param name="Delivered">Messages answered with 2xx.</param>
/// <param name="FailedAttempts">Requests that were not.</param>
/// <param name="Dropped">Messages given up on: out of retries, or their subscription was dropped or deleted meanwhile.</param>
/// <param name="Overflowed">Messages lost because too many were waiting.</param>
/// <param name="Pending">Messages waiting or under way now.</param>
/// <param name="Lost">Messages lost on purpose.</param>
public sealed record DeliveryCounters(long Attempts, long Delivered, long FailedAttempts, long Dropped, long Overflowed, long Pending, long Lost);
