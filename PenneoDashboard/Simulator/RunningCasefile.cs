namespace PenneoDashboard.Simulator;

/// <summary>Where a scenario's casefile is in its life.</summary>
public enum RunState
{
    Running,
    Finished,
    Stopped,
}

/// <summary>A scenario's casefile, for the page and the status route.</summary>
/// <param name="Position">Steps played out of <paramref name="Total"/>.</param>
public sealed record RunningCasefile(int CasefileId, string Title, ScenarioOutcome Outcome, int Position, int Total, RunState State);
