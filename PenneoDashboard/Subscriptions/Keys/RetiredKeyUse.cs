namespace PenneoDashboard.Subscriptions.Keys;

/// <summary>How long a replaced key is taken, and when it last was, as the receiver's threads see it.</summary>
internal sealed class RetiredKeyUse(RetiredKey row)
{
    private long _goodUntil = row.GoodUntil?.UtcTicks ?? long.MaxValue;
    private long _lastUsed = row.LastUsedAt?.UtcTicks ?? 0;

    public long Id => row.Id;

    public long Subscription => row.SubscriptionId;

    public DateTimeOffset RetiredAt => row.RetiredAt;

    /// <summary>UTC; null while no end is set.</summary>
    public DateTimeOffset? GoodUntil
    {
        get => Volatile.Read(ref _goodUntil) is var ticks and < long.MaxValue ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        set => Volatile.Write(ref _goodUntil, value?.UtcTicks ?? long.MaxValue);
    }

    /// <summary>UTC; null when it was not.</summary>
    public DateTimeOffset? LastUsedAt => Volatile.Read(ref _lastUsed) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>What of <see cref="LastUsedAt"/> the database has; for the one who saves it.</summary>
    public DateTimeOffset? SavedAt { get; set; } = row.LastUsedAt;

    public bool IsGood(DateTimeOffset now) => now.UtcTicks < Volatile.Read(ref _goodUntil);

    /// <summary>False when it has ended; otherwise it is noted as used.</summary>
    public bool TryUse(DateTimeOffset now)
    {
        if (!IsGood(now))
            return false;
        Volatile.Write(ref _lastUsed, now.UtcTicks);
        return true;
    }
}
