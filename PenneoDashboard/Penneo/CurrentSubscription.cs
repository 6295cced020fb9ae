namespace PenneoDashboard.Penneo;

/// <summary>A subscription of the current service as Penneo's API gives it.</summary>
public sealed record CurrentSubscription
{
    /// <summary>A UUID.</summary>
    public required string Id { get; init; }

    public string? Endpoint { get; init; }

    /// <summary>Names such as <c>sign.signer.signed</c>; see <see cref="PenneoVocabulary.CurrentName"/>.</summary>
    public IReadOnlyList<string>? EventTypes { get; init; }

    public bool IsActive { get; init; }

    /// <summary>What Penneo signs deliveries with; null where an answer leaves it out.</summary>
    public string? Secret { get; init; }

    /// <summary>Without the secret, so that no log or exception ever prints it.</summary>
    public override string ToString() => $"current subscription {Id}";
}

/// <summary>All that can be set of a current subscription. Penneo clears what an update leaves out, so it is always whole.</summary>
public sealed record CurrentSettings(string Endpoint, IReadOnlyList<string> EventTypes, bool IsActive);
