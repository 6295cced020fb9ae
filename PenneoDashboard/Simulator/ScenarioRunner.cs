namespace PenneoDashboard.Simulator;

/// <summary>Plays scenarios, each casefile at its own pace.</summary>
public sealed class ScenarioRunner(
    SubscriptionBook book,
    SimulatedCasefiles casefiles,
    DeliveryService deliveries,
    EventClock clock,
    SimulatorChanges changes,
    TimeProvider time,
    ILogger<ScenarioRunner> logger)
{
    /// <summary>More at once tell nobody anything; continuous traffic is for load.</summary>
    public const int MaxRunning = 1_000;

    /// <summary>Ended casefiles stay listed for a while, so that a fast one doesn't vanish before it is seen.</summary>
    private const int EndedToKeep = 10;

    private readonly Lock _gate = new();
    private readonly List<Play> _plays = [];

    /// <summary>Newest first, with the last few that ended.</summary>
    public IReadOnlyList<RunningCasefile> Casefiles
    {
        get
        {
            lock (_gate)
            {
                return [.. _plays.AsEnumerable().Reverse().Select(x => new RunningCasefile(
                    x.Run.CasefileId, x.Run.Script.Title, x.Run.Script.Request.Outcome, x.Run.Position, x.Run.Script.Steps.Count, x.State))];
            }
        }
    }

    public int Running
    {
        get
        {
            lock (_gate)
                return _plays.Count(x => x.State == RunState.Running);
        }
    }

    /// <param name="request">A valid one.</param>
    /// <returns>The casefiles' ids; null when <see cref="MaxRunning"/> would be exceeded.</returns>
    public IReadOnlyList<int>? Start(ScenarioRequest request)
    {
        Play[] started;
        lock (_gate)
        {
            if (Running + request.Casefiles > MaxRunning)
                return null;
            started = [.. Enumerable.Range(0, request.Casefiles).Select(_ => new Play(CasefileRun.Create(request, book, casefiles, time.GetUtcNow())))];
            _plays.AddRange(started);
            Forget();
        }
        changes.Notify();
        foreach (var play in started)
            play.Task = Task.Run(() => PlayAsync(play));
        return [.. started.Select(x => x.Run.CasefileId)];
    }

    /// <summary>Ends one casefile where it is; nothing happens when it is not running.</summary>
    public void Stop(int casefileId) => End(x => x.Run.CasefileId == casefileId);

    /// <returns>How many were running.</returns>
    public int StopAll() => End(_ => true);

    /// <summary>Stops all and waits until the last step is out.</summary>
    public async Task StopAllAsync()
    {
        Task[] tasks;
        lock (_gate)
            tasks = [.. _plays.Select(x => x.Task)];
        StopAll();
        await Task.WhenAll(tasks);
    }

    private int End(Func<Play, bool> which)
    {
        Play[] ending;
        lock (_gate)
        {
            ending = [.. _plays.Where(x => x.State == RunState.Running && which(x))];
            foreach (var play in ending)
                play.State = RunState.Stopped;
        }
        foreach (var play in ending)
            play.Stopping.Cancel();
        changes.Notify();
        return ending.Length;
    }

    private async Task PlayAsync(Play play)
    {
        try
        {
            while (!play.Run.Finished)
            {
                await Task.Delay(play.Run.NextDelay, time, play.Stopping.Token);
                deliveries.Publish(play.Run.Next(clock));
                changes.Notify();
            }
        }
        catch (OperationCanceledException) when (play.Stopping.IsCancellationRequested)
        {
            logger.LogDebug("The scenario of casefile {CasefileId} was stopped", play.Run.CasefileId);
        }
        lock (_gate)
        {
            if (play.State == RunState.Running)
                play.State = RunState.Finished;
            Forget();
        }
        changes.Notify();
    }

    /// <summary>Keeps the list short; called with the lock held.</summary>
    private void Forget()
    {
        foreach (var ended in _plays.Where(x => x.State != RunState.Running).SkipLast(EndedToKeep).ToArray())
            _plays.Remove(ended);
    }

    private sealed class Play(CasefileRun run)
    {
        public CasefileRun Run => run;

        /// <summary>Never disposed: it has no timer, and a Stop may come when the play has just ended.</summary>
        public CancellationTokenSource Stopping { get; } = new();

        public RunState State { get; set; }

        public Task Task { get; set; } = Task.CompletedTask;
    }
}
