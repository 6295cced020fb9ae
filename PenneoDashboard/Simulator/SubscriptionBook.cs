using System.Security.Cryptography;

namespace PenneoDashboard.Simulator;

/// <summary>The simulated account: its subscriptions and the ids it has given out. Every change is saved before it returns.</summary>
public sealed class SubscriptionBook
{
    /// <summary>Ids of casefiles and signers are reserved in blocks, so that continuous traffic does not write the file per casefile.</summary>
    private const int IdBlock = 1_000;

    /// <summary>How many of the current service may be active at once.</summary>
    public const int MaxActive = 5;

    private readonly Lock _gate = new();
    private readonly SimulatorStateFile _file;
    private readonly SimulatedCasefiles _casefiles;
    private readonly SimulatorChanges _changes;
    private readonly TimeProvider _time;
    private SimulatorState _state;
    private int _casefileId;
    private int _signerId;
    private long _savedChanges;

    public SubscriptionBook(SimulatorStateFile file, SimulatedCasefiles casefiles, SimulatorChanges changes, TimeProvider time)
    {
        (_file, _casefiles, _changes, _time) = (file, casefiles, changes, time);
        _state = file.Load();
        foreach (var casefile in _state.Casefiles)
            casefiles.Keep(casefile);
        _savedChanges = casefiles.Changes;
        _casefileId = _state.LastCasefileId;
        _signerId = _state.LastSignerId;
    }

    public SimulatorSwitches Switches
    {
        get
        {
            lock (_gate)
                return _state.Switches;
        }
    }

    /// <summary>Ascending by id.</summary>
    public IReadOnlyList<SimulatedSubscription> All
    {
        get
        {
            lock (_gate)
                return _state.Subscriptions;
        }
    }

    public SimulatedSubscription? Find(int id) => All.FirstOrDefault(x => x.Id == id);

    /// <summary>Those of the current service, in the order they were made.</summary>
    public IReadOnlyList<SimulatedCurrentSubscription> Current
    {
        get
        {
            lock (_gate)
                return _state.Current;
        }
    }

    public SimulatedCurrentSubscription? FindCurrent(string id) => Current.FirstOrDefault(x => x.Id == id);

    /// <summary>Changes the switches, which takes effect at once.</summary>
    public void Switch(Func<SimulatorSwitches, SimulatorSwitches> change)
    {
        lock (_gate)
            Commit(_state with { Switches = change(_state.Switches) });
    }

    /// <summary>Saves how far the casefiles are, if that has changed.</summary>
    public void SaveCasefiles()
    {
        lock (_gate)
        {
            if (_casefiles.Changes != _savedChanges)
                Commit(_state);
        }
    }

    /// <summary>Creates one of the current service, or replaces all that can be set of one.</summary>
    /// <param name="id">Null to create.</param>
    public (SaveOutcome Outcome, SimulatedCurrentSubscription? Saved) SaveCurrent(string? id, string endpoint, IReadOnlyList<string> eventTypes, bool isActive)
    {
        lock (_gate)
        {
            var before = id is null ? null : FindCurrent(id);
            if (id is not null && before is null)
                return (SaveOutcome.Unknown, null);
            var others = Current.Where(x => x.Id != id).ToList();
            if (others.Any(x => x.Endpoint == endpoint))
                return (SaveOutcome.EndpointTaken, null);
            if (isActive && others.Count(x => x.IsActive) >= MaxActive)
                return (SaveOutcome.TooManyActive, null);
            var saved = before is null
                ? new SimulatedCurrentSubscription(Guid.NewGuid().ToString(), endpoint, eventTypes, isActive, Guid.NewGuid().ToString())
                : before with { Endpoint = endpoint, EventTypes = eventTypes, IsActive = isActive };
            Commit(_state with { Current = before is null ? [.. Current, saved] : [.. Current.Select(x => x.Id == id ? saved : x)] });
            return (SaveOutcome.Saved, saved);
        }
    }

    /// <summary>False when there is no such subscription.</summary>
    public bool DeleteCurrent(string id)
    {
        lock (_gate)
        {
            if (FindCurrent(id) is null)
                return false;
            Commit(_state with { Current = [.. Current.Where(x => x.Id != id)] });
            return true;
        }
    }

    /// <summary>Adds an unconfirmed subscription with a fresh token.</summary>
    public SimulatedSubscription Create(string topic, string endpoint)
    {
        lock (_gate)
        {
            var subscription = new SimulatedSubscription(
                _state.LastSubscriptionId + 1,
                topic,
                endpoint,
                RandomNumberGenerator.GetHexString(32, lowercase: true),
                _time.GetUtcNow().ToUnixTimeSeconds());
            Commit(_state with
            {
                LastSubscriptionId = subscription.Id,
                Subscriptions = [.. _state.Subscriptions, subscription],
            });
            return subscription;
        }
    }

    /// <summary>False when there is no such subscription.</summary>
    public bool Delete(int id)
    {
        lock (_gate)
        {
            if (Find(id) is null)
                return false;
            Commit(_state with { Subscriptions = [.. _state.Subscriptions.Where(x => x.Id != id)] });
            return true;
        }
    }

    /// <summary>Also resumes a subscription that was being dropped: whoever confirms again is listening again.</summary>
    public void Confirm(int id) => Change(id, x => x with { Confirmed = true, Dropping = false });

    public void MarkDropping(int id) => Change(id, x => x with { Dropping = true });

    public void Resume(int id) => Change(id, x => x with { Dropping = false });

    public int NextCasefileId()
    {
        lock (_gate)
        {
            if (_casefileId >= _state.LastCasefileId)
                Commit(_state with { LastCasefileId = _casefileId + IdBlock });
            return ++_casefileId;
        }
    }

    public int NextSignerId()
    {
        lock (_gate)
        {
            if (_signerId >= _state.LastSignerId)
                Commit(_state with { LastSignerId = _signerId + IdBlock });
            return ++_signerId;
        }
    }

    private void Change(int id, Func<SimulatedSubscription, SimulatedSubscription> change)
    {
        lock (_gate)
        {
            if (Find(id) is { } before && change(before) is var after && after != before)
                Commit(_state with { Subscriptions = [.. _state.Subscriptions.Select(x => x.Id == id ? after : x)] });
        }
    }

    private void Commit(SimulatorState state)
    {
        _savedChanges = _casefiles.Changes;
        _state = state with { Casefiles = _casefiles.All };
        _file.Save(_state);
        _changes.Notify();
    }
}
