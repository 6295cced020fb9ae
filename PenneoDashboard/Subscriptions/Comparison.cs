using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>What comparing with Penneo brought.</summary>
/// <param name="Elsewhere">The subscriptions there that are not ours.</param>
/// <param name="Failures">The services whose list could not be had; of those nothing changed, and nothing is in <paramref name="Elsewhere"/>.</param>
public sealed record Comparison(IReadOnlyList<SubscriptionElsewhere> Elsewhere, IReadOnlyList<ListFailure> Failures);

/// <summary>A list of Penneo's that could not be had.</summary>
public sealed record ListFailure(Generation Generation, PenneoException Reason);
