using System.Text.Json.Serialization;

namespace PenneoDashboard.Simulator;

/// <summary>A subscription of the current service as the simulated Penneo keeps it.</summary>
/// <param name="Id">A UUID.</param>
/// <param name="EventTypes">As <see cref="OutgoingMessage.CurrentType"/> spells them.</param>
/// <param name="IsActive">While false nothing is sent, and what happens meanwhile is never sent.</param>
/// <param name="Secret">A UUID; its UTF-8 bytes are the key of the signatures.</param>
public sealed record SimulatedCurrentSubscription(string Id, string Endpoint, IReadOnlyList<string> EventTypes, bool IsActive, string Secret)
{
    public bool Receives(string currentType) => IsActive && EventTypes.Contains(currentType);

    [JsonIgnore]
    public bool ReceivesTests => EventTypes.Contains(SimulatorTopics.TestEventType);
}

/// <summary>What became of a create or replace call.</summary>
public enum SaveOutcome
{
    Saved,

    /// <summary>Another subscription of the account has this endpoint.</summary>
    EndpointTaken,

    /// <summary>One more would be active than <see cref="SubscriptionBook.MaxActive"/>.</summary>
    TooManyActive,
    Unknown,
}
