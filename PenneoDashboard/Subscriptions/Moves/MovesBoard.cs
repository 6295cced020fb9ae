namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>What the list of moves shows, and the calls its clicks set going. For one circuit's thread.</summary>
public sealed partial class MovesBoard(MovePlanner planner, MoveService service, MoveReader reader, ILogger logger, Action changed, CancellationToken leaving)
{
    /// <summary>Names of what can be busy or have failed.</summary>
    public const string Refresh = "refresh";

    private readonly BoardCalls _calls = new(logger, changed, leaving);

    /// <summary>Newest first; null until they have been read.</summary>
    public IReadOnlyList<MoveView>? Moves { get; private set; }

    /// <summary>Why they could not be read; null when they could.</summary>
    public string? ReadError { get; private set; }

    /// <summary>Null until Penneo was asked.</summary>
    public MovePlan? Plan { get; private set; }

    /// <summary>The move that was begun last.</summary>
    public long? Begun { get; private set; }

    /// <summary>True until Penneo has answered, or failed to.</summary>
    public bool IsLooking => IsBusy(Refresh) || (Plan is null && Failure(Refresh) is null);

    public static string Group(MoveGroup group) => $"begin {group.Endpoint}";

    public bool IsBusy(string name) => _calls.IsBusy(name);

    public CallFailure? Failure(string name) => _calls.Failure(name);

    public async Task ReadAsync()
    {
        try
        {
            (Moves, ReadError) = (await reader.ListAsync(leaving), null);
        }
        catch (Exception) when (leaving.IsCancellationRequested)
        {
            // Nobody is there to see it.
        }
        catch (Exception e)
        {
            // Whatever it was, the page must say that it stands still.
            LogFailed(e);
            ReadError = e.Message;
        }
    }

    public Task<bool> RefreshAsync() => RunAsync(Refresh, Say("Penneo's lists of subscriptions could not be read"), async () =>
    {
        Plan = await planner.ReadAsync(leaving);
        if (Plan.Failures is [var failure, ..])
            throw failure.Reason;
    }, RefreshAsync);

    public Task<bool> BeginAsync(MoveGroup group) =>
        RunAsync(Group(group), Say("The move was not begun"), async () => Begun = await service.BeginAsync(group.Endpoint, leaving), () => BeginAsync(group));

    private Task<bool> RunAsync(string name, string title, Func<Task> call, Func<Task> retry) => _calls.RunAsync(name, () => title, call, retry, null, ReadAsync);

    [LoggerMessage(LogLevel.Warning, "The moves could not be read")]
    private partial void LogFailed(Exception e);
}
