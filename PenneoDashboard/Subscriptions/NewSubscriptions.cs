namespace PenneoDashboard.Subscriptions;

/// <summary>What the form asks for: one subscription for each topic.</summary>
/// <param name="Endpoint">See <see cref="NewSubscription"/>.</param>
public sealed record NewSubscriptions(IReadOnlyList<string> Topics, string? Endpoint, bool AutoConfirm);
