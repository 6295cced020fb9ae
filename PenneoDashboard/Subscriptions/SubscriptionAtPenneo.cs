namespace PenneoDashboard.Subscriptions;

/// <summary>A subscription as Penneo has it, of either service.</summary>
/// <param name="Topic">Of a legacy one.</param>
/// <param name="EventTypes">Of a current one.</param>
internal sealed record SubscriptionAtPenneo(
    Generation Generation, string PenneoId, string? Topic, IReadOnlyList<string>? EventTypes, string? Endpoint, SubscriptionState State)
{
    /// <summary>What a current one's deliveries are signed with; null where Penneo does not tell.</summary>
    public string? Secret { get; init; }

    /// <summary>True when it is what a create call of ours has made: the endpoint has a key that nobody else knows.</summary>
    public bool IsCreationOf(Subscription ours) =>
        ours.Generation == Generation && ours.Endpoint == Endpoint && (Generation == Generation.Current || ours.Topic == Topic);

    /// <summary>Without the secret, so that no log or exception ever prints it.</summary>
    public override string ToString() => $"{Generation} subscription {PenneoId}";
}
