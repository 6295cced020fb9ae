namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>What there is to move off the legacy service.</summary>
/// <param name="Groups">Legacy subscriptions that are in no move, those that point here first.</param>
/// <param name="ActiveCurrent">Current subscriptions that are active on the account, as far as we know.</param>
/// <param name="Failures">The lists of Penneo's that could not be had: of those only what is known here is told.</param>
public sealed record MovePlan(IReadOnlyList<MoveGroup> Groups, int ActiveCurrent, IReadOnlyList<ListFailure> Failures);

/// <summary>Legacy subscriptions that move together.</summary>
/// <param name="Endpoint">Where they point; null for this dashboard.</param>
/// <param name="NewEndpoint">The URL their successor should have, see <see cref="NewSubscription.Endpoint"/>.</param>
public sealed record MoveGroup(string? Endpoint, string? NewEndpoint, IReadOnlyList<LegacyOfMove> Legacy)
{
    public bool PointsHere => Endpoint is null;

    /// <summary>What their successor should be about.</summary>
    public IReadOnlyList<string> EventTypes => TypeMapping.Suggested(Legacy.Select(x => x.Topic));
}
