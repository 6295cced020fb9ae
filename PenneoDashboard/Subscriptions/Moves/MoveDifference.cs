namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>One of the two ways events come during a move.</summary>
public enum Side
{
    Legacy = 0,
    Current = 1,
}

/// <summary>A row of what came through one side only, so far.</summary>
public sealed class MoveDifference
{
    public long MoveId { get; set; }

    /// <summary>The event's.</summary>
    public long Sequence { get; set; }

    /// <summary>The side it came through.</summary>
    public Side Side { get; set; }

    public required string Topic { get; set; }

    public required string EventType { get; set; }

    public long? CasefileId { get; set; }

    public long? SignerId { get; set; }

    /// <summary>When it happened, UTC.</summary>
    public DateTimeOffset OccurredAt { get; set; }

    /// <summary>When it first came, UTC.</summary>
    public DateTimeOffset FirstAt { get; set; }
}
