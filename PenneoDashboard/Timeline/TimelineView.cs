using PenneoDashboard.Events;
using PenneoDashboard.Live;

namespace PenneoDashboard.Timeline;

/// <summary>
/// What one open timeline shows. It knows neither the database nor the renderer: <see cref="TimelineReader"/> feeds it.
/// </summary>
public sealed class TimelineView(TimeProvider time)
{
    /// <summary>Events without a casefile shown at most.</summary>
    public const int MostLoose = 20;

    private readonly TimelineWindow _window = new();
    private readonly List<EventItem> _loose = [];

    public EventFilter Filter { get; private set; } = EventFilter.All;

    /// <summary>The casefiles in view.</summary>
    public TimelineWindow Window => _window;

    /// <summary>Casefiles, newest activity first.</summary>
    public IReadOnlyList<TimelineGroup> Groups => _window.Groups;

    /// <summary>Events that name no casefile, newest first.</summary>
    public IReadOnlyList<EventItem> Loose => _loose;

    public bool IsPaused { get; private set; }

    /// <summary>What came since <see cref="Pause"/>.</summary>
    public HeldEvents Held { get; } = new();

    /// <summary>Matching events of casefiles not in view that came since the reader looked away from the newest end.</summary>
    public long Unseen { get; private set; }

    /// <summary>The newest event this view has heard of.</summary>
    public long LastSequence { get; private set; }

    public bool IsEmpty => Groups.Count == 0 && _loose.Count == 0;

    /// <summary>Shows what was read, instead of everything before. What came since the last look under the same filter stands out.</summary>
    public void Load(EventFilter filter, IReadOnlyList<CasefileDetail> casefiles, IReadOnlyList<EventItem> loose, bool hasMore)
    {
        var (known, now) = (filter == Filter ? LastSequence : 0, time.GetUtcNow());
        (Filter, Unseen) = (filter, 0);
        _loose.Clear();
        _loose.AddRange(loose);
        _window.Load(casefiles.Select(x => new TimelineGroup(x)), hasMore);
        LastSequence = Math.Max(LastSequence, casefiles.Select(x => x.Casefile.LastSequence).Concat(loose.Select(x => x.Sequence)).DefaultIfEmpty().Max());
        if (known > 0)
        {
            foreach (var group in Groups)
                group.MarkFresh(known, now);
        }

        Held.Take();
    }

    /// <summary>Adds casefiles of older activity at the end.</summary>
    public void AddOlder(IReadOnlyList<CasefileDetail> older, bool hasMore) => _window.AddOlder(older.Select(x => new TimelineGroup(x)), hasMore);

    /// <summary>Adds casefiles of newer activity at the start.</summary>
    public void AddNewer(IReadOnlyList<CasefileDetail> newer, bool hasMore)
    {
        _window.AddNewer(newer.Select(x => new TimelineGroup(x)), hasMore);
        if (!hasMore)
            Unseen = 0;
    }

    /// <summary>Takes what was read of the casefiles in view, after something was missed.</summary>
    public void Refresh(IReadOnlyList<CasefileDetail> casefiles)
    {
        var (known, now) = (LastSequence, time.GetUtcNow());
        foreach (var detail in casefiles)
        {
            LastSequence = Math.Max(LastSequence, detail.Casefile.LastSequence);
            _window.Replace(new TimelineGroup(detail)).MarkFresh(known, now);
        }

        _window.MissNewer();
    }

    /// <summary>See <see cref="TimelineWindow.TryFollow"/>.</summary>
    public bool TryFollow(bool follow)
    {
        if (!_window.TryFollow(follow))
            return false;
        Unseen = 0;
        return true;
    }

    public void Pause() => IsPaused = true;

    /// <summary>Goes on live and gives what was held back, to be applied as if it came now; null when it must be read instead.</summary>
    public IReadOnlyList<FeedDelta>? Resume()
    {
        IsPaused = false;
        return Held.Take();
    }

    /// <summary>Keeps what came for a paused viewer.</summary>
    public void Hold(FeedDelta delta) => Held.Add(delta, delta.Events.Count(Filter.Matches));

    /// <summary>
    /// Casefiles of the delta that belong on the timeline but are not here, and of which there is more to tell than the
    /// delta does: read them, then <see cref="Apply"/>.
    /// </summary>
    public IReadOnlyList<CasefileSummary> Unknown(FeedDelta delta)
    {
        if (!_window.Follows)
            return [];
        var unknown = delta.Events.Where(x => x.CasefileId is not null).GroupBy(x => x.CasefileId!.Value)
            .Where(x => _window.Find(x.Key) is null && x.Any(Filter.Matches))
            .Select(x => (delta.Casefiles[x.Key].Casefile, Count: x.Count()));

        // More than are held would be read only to be let go at once.
        return [.. unknown.OrderBy(x => x.Casefile.LastSequence).TakeLast(TimelineWindow.MostFollowed)
            .Where(x => x.Casefile.EventCount != x.Count).Select(x => x.Casefile)];
    }

    /// <summary>Takes a commit in. <paramref name="read"/> are the casefiles <see cref="Unknown"/> named.</summary>
    public void Apply(FeedDelta delta, IReadOnlyList<CasefileDetail> read)
    {
        var now = time.GetUtcNow();
        foreach (var detail in read)
        {
            var group = new TimelineGroup(detail);
            group.MarkFresh(LastSequence, now);
            _window.Put(group);
        }

        var counts = delta.Events.CountBy(x => x.CasefileId ?? 0).ToDictionary();
        foreach (var item in delta.Events)
            Add(item, delta, counts, now);
        foreach (var (id, change) in delta.Casefiles)
            _window.Find(id)?.Take(change);
        foreach (var redelivery in delta.Redeliveries)
            Take(redelivery);
        _window.Settle();
    }

    private void Add(EventItem committed, FeedDelta delta, Dictionary<long, int> counts, DateTimeOffset now)
    {
        LastSequence = Math.Max(LastSequence, committed.Sequence);
        if (!Filter.Matches(committed))
            return;

        // Nothing here shows the payload, and each may be as large as a body may be.
        var item = committed with { Payload = null };
        if (item.CasefileId is not { } id)
            AddLoose(item);
        else if ((_window.Find(id) ?? NewGroup(delta.Casefiles[id], counts[id])) is { } group)
            group.Add(item, now);
    }

    private TimelineGroup? NewGroup(CasefileChange change, int count)
    {
        if (!_window.Follows)
        {
            Unseen++;
            _window.MissNewer();
            return null;
        }

        // Of a flood of unknown casefiles only the newest are read; the others are found by reading on.
        if (change.Casefile.EventCount != count)
        {
            _window.MissOlder();
            return null;
        }

        var group = new TimelineGroup(new CasefileDetail(change.Casefile, change.Signers, []));
        _window.Put(group);
        return group;
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
        foreach (var group in Groups)
            group.Take(redelivery);
        var at = _loose.FindIndex(x => x.Sequence == redelivery.Sequence && x.DeliveryCount < redelivery.DeliveryCount);
        if (at >= 0)
            _loose[at] = _loose[at] with { DeliveryCount = redelivery.DeliveryCount };
    }
}
