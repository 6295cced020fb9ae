using PenneoDashboard.Events.Behind;

namespace PenneoDashboard.Events.States;

/// <summary>Tells when states of casefiles have changed, and how far they are behind the log.</summary>
public sealed class CasefileStateNews : IDisposable
{
    private readonly LogFollowers _followers;
    private readonly StallRuleStore _rules;
    private readonly EventQueries _events;

    public CasefileStateNews(LogFollowers followers, StallRuleStore rules, EventQueries events)
    {
        (_followers, _rules, _events) = (followers, rules, events);
        _followers.Moved += OnMoved;
        _rules.Changed += OnRulesChanged;
    }

    /// <summary>Raised on any thread: hand over, don't work.</summary>
    public event Action? Changed;

    /// <summary>Events whose casefiles are not brought up to date yet.</summary>
    public long Behind => _followers.Progress(CasefileStateFollower.FollowerName).Behind;

    /// <summary>Waits for what is stored by now to be in the states, up to a time.</summary>
    /// <returns>False when the time was over before.</returns>
    public async Task<bool> CatchUpAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        // The log is asked: whoever sent the newest event may have its answer before anyone else hears of the event.
        var last = await _events.LastSequenceAsync(cancellationToken);
        using var enough = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            await _followers.WaitUntilLevelAsync(CasefileStateFollower.FollowerName, last, either.Token);
            return true;
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _followers.Moved -= OnMoved;
        _rules.Changed -= OnRulesChanged;
    }

    private void OnMoved(string follower)
    {
        if (follower == CasefileStateFollower.FollowerName)
            Changed?.Invoke();
    }

    private void OnRulesChanged() => Changed?.Invoke();
}
