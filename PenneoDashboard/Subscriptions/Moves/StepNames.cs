namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>How the pages write the steps of a move.</summary>
internal static class StepNames
{
    /// <summary>What one goes through; being finished is no step.</summary>
    public static IReadOnlyList<MoveStep> All { get; } = [MoveStep.Plan, MoveStep.Create, MoveStep.SideBySide, MoveStep.SwitchOff];

    public static string Label(MoveStep step) => step switch
    {
        MoveStep.SideBySide => "Side by side",
        MoveStep.SwitchOff => "Switch off",
        _ => step.ToString(),
    };

    /// <summary>What a step is for, in a few words.</summary>
    public static string Text(MoveStep step) => step switch
    {
        MoveStep.Plan => "Topics become event types",
        MoveStep.Create => "The current subscription",
        MoveStep.SideBySide => "Both run and are compared",
        _ => "Legacy is deleted",
    };
}
