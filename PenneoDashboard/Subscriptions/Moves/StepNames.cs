namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>How the pages write the steps of a move.</summary>
internal static class StepNames
{
    /// <summary>What one goes through; being finished is no step.</summary>
    public static IReadOnlyList<MoveStep> All { get; } = [MoveStep.Plan, MoveStep.Create, MoveStep.SideBySide, MoveStep.SwitchOff];

    public static string Label(MoveStep step) => step switch
    {
        MoveStep.SideBySide => Say("Side by side"),
        MoveStep.SwitchOff => Say("Switch off"),
        MoveStep.Plan => Say("Plan"),
        MoveStep.Create => Say("Create"),
        _ => Say("Finished"),
    };

    /// <summary>What a step is for, in a few words.</summary>
    public static string Text(MoveStep step) => step switch
    {
        MoveStep.Plan => Say("Topics become event types"),
        MoveStep.Create => Say("The current subscription"),
        MoveStep.SideBySide => Say("Both run and are compared"),
        _ => Say("Legacy is deleted"),
    };
}
