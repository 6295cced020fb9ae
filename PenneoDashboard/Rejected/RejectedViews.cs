using System.Text.Json;

namespace PenneoDashboard.Rejected;

/// <summary>A refused delivery as pages and the HTTP API show it. Times are UTC.</summary>
public sealed record RejectedItem
{
    public required long Id { get; init; }

    /// <summary>Our id of the subscription whose receive URL it came to.</summary>
    public required long SubscriptionId { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required RejectionReason Reason { get; init; }

    /// <summary>What was found out, in words.</summary>
    public required string Explanation { get; init; }

    /// <summary>What to do about it, in words.</summary>
    public string Advice => ReasonText.Advice(Reason);

    /// <summary>True when it is known to be Penneo's, so that it may be accepted into the log.</summary>
    public required bool CanAccept { get; init; }

    /// <summary>When the reason was found.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>Where it came from; null where the server did not know it.</summary>
    public string? RemoteAddress { get; init; }

    public required int BodyLength { get; init; }

    /// <summary>Every header with its value, in the order received.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>What the delivery says it is, for example <c>sign.casefile.completed</c>: not verified.</summary>
    public string? EventType => Header("x-event-type");

    /// <summary>What the delivery says its id is: not verified.</summary>
    public string? EventId => Header("x-event-id");

    internal static IReadOnlyList<KeyValuePair<string, string>> ReadHeaders(string json) =>
        [.. JsonSerializer.Deserialize<string[][]>(json)!.Select(x => KeyValuePair.Create(x[0], x[1]))];

    private string? Header(string name) =>
        Headers.FirstOrDefault(x => string.Equals(x.Key, name, StringComparison.OrdinalIgnoreCase)).Value is { Length: > 0 } value ? value : null;
}

/// <summary>One page of refused deliveries, newest first.</summary>
/// <param name="Next">Pass as <c>before</c> to read on; null at the end.</param>
public sealed record RejectedPart(IReadOnlyList<RejectedItem> Items, long? Next);

/// <summary>What was refused at one subscription's receive URL.</summary>
/// <param name="CanAccept">How many of them may be accepted.</param>
public sealed record RejectedSummary(long SubscriptionId, int Count, int CanAccept, DateTimeOffset LastAt);

/// <summary>What an action on many came to.</summary>
/// <param name="Done">How many verify, or went into the log.</param>
/// <param name="Left">How many do not, or could not be stored.</param>
public sealed record RejectedOutcome(int Done, int Left);

/// <summary>Something that can't be done to a refused delivery; the message is for the user.</summary>
public sealed class RejectedException(string message) : Exception(message)
{
    /// <summary>True when it is not there any more.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>True when the log could not store it now, and trying again helps.</summary>
    public bool IsPassing { get; init; }
}
