using System.Text.Json.Serialization;

namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>A move as its page and the HTTP API show it. Times are UTC.</summary>
public sealed record MoveView
{
    public required long Id { get; init; }

    public required MoveStep Step { get; init; }

    /// <summary>True when the legacy subscriptions bring their events to this dashboard.</summary>
    public required bool PointsHere { get; init; }

    public required IReadOnlyList<LegacyOfMove> Legacy { get; init; }

    /// <summary>What the current subscription is, or shall be, about.</summary>
    public required IReadOnlyList<string> EventTypes { get; init; }

    /// <summary>The URL it shall have; null for a receive URL of this dashboard.</summary>
    public required string? Endpoint { get; init; }

    /// <summary>The current subscription; null until it is begun to be made, or when someone deleted it.</summary>
    public required SubscriptionView? Current { get; init; }

    /// <summary>True while its secret can be shown, for the other system.</summary>
    public required bool HasSecretToShow { get; init; }

    public required DateTimeOffset BegunAt { get; init; }

    public required DateTimeOffset? SwitchedOffAt { get; init; }

    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Null until both run, and for another system.</summary>
    public required MoveComparison? Comparison { get; init; }

    /// <summary>Null unless both run.</summary>
    public required MoveVerdict? Verdict { get; init; }

    /// <summary>Where the other system is; null for this dashboard.</summary>
    public required string? LegacyEndpoint { get; init; }

    /// <summary>True when it can't be told whether Penneo has made the current subscription.</summary>
    [JsonIgnore]
    public bool IsUnsure => Step == MoveStep.Create && Current is { PenneoId: null, State: SubscriptionState.Failed };

    [JsonIgnore]
    public IEnumerable<string?> Topics => Legacy.Select(x => x.Topic);
}

/// <summary>A legacy subscription of a move.</summary>
/// <param name="SubscriptionId">Our id; null while it is not ours.</param>
/// <param name="State">Null when it is not ours, or is gone.</param>
public sealed record LegacyOfMove(long? SubscriptionId, string? PenneoId, string? Topic, string Endpoint, SubscriptionState? State, LegacyOutcome Outcome);
