using System.Text.Json.Serialization;

namespace PenneoDashboard.Subscriptions.Health;

/// <summary>How a subscription gets on, from good to bad: of several, the last one counts.</summary>
public enum HealthState
{
    /// <summary>Events come, and are answered in time.</summary>
    Healthy,

    /// <summary>Too new to say.</summary>
    NoData,

    /// <summary>It calls another system, so nothing of it is seen here.</summary>
    Elsewhere,

    Paused,

    /// <summary>We answer slowly, or events arrive later than they used to.</summary>
    Slow,

    /// <summary>Penneo has to send things again.</summary>
    Retried,

    /// <summary>Nothing comes although something should.</summary>
    Silent,

    /// <summary>What comes is refused here.</summary>
    Refused,

    /// <summary>It waits for its confirmation for longer than that takes.</summary>
    Unconfirmed,

    /// <summary>It could not be created, or Penneo no longer has it.</summary>
    Failed,
}

/// <summary>One thing that is wrong with a subscription.</summary>
/// <param name="Reason">In words, one or two sentences.</param>
/// <param name="Since">UTC; null where that is not known.</param>
public sealed record HealthSign(HealthState State, string Reason, DateTimeOffset? Since);

/// <summary>How a subscription gets on, as far as that can be told from our side.</summary>
/// <param name="Reason">In words, one or two sentences.</param>
/// <param name="Since">Since when something is wrong, UTC; null where nothing is, or where that is not known.</param>
/// <param name="Signs">Everything that is wrong, the worst first.</param>
public sealed record SubscriptionHealth(HealthState State, string Reason, DateTimeOffset? Since, IReadOnlyList<HealthSign> Signs)
{
    internal static SubscriptionHealth Unknown => Fine(HealthState.NoData, Say("Nothing is known of it yet."));

    /// <summary>True when someone should look at it.</summary>
    [JsonIgnore]
    public bool NeedsAttention => State >= HealthState.Slow;

    internal static SubscriptionHealth Fine(HealthState state, string reason) => new(state, reason, null, []);

    internal static SubscriptionHealth Wrong(params IEnumerable<HealthSign> signs)
    {
        var sorted = signs.OrderByDescending(x => x.State).ToList();
        return new(sorted[0].State, sorted[0].Reason, sorted[0].Since, sorted);
    }
}
