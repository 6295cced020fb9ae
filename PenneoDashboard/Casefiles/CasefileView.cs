using PenneoDashboard.Events;
using PenneoDashboard.Events.States;
using PenneoDashboard.Live;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Casefiles;

/// <summary>What the page of one casefile shows, kept current commit by commit. Used in one circuit's thread.</summary>
public sealed class CasefileView(long casefileId)
{
    /// <summary>Events kept of one casefile, the newest; the history has all.</summary>
    public const int MostEvents = CasefileStanding.MostEvents;

    private readonly HashSet<long> _new = [];
    private readonly Dictionary<long, string> _names = [];
    private readonly List<FeedDelta> _held = [];
    private List<EventItem> _events = [];
    private IReadOnlyList<SignerSummary> _signers = [];
    private CasefileStanding? _standing;
    private bool _loading = true;

    public long Id { get; } = casefileId;

    /// <summary>Null while no event has named the casefile.</summary>
    public CasefileSummary? Casefile { get; private set; }

    /// <summary>Oldest first by the time they happened.</summary>
    public IReadOnlyList<EventItem> Events => _events;

    /// <summary>Null while <see cref="Casefile"/> is.</summary>
    public CasefileStanding? Standing => Casefile is null ? null : _standing ??= new CasefileStanding(
        Casefile, [.. _signers.Select(x => x.Name is null && _names.TryGetValue(x.Id, out var name) ? x with { Name = name } : x)], _events);

    /// <summary>Those heard of, by id.</summary>
    public IReadOnlySet<long> Signers => _signers.Select(x => x.Id).ToHashSet();

    /// <summary>Another number after each change.</summary>
    public long Version { get; private set; }

    /// <summary>How many events a signer has, whether kept here or not.</summary>
    public int EventsOf(long signerId) => _signers.FirstOrDefault(x => x.Id == signerId)?.EventCount ?? 0;

    /// <summary>Takes names that no event told.</summary>
    public void Name(IEnumerable<PenneoSigner> signers)
    {
        foreach (var signer in signers.Where(x => x.Name is not null))
            _names[signer.Id] = signer.Name!;
        _standing = null;
    }

    /// <summary>True for an event that came while the page was open.</summary>
    public bool IsNew(long sequence) => _new.Contains(sequence);

    /// <summary>From here on what is committed is held until <see cref="Load"/>, so that nothing falls between.</summary>
    public void BeginLoad()
    {
        _loading = true;
        _held.Clear();
    }

    /// <summary>Takes what was read, then what came meanwhile; false when it has to be read again.</summary>
    /// <param name="detail">Null when no event has named the casefile.</param>
    public bool Load(CasefileDetail? detail)
    {
        (Casefile, _signers, _events, _standing, _loading) = (detail?.Casefile, detail?.Signers ?? [], [.. detail?.Events ?? []], null, false);
        Version++;
        _events.Sort(EventItem.ByTime);
        var held = _held.ToList();
        _held.Clear();
        return held.All(x => Apply(x) != Change.Unknown);
    }

    /// <summary>Takes a commit.</summary>
    public Change Apply(FeedDelta delta)
    {
        if (_loading)
        {
            if (delta.Gap || delta.Casefiles.ContainsKey(Id) || delta.Redeliveries.Count > 0)
                _held.Add(delta);
            return Change.None;
        }

        if (delta.Gap)
            return Change.Unknown;
        var changed = false;
        foreach (var item in delta.Events.Where(x => x.CasefileId == Id))
            changed |= Add(item with { Payload = null });
        foreach (var redelivery in delta.Redeliveries)
            changed |= Count(redelivery);
        if (delta.Casefiles.TryGetValue(Id, out var now) && now.Casefile.LastSequence > (Casefile?.LastSequence ?? 0))
            (Casefile, _signers, changed) = (now.Casefile, now.Signers, true);
        if (changed)
            (_standing, Version) = (null, Version + 1);
        return changed ? Change.Some : Change.None;
    }

    private bool Add(EventItem item)
    {
        var index = _events.BinarySearch(item, EventItem.ByTime);
        if (index >= 0)
            return false;
        _events.Insert(~index, item);
        _new.Add(item.Sequence);
        if (_events.Count > MostEvents)
            _events.RemoveAt(0);
        return true;
    }

    private bool Count(Redelivery redelivery)
    {
        var at = _events.FindIndex(x => x.Sequence == redelivery.Sequence);
        if (at < 0 || _events[at].DeliveryCount >= redelivery.DeliveryCount)
            return false;
        _events[at] = _events[at] with { DeliveryCount = redelivery.DeliveryCount };
        return true;
    }
}

/// <summary>What a commit meant for a view.</summary>
public enum Change
{
    None,
    Some,

    /// <summary>Something was missed: only reading again can tell.</summary>
    Unknown,
}
