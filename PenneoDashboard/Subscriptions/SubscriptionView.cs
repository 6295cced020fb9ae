using System.Text.Json.Serialization;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions.Health;
using PenneoDashboard.Subscriptions.Keys;

namespace PenneoDashboard.Subscriptions;

/// <summary>A subscription as pages and the HTTP API show it. Times are UTC.</summary>
public sealed record SubscriptionView
{
    /// <summary>Our id.</summary>
    public required long Id { get; init; }

    public required Generation Generation { get; init; }

    /// <summary>Penneo's id; null until its answer to the create call is here.</summary>
    public string? PenneoId { get; init; }

    /// <summary>What a legacy subscription is about, <c>casefile</c> or <c>signer</c>.</summary>
    public string? Topic { get; init; }

    /// <summary>What a current subscription is about; null for a legacy one.</summary>
    public IReadOnlyList<string>? EventTypes { get; init; }

    /// <summary>The URL that Penneo calls.</summary>
    public required string Endpoint { get; init; }

    public required SubscriptionState State { get; init; }

    /// <summary>Our receiver's URL for it; null when the endpoint is another system's.</summary>
    public string? ReceiveUrl { get; init; }

    /// <summary>Replaced keys of the receive URL that are taken for a while yet, newest first.</summary>
    public IReadOnlyList<RetiredKeyView> RetiredKeys { get; init; } = [];

    /// <summary>The replaced key whose successor Penneo has not taken yet, so that both are good; null when there is none.</summary>
    [JsonIgnore]
    public RetiredKeyView? PendingKey => RetiredKeys.FirstOrDefault(x => x.GoodUntil is null);

    /// <summary>True when Penneo calls our receiver itself; false when another system passes on to it, or nothing comes here.</summary>
    [JsonIgnore]
    public bool IsCalledDirectly => PublicAddress.KeyIn(ReceiveUrl) is { } key && Endpoint.Contains(key, StringComparison.Ordinal);

    /// <summary>True when the secret of its signatures is here, so that its deliveries can be verified.</summary>
    public bool HasSecret { get; init; }

    public required bool AutoConfirm { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>When a test was last asked of Penneo.</summary>
    public DateTimeOffset? TestedAt { get; init; }

    public DateTimeOffset? FirstEventAt { get; init; }

    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>When a test event of the current service last came through it.</summary>
    public DateTimeOffset? LastTestAt { get; init; }

    /// <summary>Deliveries of events that came through it, repeated ones included.</summary>
    public long Deliveries { get; init; }

    /// <summary>When Penneo's confirmation message came.</summary>
    public DateTimeOffset? ConfirmationReceivedAt { get; init; }

    /// <summary>The token of that message: for the manual Confirm button, not for the API.</summary>
    [JsonIgnore]
    public string? ConfirmationToken { get; init; }

    /// <summary>True when a test of the current service reaches it.</summary>
    [JsonIgnore]
    public bool GetsTests => Generation == Generation.Current && State == SubscriptionState.Active && EventTypes?.Contains(PenneoVocabulary.TestEventType) == true;

    /// <summary>What went wrong last; null when nothing is wrong.</summary>
    public SubscriptionProblem? Problem { get; init; }

    /// <summary>How it got on at the time of reading.</summary>
    public SubscriptionHealth Health { get; init; } = SubscriptionHealth.Unknown;

    /// <summary>As those may see it who must not know receive keys.</summary>
    public SubscriptionView WithoutKey() => this with
    {
        Endpoint = PublicAddress.WithoutKey(Endpoint),
        ReceiveUrl = ReceiveUrl is null ? null : PublicAddress.WithoutKey(ReceiveUrl),
    };
}

/// <summary>A failed call to Penneo, with what its support asks for.</summary>
public sealed record SubscriptionProblem(string Message, int? Status, string? RequestId, string? TraceId);

/// <summary>A subscription at Penneo that is not ours yet.</summary>
/// <param name="PenneoId">Penneo's id.</param>
/// <param name="PointsHere">True when its endpoint is a receive URL of this app, for example from a lost database.</param>
public sealed record SubscriptionElsewhere(string PenneoId, string? Topic, string? Endpoint, bool Confirmed, bool PointsHere)
{
    public Generation Generation { get; init; }

    /// <summary>What a current one is about; null for a legacy one.</summary>
    public IReadOnlyList<string>? EventTypes { get; init; }

    /// <summary>True when it is a current one that is switched off.</summary>
    public bool IsPaused { get; init; }
}
