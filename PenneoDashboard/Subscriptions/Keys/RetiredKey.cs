namespace PenneoDashboard.Subscriptions.Keys;

/// <summary>A row of the receive keys that were replaced and are taken for a while yet.</summary>
public sealed class RetiredKey
{
    public long Id { get; set; }

    /// <summary>Our id of the subscription.</summary>
    public long SubscriptionId { get; set; }

    public required string Key { get; set; }

    public DateTimeOffset RetiredAt { get; set; }

    /// <summary>From when it is unknown, UTC; null while Penneo has not taken the new address.</summary>
    public DateTimeOffset? GoodUntil { get; set; }

    /// <summary>When something last came with it, UTC, to a minute; null when nothing has since it was replaced.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>A replaced receive key as pages and the HTTP API show it: never the key itself. Times are UTC.</summary>
/// <param name="GoodUntil">From when it is answered 404; null while Penneo has not taken the new address, and so both are good.</param>
/// <param name="LastUsedAt">When something last came with it, whoever sent it; null when nothing has since it was replaced.</param>
public sealed record RetiredKeyView(long Id, DateTimeOffset RetiredAt, DateTimeOffset? GoodUntil, DateTimeOffset? LastUsedAt);
