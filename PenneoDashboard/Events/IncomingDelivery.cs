namespace PenneoDashboard.Events;

/// <summary>What the bytes of a delivery say.</summary>
public abstract record IncomingMessage;

/// <summary>A legacy confirmation message.</summary>
public sealed record IncomingConfirmation(string Token) : IncomingMessage;

/// <summary>A message about something that happened.</summary>
/// <param name="EventTime">UTC, exact to the microsecond; null when the message had no readable time.</param>
/// <param name="Title">The casefile's title, from a full payload.</param>
/// <param name="SignerName">The signer's name, from a full payload.</param>
/// <param name="Payload">The payload element as it stands in the body.</param>
public sealed record IncomingEvent(
    string? Topic,
    string EventType,
    DateTimeOffset? EventTime,
    long? CasefileId,
    long? SignerId,
    int? CasefileStatus,
    string? Title,
    string? SignerName,
    RawJson? Payload) : IncomingMessage;

/// <summary>A message that could not be understood.</summary>
/// <param name="Problem">Why, in words for the page.</param>
public sealed record IncomingUnrecognized(string Problem) : IncomingMessage;

/// <summary>One delivery on its way into the log.</summary>
/// <param name="Headers">A JSON array of <c>[name, value]</c> pairs in the order received.</param>
public sealed record IncomingDelivery(
    long SubscriptionId,
    DateTimeOffset ReceivedAt,
    string? RemoteAddress,
    string Headers,
    byte[] Body,
    Verification Verification,
    IncomingMessage Message,
    EventIdentity Identity)
{
    /// <summary>Cancelled when nobody waits for the answer any more; the delivery is stored all the same.</summary>
    public CancellationToken SenderGone { get; init; }
}

/// <summary>What became of a delivery.</summary>
public enum StoreResult
{
    /// <summary>Durable: a new event, a repeat of one, or a confirmation.</summary>
    Stored,

    /// <summary>Not taken: the queue is full. The sender should try again.</summary>
    Busy,

    /// <summary>Not known to be stored: the database refused or was too slow. The sender should try again.</summary>
    Failed,
}
