namespace PenneoDashboard.Subscriptions;

/// <summary>A request about a subscription that can't be done as asked; the message is for the user.</summary>
public sealed class SubscriptionException(string message) : Exception(message)
{
    /// <summary>True when there is no such subscription.</summary>
    public bool IsUnknown { get; init; }
}
