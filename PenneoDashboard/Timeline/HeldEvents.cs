using PenneoDashboard.Live;

namespace PenneoDashboard.Timeline;

/// <summary>What came while a viewer paused.</summary>
public sealed class HeldEvents
{
    /// <summary>Events kept; with more, resuming reads the database instead.</summary>
    public const int Most = 2000;

    private readonly List<FeedDelta> _deltas = [];
    private int _events;

    /// <summary>Matching events that came.</summary>
    public long Count { get; private set; }

    /// <summary>True when more came than is worth keeping, so that <see cref="Count"/> is a lower bound.</summary>
    public bool TooMany { get; private set; }

    public void Add(FeedDelta delta, int matching)
    {
        Count += matching;
        _events += delta.Events.Count + delta.Redeliveries.Count;
        TooMany |= delta.Gap || _events > Most;
        if (TooMany)
            _deltas.Clear();
        else
            _deltas.Add(delta);
    }

    /// <summary>Gives all back and forgets it; null when it must be read instead.</summary>
    public IReadOnlyList<FeedDelta>? Take()
    {
        FeedDelta[]? all = TooMany ? null : [.. _deltas];
        _deltas.Clear();
        (_events, Count, TooMany) = (0, 0, false);
        return all;
    }
}
