using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>What a legacy topic becomes in the current service.</summary>
/// <param name="EventTypes">What the topic brings.</param>
/// <param name="New">What the current service has of it besides.</param>
public sealed record MappedTopic(string Topic, IReadOnlyList<EventTypeInfo> EventTypes, IReadOnlyList<EventTypeInfo> New);

/// <summary>From topics to event types.</summary>
public static class TypeMapping
{
    /// <summary>Each topic once; one that this version does not know brings no event type.</summary>
    public static IReadOnlyList<MappedTopic> Of(IEnumerable<string?> topics) =>
    [
        .. topics.OfType<string>().Distinct().Select(topic => (Topic: topic, Types: PenneoVocabulary.EventTypes.Where(x => x.Topic == topic)))
            .Select(x => new MappedTopic(x.Topic, [.. x.Types.Where(type => !type.IsCurrentOnly)], [.. x.Types.Where(type => type.IsCurrentOnly)])),
    ];

    /// <summary>All that <paramref name="topics"/> bring, what is new in the current service, and the test.</summary>
    public static IReadOnlyList<string> Suggested(IEnumerable<string?> topics) =>
        [.. Of(topics).SelectMany(x => x.EventTypes.Concat(x.New)).Select(x => x.CurrentName), PenneoVocabulary.TestEventType];

    /// <summary>What <paramref name="topics"/> bring and <paramref name="eventTypes"/> leave out.</summary>
    public static IReadOnlyList<EventTypeInfo> Missing(IEnumerable<string?> topics, IReadOnlyList<string> eventTypes) =>
        [.. Of(topics).SelectMany(x => x.EventTypes).Where(x => !eventTypes.Contains(x.CurrentName))];
}
