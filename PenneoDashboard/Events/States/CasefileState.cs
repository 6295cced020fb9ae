namespace PenneoDashboard.Events.States;

/// <summary>How a casefile is doing, as far as its events tell. The numbers are stored.</summary>
public enum CasefileState
{
    InProgress = 0,

    /// <summary>It waits for someone whom mail does not reach.</summary>
    Blocked = 1,
    Completed = 2,
    Rejected = 3,
    Failed = 4,
    Expired = 5,
    Deleted = 6,
    Anonymized = 7,
}
