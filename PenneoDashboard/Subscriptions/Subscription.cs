using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>Which of Penneo's two webhook services a subscription belongs to.</summary>
public enum Generation
{
    /// <summary>Topics and a confirmation token; Penneo shuts it down on 2026-11-30.</summary>
    Legacy = 0,

    /// <summary>Event types and signed deliveries.</summary>
    Current = 1,
}

/// <summary>Where a subscription stands.</summary>
public enum SubscriptionState
{
    /// <summary>Made, but Penneo sends nothing until it is confirmed.</summary>
    PendingConfirmation = 0,

    /// <summary>Penneo sends events.</summary>
    Active = 1,

    Paused = 2,

    /// <summary>It could not be created, or Penneo no longer has it.</summary>
    Failed = 3,
}

/// <summary>A row of our subscriptions.</summary>
public sealed class Subscription
{
    public long Id { get; set; }

    /// <summary>The unguessable end of the receive URL; null when the endpoint is another system's.</summary>
    public string? ReceiveKey { get; set; }

    public Generation Generation { get; set; }

    /// <summary>Penneo's id; null until its answer to the create call is here.</summary>
    public string? PenneoId { get; set; }

    public string? Topic { get; set; }

    /// <summary>What a current subscription is about, in the current service's names; null for a legacy one.</summary>
    public List<string>? EventTypes { get; set; }

    /// <summary>The URL that Penneo calls.</summary>
    public required string Endpoint { get; set; }

    public SubscriptionState State { get; set; }

    /// <summary>True when the app confirms by itself as soon as the token is here.</summary>
    public bool AutoConfirm { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>When a test was last asked of Penneo, UTC.</summary>
    public DateTimeOffset? TestedAt { get; set; }

    /// <summary>Set when it was deleted: the row stays so that history can name it.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>The token that Penneo refused last; it is not tried again by itself.</summary>
    public string? RefusedToken { get; set; }

    /// <summary>What went wrong last, in words; null when nothing is wrong.</summary>
    public string? Problem { get; set; }

    public int? ProblemStatus { get; set; }

    public string? ProblemRequestId { get; set; }

    public string? ProblemTraceId { get; set; }

    internal static readonly string LostProblem = Later("Penneo no longer has this subscription, so nothing comes through it. Delete it and create a new one.");

    /// <summary>Takes over what Penneo has of a current one.</summary>
    internal void Take(CurrentSettings settings)
    {
        Endpoint = settings.Endpoint;
        EventTypes = [.. settings.EventTypes];
        State = settings.IsActive ? SubscriptionState.Active : SubscriptionState.Paused;
        ClearProblem();
    }

    internal void IsLost()
    {
        State = SubscriptionState.Failed;
        ClearProblem();
        Problem = LostProblem;
    }

    internal void SetProblem(string what, PenneoException e) =>
        (Problem, ProblemStatus, ProblemRequestId, ProblemTraceId) = (what + e.Message, (int?)e.Status, e.RequestId, e.TraceId);

    internal void ClearProblem() => (Problem, ProblemStatus, ProblemRequestId, ProblemTraceId) = (null, null, null, null);
}
