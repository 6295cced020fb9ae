namespace PenneoDashboard.Timeline;

/// <summary>
/// The part of all casefiles that one timeline holds, newest activity first. At the newest end it follows; anywhere else
/// nothing moves under the reader's eyes, and it is read on in either direction.
/// </summary>
public sealed class TimelineWindow
{
    /// <summary>Casefiles held while it follows; older ones make room and are read again on the way down.</summary>
    public const int MostFollowed = 60;

    /// <summary>Casefiles held at most; on the way on, those at the other end make room.</summary>
    public const int Most = 150;

    private readonly Dictionary<long, TimelineGroup> _groups = [];

    /// <summary>Newest activity first, as it was when each was placed.</summary>
    public IReadOnlyList<TimelineGroup> Groups { get; private set; } = [];

    public bool HasOlder { get; private set; }

    /// <summary>True when there are casefiles above the first one held.</summary>
    public bool HasNewer { get; private set; }

    /// <summary>True at the newest end: what comes is placed on top at once.</summary>
    public bool Follows { get; private set; } = true;

    public TimelineGroup? Find(long casefileId) => _groups.GetValueOrDefault(casefileId);

    /// <summary>Starts anew at the newest end.</summary>
    public void Load(IEnumerable<TimelineGroup> newest, bool hasOlder)
    {
        _groups.Clear();
        foreach (var group in newest)
            _groups[group.Casefile.Id] = group;
        (HasOlder, HasNewer, Follows) = (hasOlder, false, true);
        Settle();
    }

    /// <summary>Puts one on top; only while it follows.</summary>
    public void Put(TimelineGroup group) => _groups[group.Casefile.Id] = group;

    /// <summary>Puts one in its own place.</summary>
    public TimelineGroup Replace(TimelineGroup group)
    {
        if (Find(group.Casefile.Id) is { } held)
            group.Position = held.Position;
        _groups[group.Casefile.Id] = group;
        Order();
        return group;
    }

    /// <summary>Something above is not held.</summary>
    public void MissNewer() => HasNewer = true;

    public void MissOlder() => HasOlder = true;

    /// <summary>Adds casefiles of older activity; the newest make room.</summary>
    public void AddOlder(IEnumerable<TimelineGroup> older, bool hasOlder)
    {
        foreach (var group in older)
            Place(group, replace: false);
        HasOlder = hasOlder;
        Order();
        if (Groups.Count > Most)
        {
            Drop(Groups.Take(Groups.Count - Most));
            (HasNewer, Follows) = (true, false);
        }
    }

    /// <summary>Adds casefiles of newer activity; one held further down moves up. The oldest make room.</summary>
    public void AddNewer(IEnumerable<TimelineGroup> newer, bool hasNewer)
    {
        foreach (var group in newer)
            Place(group, replace: true);
        HasNewer = hasNewer;
        Order();
        KeepNewest(Most);
    }

    /// <summary>The reader looks at the newest end, or away from it. False when that end must be read first.</summary>
    public bool TryFollow(bool follow)
    {
        if (follow && HasNewer)
            return false;
        Follows = follow;
        Settle();
        return true;
    }

    /// <summary>After something came: places what has new activity, where it follows.</summary>
    public void Settle()
    {
        if (!Follows)
            return;
        foreach (var group in _groups.Values)
            group.Position = group.Casefile.LastSequence;
        Order();

        // What is far below is read again on the way down.
        KeepNewest(MostFollowed);
    }

    private void Place(TimelineGroup group, bool replace)
    {
        if (_groups.TryGetValue(group.Casefile.Id, out var held))
        {
            if (replace)
                held.Position = group.Position;
            return;
        }

        _groups[group.Casefile.Id] = group;
    }

    private void KeepNewest(int most)
    {
        if (Groups.Count <= most)
            return;
        Drop(Groups.Skip(most));
        HasOlder = true;
    }

    private void Drop(IEnumerable<TimelineGroup> groups)
    {
        foreach (var group in groups)
            _groups.Remove(group.Casefile.Id);
        Order();
    }

    private void Order() => Groups = [.. _groups.Values.OrderByDescending(x => x.Position).ThenByDescending(x => x.Casefile.Id)];
}
