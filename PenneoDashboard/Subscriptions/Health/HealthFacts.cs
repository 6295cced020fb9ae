namespace PenneoDashboard.Subscriptions.Health;

/// <summary>One delivery of an event that was stored.</summary>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="Delay">From the event's time to its arrival, by two clocks, so it may be negative; null without an event time.</param>
/// <param name="Attempt">1 for the first delivery of its event through this subscription.</param>
public sealed record DeliverySample(DateTimeOffset ReceivedAt, TimeSpan? Delay, int Attempt = 1);

/// <summary>Deliveries that were refused since the last one that was not.</summary>
/// <param name="First">UTC.</param>
/// <param name="Last">UTC.</param>
public sealed record RefusedSince(int Count, DateTimeOffset First, DateTimeOffset Last);

/// <summary>What is known of one subscription's deliveries.</summary>
/// <param name="Samples">The newest ones, oldest first.</param>
/// <param name="Rhythm">When something came, over the last weeks.</param>
/// <param name="Answers">Our own answers that were slow or no 200, in whatever order.</param>
/// <param name="Refused">Null when none was.</param>
/// <param name="ListeningSince">When this process began to take deliveries, UTC.</param>
public sealed record HealthFacts(
    IReadOnlyList<DeliverySample> Samples, ArrivalSlots Rhythm, IReadOnlyList<NotableAnswer> Answers, RefusedSince? Refused, DateTimeOffset ListeningSince)
{
    /// <summary>Nothing is known.</summary>
    public static HealthFacts None { get; } = new([], ArrivalSlots.Empty, [], null, DateTimeOffset.MinValue);
}
