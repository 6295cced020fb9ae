namespace PenneoDashboard.Events;

/// <summary>Whether a list of events carries their payloads, each up to the size of a body.</summary>
public enum Payloads
{
    Included,

    /// <summary>For tables: no body is read, and <see cref="EventItem.Payload"/> is null.</summary>
    Omitted,
}
