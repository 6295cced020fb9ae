namespace PenneoDashboard.Simulator;

/// <summary>A message on its way to one subscription.</summary>
/// <param name="Record">Null for a confirmation, which is no event.</param>
internal sealed record Dispatch(OutgoingMessage Message, SentRecord? Record = null)
{
    /// <summary>How long its first attempt is put off on purpose.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Whether it is to be overtaken by the next one on purpose.</summary>
    public bool IsToBeOvertaken { get; init; }
}
