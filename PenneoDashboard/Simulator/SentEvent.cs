namespace PenneoDashboard.Simulator;

/// <summary>What became of a delivery.</summary>
public enum DeliveryOutcome
{
    /// <summary>Not answered yet, or about to be tried again.</summary>
    Waiting,

    /// <summary>Answered with 2xx.</summary>
    Delivered,

    /// <summary>Given up: out of retries, or its subscription no longer receives.</summary>
    GivenUp,

    /// <summary>Not made, because too many were waiting.</summary>
    Overflowed,

    /// <summary>Not made on purpose.</summary>
    Lost,
}

/// <summary>Something that happened at the simulated Penneo, and who was told of it.</summary>
/// <param name="Number">Ascending in the order in which things happened.</param>
/// <param name="Type">As the current service spells it; <paramref name="Topic"/> and <paramref name="EventType"/> are the legacy spelling.</param>
/// <param name="Topic">Empty for a test of the current service.</param>
/// <param name="EventTime">UTC, in whole microseconds.</param>
/// <param name="EventId">What the current service sends as <c>x-event-id</c>.</param>
/// <param name="Deliveries">One for each subscription that was to be told, and for each time it was to be told; empty when there was none.</param>
public sealed record SentEvent(
    long Number,
    string EventId,
    string Type,
    string Topic,
    string EventType,
    DateTimeOffset? EventTime,
    int? CasefileId,
    int? SignerId,
    IReadOnlyList<SentDelivery> Deliveries);

/// <summary>One event on its way to one subscription.</summary>
/// <param name="Subscription">Penneo's id of it.</param>
/// <param name="Service"><c>legacy</c> or <c>current</c>.</param>
/// <param name="Chaos">What was done to it on purpose, in words; empty as a rule.</param>
public sealed record SentDelivery(
    string Subscription, string Service, string Endpoint, DeliveryOutcome Outcome, IReadOnlyList<string> Chaos, IReadOnlyList<SentAttempt> Attempts);

/// <summary>One request of a delivery.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="EndedAt">UTC.</param>
/// <param name="StatusCode">Null when no answer came.</param>
/// <param name="Error">Why it failed, in words; null when it did not.</param>
/// <param name="Chaos">What was changed on the way on purpose, in words; null as a rule.</param>
public sealed record SentAttempt(int Number, DateTimeOffset EndedAt, int? StatusCode, string? Error, string? Chaos);
