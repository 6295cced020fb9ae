using PenneoDashboard.Events;
using PenneoDashboard.Live;

namespace PenneoDashboard.Timeline;

/// <summary>
/// What one open timeline shows. It knows neither the database nor the renderer: <see cref="TimelineReader"/> feeds it.
/// </summary>
public sealed class TimelineView(TimeProvider time)
{
    /// <summary>Casefiles shown at most; older ones make room and are found by paging or in the history.</summary>
    public const int MostCasefiles = 200;

    /// <summary>Events without a casefile shown at most.</summary>
    public const int MostLoose = 20;

    /// <summary>Events kept for a paused viewer; with more, resuming reads the database instead.</summary>
    public const int MostHeld = 2000;

    private readonly Dictionary<long, TimelineGroup> _groups = [];
    private readonly List<EventItem> _loose = [];
    private readonly List<FeedDelta> _held = [];
    private int _heldEvents;

    public EventFilter Filter { get; private set; } = EventFilter.All;

    /// <summary>Casefiles, newest activity first.</summary>
    public IReadOnlyList<TimelineGroup> Groups { get; private set; } = [];

    /// <summary>Events that name no casefile, newest first.</summary>
    public IReadOnlyList<EventItem> Loose => _loose;

    /// <summary>True when there are older casefiles than those shown.</summary>
    public bool HasMore { get; private set; }

    public bool IsPaused { get; private set; }

    /// <summary>Matching events that came since <see cref="Pause"/>.</summary>
    public long Missed { get; private set; }

    /// <summary>True when more came than is worth keeping, so that <see cref="Missed"/> is a lower bound.</summary>
    public bool HeldTooMuch { get; private set; }

    /// <summary>The newest event this view has heard of.</summary>
    public long LastSequence { get; private set; }

    public bool IsEmpty => Groups.Count == 0 && _loose.Count == 0;

    /// <summary>Shows what was read, instead of everything before. What came since the last look under the same filter stands out.</summary>
    public void Load(EventFilter filter, IReadOnlyList<CasefileDetail> casefiles, IReadOnlyList<EventItem> loose, bool hasMore)
    {
        var (known, now) = (filter == Filter ? LastSequence : 0, time.GetUtcNow());
        (Filter, HasMore) = (filter, hasMore);
        _groups.Clear();
        _loose.Clear();
        _loose.AddRange(loose);
        foreach (var casefile in casefiles)
            _groups[casefile.Casefile.Id] = new TimelineGroup(casefile);
        LastSequence = Math.Max(LastSequence, casefiles.Select(x => x.Casefile.LastSequence).Concat(loose.Select(x => x.Sequence)).DefaultIfEmpty().Max());
        if (known > 0)
        {
            foreach (var group in _groups.Values)
                group.MarkFresh(known, now);
        }

        Forget();
        Sort();
    }

    /// <summary>Adds older casefiles at the end.</summary>
    public void Append(IReadOnlyList<CasefileDetail> older, bool hasMore)
    {
        foreach (var casefile in older)
            _groups.TryAdd(casefile.Casefile.Id, new TimelineGroup(casefile));
        HasMore = hasMore;
        Sort();
    }

    public void Pause() => IsPaused = true;

    /// <summary>Goes on live and gives what was held back, to be applied as if it came now; null when it must be read instead.</summary>
    public IReadOnlyList<FeedDelta>? Resume()
    {
        IsPaused = false;
        FeedDelta[]? held = HeldTooMuch ? null : [.. _held];
        Forget();
        return held;
    }

    /// <summary>Keeps what came for a paused viewer.</summary>
    public void Hold(FeedDelta delta)
    {
        Missed += delta.Events.Count(Filter.Matches);
        _heldEvents += delta.Events.Count + delta.Redeliveries.Count;
        HeldTooMuch |= delta.Gap || _heldEvents > MostHeld;
        if (HeldTooMuch)
            _held.Clear();
        else
            _held.Add(delta);
    }

    /// <summary>
    /// Casefiles of the delta that belong on the timeline but are not here, and of which there is more to tell than the
    /// delta does: read them, then <see cref="Apply"/>.
    /// </summary>
    public IReadOnlyList<long> Unknown(FeedDelta delta)
    {
        var counts = delta.Events.Where(x => x.CasefileId is not null).GroupBy(x => x.CasefileId!.Value)
            .Where(x => !_groups.ContainsKey(x.Key) && x.Any(Filter.Matches));
        return [.. counts.Where(x => delta.Casefiles[x.Key].Casefile.EventCount != x.Count()).Select(x => x.Key).TakeLast(MostCasefiles)];
    }

    /// <summary>Takes a commit in. <paramref name="read"/> are the casefiles <see cref="Unknown"/> named.</summary>
    public void Apply(FeedDelta delta, IReadOnlyList<CasefileDetail> read)
    {
        var now = time.GetUtcNow();
        foreach (var detail in read)
        {
            var group = _groups[detail.Casefile.Id] = new TimelineGroup(detail);
            group.MarkFresh(LastSequence, now);
        }

        var counts = delta.Events.CountBy(x => x.CasefileId ?? 0).ToDictionary();
        foreach (var item in delta.Events)
            Add(item, delta, counts, now);
        foreach (var (id, change) in delta.Casefiles)
            _groups.GetValueOrDefault(id)?.Take(change);
        foreach (var redelivery in delta.Redeliveries)
            Take(redelivery);
        Sort();
    }

    private void Add(EventItem committed, FeedDelta delta, Dictionary<long, int> counts, DateTimeOffset now)
    {
        LastSequence = Math.Max(LastSequence, committed.Sequence);
        if (!Filter.Matches(committed))
            return;

        // Nothing here shows the payload, and each may be as large as a body may be.
        var item = committed with { Payload = null };
        if (item.CasefileId is not { } id)
        {
            AddLoose(item);
            return;
        }

        if (!_groups.TryGetValue(id, out var group))
        {
            // Of a flood of unknown casefiles only the newest are read; the others are found by paging.
            var change = delta.Casefiles[id];
            if (change.Casefile.EventCount != counts[id])
            {
                HasMore = true;
                return;
            }

            _groups[id] = group = new TimelineGroup(new CasefileDetail(change.Casefile, change.Signers, []));
        }

        group.Add(item, now);
    }

    private void AddLoose(EventItem item)
    {
        if (_loose.Any(x => x.Sequence == item.Sequence))
            return;
        _loose.Insert(0, item);
        if (_loose.Count > MostLoose)
            _loose.RemoveAt(MostLoose);
    }

    private void Take(Redelivery redelivery)
    {
        foreach (var group in _groups.Values)
            group.Take(redelivery);
        var at = _loose.FindIndex(x => x.Sequence == redelivery.Sequence && x.DeliveryCount < redelivery.DeliveryCount);
        if (at >= 0)
            _loose[at] = _loose[at] with { DeliveryCount = redelivery.DeliveryCount };
    }

    private void Forget()
    {
        _held.Clear();
        (_heldEvents, Missed, HeldTooMuch) = (0, 0, false);
    }

    private void Sort()
    {
        Groups = [.. _groups.Values.OrderByDescending(x => x.Casefile.LastSequence)];
        if (Groups.Count <= MostCasefiles)
            return;
        foreach (var group in Groups.Skip(MostCasefiles))
            _groups.Remove(group.Casefile.Id);
        Groups = [.. Groups.Take(MostCasefiles)];
        HasMore = true;
    }
}
