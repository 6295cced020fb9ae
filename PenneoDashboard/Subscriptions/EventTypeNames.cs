using System.Globalization;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Subscriptions;

/// <summary>How the page writes a current subscription's event types.</summary>
internal static class EventTypeNames
{
    /// <summary>"Everything", "Problems", or "3 event types".</summary>
    public static string Title(IReadOnlyList<string>? eventTypes)
    {
        var real = (eventTypes ?? []).Where(x => x != PenneoVocabulary.TestEventType).ToList();
        return real switch
        {
            [] => Say("No events"),
            _ when EventTypePresets.All.FirstOrDefault(x => x.Is(real)) is { } preset => Say(preset.Title),
            [var only] => Label(only),
            _ => Say($"{real.Count:N0} event types"),
        };
    }

    /// <summary>"Casefile: all. Signer: Signed, Rejected. Test events."</summary>
    public static string Summary(IReadOnlyList<string>? eventTypes)
    {
        var names = eventTypes ?? [];
        var known = PenneoVocabulary.EventTypes.Where(x => names.Contains(x.CurrentName)).ToList();
        var parts = PenneoVocabulary.Topics.Select(topic => Part(topic, [.. known.Where(x => x.Topic == topic)]))
            .Concat(names.Where(x => known.All(k => k.CurrentName != x)).Select(x => VisibleText.Line(x, 60)))
            .Append(names.Contains(PenneoVocabulary.TestEventType) ? Say("Test events") : Say("No test events"));
        return string.Join(". ", parts.Where(x => x.Length > 0)) + ".";
    }

    /// <summary>"Casefile: all 4. Signer: Signed, Rejected", of types this version knows.</summary>
    public static string Types(IReadOnlyList<string> names) => string.Join(
        ". ", PenneoVocabulary.Topics.Select(topic => Part(topic, [.. PenneoVocabulary.EventTypes.Where(x => x.Topic == topic && names.Contains(x.CurrentName))])).Where(x => x.Length > 0));

    /// <summary>"Signer: Signed"; a type this version does not know is shown as it is.</summary>
    public static string Label(string name) => PenneoVocabulary.DescribeCurrent(name) switch
    {
        { Topic: { } topic } known => $"{Capital(topic)}: {known.Label}",
        var other => VisibleText.Line(other.Label, 80),
    };

    /// <summary>"Casefile".</summary>
    public static string Capital(string topic) => topic.Length == 0 ? "" : Say(char.ToUpperInvariant(topic[0]) + topic[1..]);

    /// <summary>"casefile".</summary>
    public static string Topic(string topic) => Capital(topic).ToLower(CultureInfo.CurrentCulture);

    private static string Part(string topic, IReadOnlyList<EventTypeInfo> types)
    {
        if (types.Count == 0)
            return "";
        var all = types.Count == PenneoVocabulary.EventTypes.Count(x => x.Topic == topic);
        return all ? Say($"{Capital(topic)}: all {types.Count:N0}") : $"{Capital(topic)}: {string.Join(", ", types.Select(x => x.Label))}";
    }
}
