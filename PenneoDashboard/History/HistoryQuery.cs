using PenneoDashboard.Events;

namespace PenneoDashboard.History;

/// <summary>The parts of a filter that can be switched off one by one.</summary>
[Flags]
public enum FilterParts
{
    None = 0,
    Text = 1,
    Casefile = 2,
    Signer = 4,
    Topic = 8,
    EventType = 16,
    Dates = 32,
    Subscription = 64,
    Signature = 128,
    Deliveries = 256,
    Recognized = 512,
    State = 1024,
}

/// <summary>What the history shows, and in which order. A part that is switched off keeps its value.</summary>
public sealed record HistoryQuery(EventFilter Filter, FilterParts Off = FilterParts.None, bool OldestFirst = false)
{
    public static readonly HistoryQuery All = new(EventFilter.All);

    public static IReadOnlyList<FilterParts> Parts { get; } = [.. Enum.GetValues<FilterParts>().Where(x => x != FilterParts.None)];

    /// <summary>The filter without what is switched off.</summary>
    public EventFilter InForce => Parts.Where(x => Off.HasFlag(x)).Aggregate(Filter, Without);

    /// <summary>The parts that have a value, switched off or not.</summary>
    public IEnumerable<FilterParts> Set => Parts.Where(x => Without(Filter, x) != Filter);

    public bool IsOn(FilterParts part) => !Off.HasFlag(part);

    public HistoryQuery Switch(FilterParts part) => this with { Off = Off ^ part };

    public HistoryQuery Remove(FilterParts part) => Change(Without(Filter, part));

    /// <summary>Another filter in its place. What got another value is switched on by that, and what lost it is no longer switched off.</summary>
    public HistoryQuery Change(EventFilter filter) =>
        this with { Filter = filter, Off = Parts.Where(x => Off.HasFlag(x) && Only(filter, x) == Only(Filter, x) && Without(filter, x) != filter).Aggregate(FilterParts.None, (all, x) => all | x) };

    private static EventFilter Only(EventFilter filter, FilterParts part) => Parts.Where(x => x != part).Aggregate(filter, Without);

    private static EventFilter Without(EventFilter filter, FilterParts part) => part switch
    {
        FilterParts.Text => filter with { Q = null },
        FilterParts.Casefile => filter with { CasefileId = null },
        FilterParts.Signer => filter with { SignerId = null },
        FilterParts.Topic => filter with { Topic = null },
        FilterParts.EventType => filter with { EventType = null },
        FilterParts.Dates => filter with { From = null, To = null },
        FilterParts.Subscription => filter with { SubscriptionId = null },
        FilterParts.Signature => filter with { Verification = null },
        FilterParts.Deliveries => filter with { Duplicates = null },
        FilterParts.Recognized => filter with { Recognized = null },
        FilterParts.State => filter with { State = null },
        _ => filter,
    };
}
