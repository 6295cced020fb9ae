namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>
/// What the page of a move shows, and the calls its clicks set going: each at most once at a time, each failure kept with a
/// way to try again. For one circuit's thread.
/// </summary>
public sealed partial class MoveBoard(
    long id, MoveReader reader, MoveService service, SwitchingOff switchingOff, SubscriptionService subscriptions, MovePlanner planner, ILogger logger, Action changed,
    CancellationToken leaving)
{
    /// <summary>Names of what can be busy or have failed.</summary>
    public const string Step = "step";

    public const string Undo = "undo";

    public const string Test = "test";

    /// <summary>How many of the events that came through one side only are shown.</summary>
    public const int MostDifferences = 50;

    private readonly BoardCalls _calls = new(logger, changed, leaving);
    private long _asked;
    private long _shown;

    /// <summary>Null until it has been read, and when there is no such move.</summary>
    public MoveView? Move { get; private set; }

    /// <summary>True when it has been looked for.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Why it could not be read; null when it could.</summary>
    public string? ReadError { get; private set; }

    /// <summary>The newest events that came through one side only.</summary>
    public IReadOnlyList<OneSided> Differences { get; private set; } = [];

    /// <summary>Current subscriptions that are active on the account; null while nobody knows.</summary>
    public int? ActiveCurrent { get; private set; }

    /// <summary>The secret for the other system, once somebody asked for it.</summary>
    public string? Secret { get; private set; }

    /// <summary>True when there is more to look at than was looked at, or something is waited for.</summary>
    public bool IsUnsettled => Move?.Comparison is { IsBehind: true } or { Waiting: > 0 };

    public bool IsBusy(string name) => _calls.IsBusy(name);

    public CallFailure? Failure(string name) => _calls.Failure(name);

    public async Task ReadAsync()
    {
        var number = ++_asked;
        try
        {
            var move = await reader.FindAsync(id, leaving);
            var differences = move?.Comparison is null ? [] : await reader.DifferencesAsync(id, null, null, MostDifferences, leaving);

            // A slow read must not set the page back to before one asked later.
            if (number < _shown)
                return;
            (Move, Differences, IsRead, ReadError, _shown) = (move, differences, true, null, number);
        }
        catch (Exception) when (leaving.IsCancellationRequested)
        {
            // Nobody is there to see it; a connection closed under the read fails in its own way.
        }
        catch (Exception e)
        {
            // Whatever it was, the page must say that it stands still.
            LogFailed(e);
            ReadError = e.Message;
        }
    }

    /// <summary>Asks Penneo how things are there. What fails is no hindrance: each step tells of its own failures.</summary>
    public async Task AskPenneoAsync()
    {
        try
        {
            var plan = await planner.ReadAsync(leaving);
            if (plan.Failures.All(x => x.Generation != Generation.Current))
                ActiveCurrent = plan.ActiveCurrent;
        }
        catch (Exception) when (leaving.IsCancellationRequested)
        {
            // Nobody is there to see it.
        }
        catch (Exception e)
        {
            LogFailed(e);
        }
    }

    public Task<bool> ChangeAsync(IReadOnlyList<string>? eventTypes = null, string? endpoint = null, bool? isReady = null) =>
        RunAsync(Step, Say("It was not kept"), () => service.ChangeAsync(id, eventTypes, endpoint, isReady, leaving), () => ChangeAsync(eventTypes, endpoint, isReady));

    public Task<bool> CreateAsync(string? endpoint = null) => RunAsync(Step, Say("The current subscription was not created"), async () =>
    {
        if (endpoint is not null)
            await service.ChangeAsync(id, endpoint: endpoint, cancellationToken: leaving);
        await service.CreateAsync(id, leaving);
    }, () => CreateAsync(endpoint));

    public Task<bool> CompareAnewAsync() => RunAsync(Step, Say("The comparison goes on as before"), () => service.CompareAnewAsync(id, leaving), CompareAnewAsync);

    /// <summary>Sends a test of the current service to all that list it.</summary>
    public Task<bool> TestAsync() => RunAsync(Test, Say("No test was sent"), () => subscriptions.TestAsync(Move?.Current?.Id ?? 0, leaving), TestAsync);

    public Task<bool> SwitchOffAsync() => RunAsync(Step, Say("Not everything was deleted"), () => switchingOff.RunAsync(id, anyway: true, leaving), SwitchOffAsync);

    public Task<bool> UndoAsync() => RunAsync(Undo, Say("The move was not undone"), () => service.UndoAsync(id, leaving), UndoAsync);

    public Task<bool> ShowSecretAsync() => RunAsync(Step, Say("The secret can't be shown"), async () => Secret = await service.SecretAsync(id, leaving), ShowSecretAsync);

    public Task<bool> TakeSecretAsync() => RunAsync(Step, Say("It was not noted"), async () =>
    {
        await service.SecretIsTakenAsync(id, leaving);
        Secret = null;
    }, TakeSecretAsync);

    private Task<bool> RunAsync(string name, string title, Func<Task> call, Func<Task> retry) => _calls.RunAsync(name, () => title, call, retry, null, ReadAsync);

    [LoggerMessage(LogLevel.Warning, "A move could not be read")]
    private partial void LogFailed(Exception e);
}
