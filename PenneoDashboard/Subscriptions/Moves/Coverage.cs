using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>Which events both sides of a move must bring.</summary>
/// <param name="Topics">Of the legacy subscriptions that are active.</param>
/// <param name="EventTypes">Of the current one, in the current service's names.</param>
internal sealed record Coverage(IReadOnlyCollection<string> Topics, IReadOnlyCollection<string> EventTypes)
{
    /// <summary>Topic and event type of all that both bring, with a dot between.</summary>
    public IReadOnlyList<string> Keys =>
        [.. PenneoVocabulary.EventTypes.Where(x => Covers(x.Topic, x.EventType)).Select(x => $"{x.Topic}.{x.EventType}")];

    /// <summary>True when both sides bring it.</summary>
    public bool Covers(string? topic, string? eventType) => ByLegacy(topic, eventType) && EventTypes.Contains(PenneoVocabulary.CurrentName(topic, eventType!));

    /// <summary>True when it is to come through legacy, and the current subscription does not list it.</summary>
    public bool LeavesOut(string? topic, string? eventType) => ByLegacy(topic, eventType) && !EventTypes.Contains(PenneoVocabulary.CurrentName(topic, eventType!));

    public static Coverage Of(Move move, IReadOnlyList<SubscriptionView> subscriptions) => new(
        [.. move.Legacy.Where(x => IsActive(x, subscriptions)).Select(x => x.Topic).OfType<string>().Distinct()],
        subscriptions.FirstOrDefault(x => x.Id == move.CurrentId)?.EventTypes ?? move.EventTypes);

    private static bool IsActive(MovedLegacy one, IReadOnlyList<SubscriptionView> subscriptions) =>
        subscriptions.FirstOrDefault(x => x.Id == one.SubscriptionId) is { } there ? there.State == SubscriptionState.Active : one.WasActive;

    private bool ByLegacy(string? topic, string? eventType) =>
        topic is not null && eventType is not null && Topics.Contains(topic) && !PenneoVocabulary.Describe(topic, eventType).IsCurrentOnly;
}
