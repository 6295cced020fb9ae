namespace PenneoDashboard.Simulator;

/// <summary>The casefiles that can be read back: the newest ones, running or ended.</summary>
public sealed class SimulatedCasefiles
{
    /// <summary>Traffic makes casefiles for as long as it runs; this many fit into the state file without making it slow.</summary>
    public const int Capacity = 1_000;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, SimulatedCasefile> _byId = [];
    private long _changes;

    /// <summary>Another number whenever one has changed.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>Ascending by id.</summary>
    public IReadOnlyList<SimulatedCasefile> All
    {
        get
        {
            lock (_gate)
                return [.. _byId.Values];
        }
    }

    public SimulatedCasefile? Find(int id)
    {
        lock (_gate)
            return _byId.GetValueOrDefault(id);
    }

    /// <summary>Adds it or takes the place of what it was; the oldest one is forgotten when there are too many.</summary>
    public void Keep(SimulatedCasefile casefile)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _changes);
            _byId[casefile.Id] = casefile;
            if (_byId.Count > Capacity)
                _byId.Remove(_byId.First().Key);
        }
    }
}
