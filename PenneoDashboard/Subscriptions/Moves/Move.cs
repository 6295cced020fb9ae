namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>How far a move off the legacy service is.</summary>
public enum MoveStep
{
    /// <summary>The event types are being chosen.</summary>
    Plan = 0,

    /// <summary>The current subscription is yet to be made, or nobody knows whether it was.</summary>
    Create = 1,

    /// <summary>Both bring events, which are compared.</summary>
    SideBySide = 2,

    /// <summary>The legacy subscriptions are being deleted; there is no way back.</summary>
    SwitchOff = 3,

    Finished = 4,
}

/// <summary>What became of a legacy subscription at the end of a move.</summary>
public enum LegacyOutcome
{
    /// <summary>It is still there.</summary>
    Kept = 0,

    /// <summary>Deleted at Penneo, or gone with the whole service.</summary>
    Deleted = 1,

    /// <summary>Somebody else had deleted it.</summary>
    WasGone = 2,
}

/// <summary>A legacy subscription that a move takes off the legacy service.</summary>
public sealed class MovedLegacy
{
    /// <summary>Penneo's id; null when Penneo never told it.</summary>
    public string? PenneoId { get; set; }

    /// <summary>Our id; null while it is not ours.</summary>
    public long? SubscriptionId { get; set; }

    public string? Topic { get; set; }

    public required string Endpoint { get; set; }

    /// <summary>True when it brought events as switching off began; before that the subscription itself tells.</summary>
    public bool WasActive { get; set; }

    public LegacyOutcome Outcome { get; set; }
}

/// <summary>A row of the moves: some legacy subscriptions with one endpoint, replaced by one current subscription. Times are UTC.</summary>
public sealed class Move
{
    public long Id { get; set; }

    public MoveStep Step { get; set; }

    /// <summary>Where the legacy subscriptions point; null for this dashboard, which gives each a URL of its own.</summary>
    public string? LegacyEndpoint { get; set; }

    public List<MovedLegacy> Legacy { get; set; } = [];

    /// <summary>What the current subscription shall be about, in the current service's names.</summary>
    public List<string> EventTypes { get; set; } = [];

    /// <summary>The URL that the current subscription shall have, see <see cref="NewSubscription.Endpoint"/>.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Our id of the current subscription, known before Penneo is asked to make it.</summary>
    public long? CurrentId { get; set; }

    public DateTimeOffset BegunAt { get; set; }

    /// <summary>What happened before this was brought by the legacy subscriptions alone; null until both run.</summary>
    public DateTimeOffset? RunningSince { get; set; }

    /// <summary>The newest delivery that has been looked at.</summary>
    public long ComparedUntil { get; set; }

    /// <summary>Events that came through both.</summary>
    public long Both { get; set; }

    /// <summary>Events that came through legacy and are of types the current subscription does not list.</summary>
    public long LeftOut { get; set; }

    /// <summary>The topics of which some event came through both.</summary>
    public List<string> TopicsSeen { get; set; } = [];

    /// <summary>True when nothing that comes is compared any more.</summary>
    public bool IsCompared { get; set; }

    public DateTimeOffset? SwitchedOffAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>When someone said that the other system has the secret; it is not shown after that.</summary>
    public DateTimeOffset? SecretTakenAt { get; set; }

    public bool PointsHere => LegacyEndpoint is null;
}
