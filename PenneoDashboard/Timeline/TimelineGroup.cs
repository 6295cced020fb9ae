using PenneoDashboard.Events;

namespace PenneoDashboard.Timeline;

/// <summary>One signer of a casefile with their events, oldest first.</summary>
public sealed record TimelineLane(long SignerId, string? Name, IReadOnlyList<EventItem> Events);

/// <summary>One casefile on the timeline, kept current commit by commit.</summary>
public sealed class TimelineGroup
{
    /// <summary>Events kept of one casefile; its own page has the rest.</summary>
    public const int MostEvents = 150;

    /// <summary>How long an event that came while the page was open stands out.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(6);

    private readonly Dictionary<long, DateTimeOffset> _arrivals = [];
    private readonly List<EventItem> _events;
    private readonly HashSet<long> _sequences;
    private IReadOnlyList<SignerSummary> _signers;

    public TimelineGroup(CasefileDetail detail)
    {
        (Casefile, _signers, Position) = (detail.Casefile, detail.Signers, detail.Casefile.LastSequence);
        _events = [.. detail.Events];
        _events.Sort(EventItem.ByTime);
        _sequences = [.. _events.Select(x => x.Sequence)];
    }

    public CasefileSummary Casefile { get; private set; }

    /// <summary>Where it stands among the others: the newest event it had when it was placed.</summary>
    public long Position { get; internal set; }

    /// <summary>Grows whenever something to be seen changed.</summary>
    public int Version { get; private set; }

    /// <summary>Oldest first by the time they happened.</summary>
    public IReadOnlyList<EventItem> Events => _events;

    /// <summary>What happened to the casefile itself, or to a signer whose id is not known.</summary>
    public IReadOnlyList<EventItem> OwnEvents => [.. _events.Where(x => x.SignerId is null)];

    /// <summary>Every signer with their events among <see cref="Events"/>, in the order of their ids.</summary>
    public IReadOnlyList<TimelineLane> Lanes()
    {
        var bySigner = _events.ToLookup(x => x.SignerId);
        return [.. _signers.Select(x => new TimelineLane(x.Id, x.Name, [.. bySigner[x.Id]]))];
    }

    /// <summary>True for an event that came while the page was open and not long before <paramref name="now"/>.</summary>
    public bool IsFresh(long sequence, DateTimeOffset now) => _arrivals.TryGetValue(sequence, out var at) && now - at < FreshFor;

    /// <summary>True while any event still stands out.</summary>
    public bool HasFresh(DateTimeOffset now) => _arrivals.Any(x => now - x.Value < FreshFor);

    /// <summary>Takes a committed event; one that is here already is left alone.</summary>
    internal void Add(EventItem item, DateTimeOffset now)
    {
        if (!_sequences.Add(item.Sequence))
            return;
        foreach (var stale in _arrivals.Where(x => now - x.Value >= FreshFor).ToList())
            _arrivals.Remove(stale.Key);
        _arrivals[item.Sequence] = now;
        var index = _events.BinarySearch(item, EventItem.ByTime);
        _events.Insert(index < 0 ? ~index : index, item);
        if (_events.Count > MostEvents)
        {
            _sequences.Remove(_events[0].Sequence);
            _events.RemoveAt(0);
        }

        Version++;
    }

    /// <summary>Takes the casefile and its signers as a commit left them; an older state than the one in hand is ignored.</summary>
    internal void Take(CasefileChange change)
    {
        if (change.Casefile.LastSequence <= Casefile.LastSequence)
            return;
        (Casefile, _signers) = (change.Casefile, change.Signers);
        Version++;
    }

    /// <summary>Notes how often an event has been delivered by now, if it is here.</summary>
    internal void Take(Redelivery redelivery)
    {
        if (!_sequences.Contains(redelivery.Sequence))
            return;
        var at = _events.FindIndex(x => x.Sequence == redelivery.Sequence);
        if (_events[at].DeliveryCount >= redelivery.DeliveryCount)
            return;
        _events[at] = _events[at] with { DeliveryCount = redelivery.DeliveryCount };
        Version++;
    }

    /// <summary>Marks what was not there when the reader last looked.</summary>
    internal void MarkFresh(long after, DateTimeOffset now)
    {
        foreach (var item in _events.Where(x => x.Sequence > after))
            _arrivals[item.Sequence] = now;
    }
}
