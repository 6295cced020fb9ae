namespace PenneoDashboard.Subscriptions;

/// <summary>
/// The calls a page's clicks set going: each at most once at a time, each failure kept with a way to try again. For one
/// circuit's thread.
/// </summary>
internal sealed partial class BoardCalls(ILogger logger, Action changed, CancellationToken leaving)
{
    private readonly HashSet<string> _busy = [];
    private readonly Dictionary<string, CallFailure> _failures = [];

    public bool IsBusy(string name) => _busy.Contains(name);

    public CallFailure? Failure(string name) => _failures.GetValueOrDefault(name);

    /// <summary>Drops the failures of subscriptions that are gone or in another state by now.</summary>
    public void DropOutdated(IReadOnlyDictionary<string, SubscriptionState> states)
    {
        foreach (var (name, failure) in _failures.ToList())
        {
            if (failure.State is { } then && (!states.TryGetValue(name, out var now) || now != then))
                _failures.Remove(name);
        }
    }

    /// <param name="name">What is busy meanwhile, and has failed afterwards.</param>
    /// <param name="title">What did not happen, asked for only then.</param>
    /// <param name="state">The state of the subscription it is about.</param>
    /// <param name="settled">Reads again what the page shows, whatever came of it.</param>
    public async Task<bool> RunAsync(string name, Func<string> title, Func<Task> call, Func<Task> retry, SubscriptionState? state, Func<Task> settled)
    {
        if (!_busy.Add(name))
            return false;
        _failures.Remove(name);
        changed();
        try
        {
            await call();
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // Nobody is there to see it.
            return false;
        }
        catch (Exception e)
        {
            // Whatever it was, the person who clicked must be told.
            LogFailed(e, name);
            _failures[name] = new CallFailure(title(), CallFailure.Describe(e), retry, state);
        }

        await settled();
        _busy.Remove(name);
        changed();
        return !_failures.ContainsKey(name);
    }

    [LoggerMessage(LogLevel.Warning, "On the page of subscriptions, {What} failed")]
    private partial void LogFailed(Exception e, string what);
}
