namespace PenneoDashboard.Subscriptions;

/// <summary>A row of the secrets that Penneo signs deliveries with.</summary>
public sealed class SubscriptionSecret
{
    public long Id { get; set; }

    /// <summary>Our id of the subscription.</summary>
    public long SubscriptionId { get; set; }

    /// <summary>The secret, encrypted with Data Protection.</summary>
    public required string Protected { get; set; }

    public DateTimeOffset AddedAt { get; set; }

    /// <summary>From when it counts no more, UTC; null while no end is set.</summary>
    public DateTimeOffset? ValidUntil { get; set; }
}

/// <summary>A secret as the receiver holds it.</summary>
/// <param name="Key">Its UTF-8 bytes; empty when it can't be decrypted any more, and then it matches nothing.</param>
/// <param name="ValidUntil">UTC; null while no end is set.</param>
public sealed record SigningSecret(long Id, byte[] Key, DateTimeOffset AddedAt, DateTimeOffset? ValidUntil)
{
    /// <summary>False when it was encrypted with a key that is no longer in the data directory.</summary>
    public bool IsReadable => Key.Length > 0;

    public bool IsValid(DateTimeOffset now) => IsReadable && (ValidUntil is not { } end || now < end);

    /// <summary>Without the secret, so that no log or exception ever prints it.</summary>
    public override string ToString() => FormattableString.Invariant($"secret {Id}");
}
