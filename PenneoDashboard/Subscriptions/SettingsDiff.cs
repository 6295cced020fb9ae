using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>What differs between two settings of a current subscription.</summary>
/// <param name="Added">Event types only the second has.</param>
/// <param name="Removed">Event types only the first has.</param>
/// <param name="Kept">How many both have.</param>
/// <param name="Endpoint">The second's, where it differs.</param>
/// <param name="IsActive">The second's, where it differs.</param>
public sealed record SettingsDiff(IReadOnlyList<string> Added, IReadOnlyList<string> Removed, int Kept, string? Endpoint, bool? IsActive)
{
    public bool IsEmpty => Added.Count + Removed.Count == 0 && Endpoint is null && IsActive is null;

    /// <summary>The order of the event types means nothing.</summary>
    public static SettingsDiff Between(CurrentSettings before, CurrentSettings after) => new(
        [.. after.EventTypes.Except(before.EventTypes)],
        [.. before.EventTypes.Except(after.EventTypes)],
        before.EventTypes.Intersect(after.EventTypes).Count(),
        after.Endpoint == before.Endpoint ? null : after.Endpoint,
        after.IsActive == before.IsActive ? null : after.IsActive);
}
