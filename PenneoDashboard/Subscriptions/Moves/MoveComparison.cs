namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>How far both sides of a move have brought the same.</summary>
public sealed record MoveComparison
{
    /// <summary>What happened before this is left out, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Events that came through both.</summary>
    public required long Both { get; init; }

    /// <summary>Events that came through legacy and are not waited for any more.</summary>
    public required long LegacyOnly { get; init; }

    /// <summary>Events that came through the current subscription and are not waited for any more.</summary>
    public required long CurrentOnly { get; init; }

    /// <summary>Events that came through one side a moment ago.</summary>
    public required long Waiting { get; init; }

    /// <summary>Those of <see cref="Waiting"/> that came through legacy, and should have come through the other by now.</summary>
    public required long Late { get; init; }

    /// <summary>Events that came through legacy and are of types the current subscription does not list.</summary>
    public required long LeftOut { get; init; }

    /// <summary>Topics that legacy brings and of which no event has come through both.</summary>
    public required IReadOnlyList<string> TopicsNotSeen { get; init; }

    /// <summary>True while there is more in the log than was looked at.</summary>
    public required bool IsBehind { get; init; }
}

/// <summary>What came through one side only.</summary>
/// <param name="Sequence">The event's.</param>
/// <param name="Through">The side it came through.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="FirstAt">When it came, UTC.</param>
/// <param name="IsWaiting">True while it may still come through the other side.</param>
public sealed record OneSided(
    long Sequence, Side Through, string Topic, string EventType, long? CasefileId, long? SignerId, DateTimeOffset OccurredAt, DateTimeOffset FirstAt, bool IsWaiting);
