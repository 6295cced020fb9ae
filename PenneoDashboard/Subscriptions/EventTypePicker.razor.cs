using Microsoft.AspNetCore.Components;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>A choice of event types: the usual ones with one click, and each by itself.</summary>
public sealed partial class EventTypePicker
{
    // Types that Penneo has and this version does not know can be kept or given up like any other.
    private readonly HashSet<string> _unknown = [];
    private bool _open;

    /// <summary>In the current service's names.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Selected { get; set; } = [];

    [Parameter]
    public EventCallback<IReadOnlyList<string>> SelectedChanged { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>True to show each event type at once, not only the usual choices.</summary>
    [Parameter]
    public bool StartsOpen { get; set; }

    private bool IsOpen => StartsOpen || _open;

    private IEnumerable<Group> Groups =>
        PenneoVocabulary.EventTypes.GroupBy(x => x.Topic).Select(x => new Group(x.Key is { } topic ? EventTypeNames.Capital(topic) : Say("Trying it out"), [.. x]))
            .Concat(_unknown.Count == 0 ? [] : [new Group(Say("Not known to this version"), [.. _unknown.Select(PenneoVocabulary.DescribeCurrent)])]);

    protected override void OnParametersSet() => _unknown.UnionWith(Selected.Where(x => PenneoVocabulary.EventTypes.All(known => known.CurrentName != x)));

    // The test is a matter of its own: whoever has taken it off keeps it off.
    private Task ChooseAsync(EventTypePreset preset) => SelectedChanged.InvokeAsync(
        [.. preset.EventTypes.Where(x => x != PenneoVocabulary.TestEventType || Selected.Count == 0 || Selected.Contains(x))]);

    private Task SetAsync(string name, bool chosen) => SelectedChanged.InvokeAsync(chosen ? [.. Selected, name] : [.. Selected.Where(x => x != name)]);

    private static bool IsWhole(Group group, IReadOnlyList<string> selected) => group.Types.All(x => selected.Contains(x.CurrentName));

    private Task ToggleAsync(Group group)
    {
        var others = Selected.Except(group.Types.Select(x => x.CurrentName));
        return SelectedChanged.InvokeAsync(IsWhole(group, Selected) ? [.. others] : [.. others, .. group.Types.Select(x => x.CurrentName)]);
    }

    private sealed record Group(string Title, IReadOnlyList<EventTypeInfo> Types);
}
