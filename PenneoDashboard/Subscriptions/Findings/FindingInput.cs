using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions.Findings;

/// <summary>All that the rules know.</summary>
public sealed record FindingInput
{
    public required IReadOnlyList<SubscriptionView> Ours { get; init; }

    /// <summary>At Penneo, but not ours.</summary>
    public IReadOnlyList<SubscriptionElsewhere> Elsewhere { get; init; } = [];

    /// <summary>UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Our ids of those that have secrets, none of which counts.</summary>
    public IReadOnlySet<long> WithoutUsableSecret { get; init; } = new HashSet<long>();

    /// <summary>See <see cref="PublicAddress.Warnings()"/>.</summary>
    public IReadOnlyList<string> AddressWarnings { get; init; } = [];

    /// <summary>Where Penneo reaches us; null when that is not known.</summary>
    public Uri? Address { get; init; }

    /// <summary>Why our receiver does not answer at its address; null when it does, or was not tried.</summary>
    public string? NoAnswer { get; init; }

    /// <summary>How far our clock is ahead of Penneo's; null when that is not known.</summary>
    public TimeSpan? ClockOff { get; init; }

    /// <summary>How far the time in a signature may lie from ours.</summary>
    public TimeSpan SignatureTolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The simulated legacy service goes on for ever.</summary>
    public bool IsSimulator { get; init; }

    /// <summary>Why Penneo's list could not be read; null when it could, or was not asked for.</summary>
    public string? NotCompared { get; init; }

    /// <summary>Ours whose events come to us and that Penneo has.</summary>
    internal IEnumerable<SubscriptionView> Here => Ours.Where(x => x is { ReceiveUrl: not null, State: not SubscriptionState.Failed });

    internal IEnumerable<SubscriptionView> ActiveHere => Here.Where(x => x.State == SubscriptionState.Active);

    /// <summary>The real event types a subscription brings, in the current service's names.</summary>
    internal static IReadOnlySet<string> Coverage(SubscriptionView x) => (x.Generation == Generation.Current
        ? (x.EventTypes ?? []).Where(name => name != PenneoVocabulary.TestEventType)
        : PenneoVocabulary.EventTypes.Where(type => type.Topic is not null && type.Topic == x.Topic).Select(type => type.CurrentName)).ToHashSet();

    internal static IReadOnlySet<string> Coverage(IEnumerable<SubscriptionView> all) => all.SelectMany(Coverage).ToHashSet();
}
