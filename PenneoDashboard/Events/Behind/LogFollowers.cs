using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events.Behind;

/// <summary>Runs every <see cref="ILogFollower"/>, and tells how far each has come.</summary>
public sealed class LogFollowers : BackgroundService, ICommitListener
{
    private readonly IDbContextFactory<DashboardDb> _contexts;
    private readonly FrozenDictionary<string, FollowerLoop> _loops;
    private readonly Lock _gate = new();

    // One at a time, its rest included, so that however many follow they take no more of the machine.
    private readonly SemaphoreSlim _turn = new(1);
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal LogFollowers(
        IEnumerable<ILogFollower> followers, IDbContextFactory<DashboardDb> contexts, TimeProvider time, ILogger<LogFollowers> logger, DatabaseWatch? watch = null)
    {
        _contexts = contexts;
        _loops = followers.Select(x => new FollowerLoop(x, contexts, watch, time, logger, _turn, Tell)).ToFrozenDictionary(x => x.Name);
    }

    /// <summary>A follower, by name, has come further. Called on its thread: hand over, don't work.</summary>
    public event Action<string>? Moved;

    public FollowerProgress Progress(string name) => _loops[name].Progress;

    /// <summary>Waits until a follower has taken an event.</summary>
    public async Task WaitUntilLevelAsync(string name, long sequence, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_gate)
                next = _next.Task;
            if (Progress(name).Position >= sequence)
                return;
            await next.WaitAsync(cancellationToken);
        }
    }

    public void OnCommitted(CommittedBatch batch)
    {
        if (batch.Events is not [.., var last])
            return;
        foreach (var loop in _loops.Values)
            loop.Extend(last.Sequence);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using (var db = await _contexts.CreateDbContextAsync(cancellationToken))
        {
            // The writer starts later, so nothing newer can be told of yet.
            var last = await db.Set<StoredEvent>().MaxAsync(x => (long?)x.Sequence, cancellationToken) ?? 0;
            foreach (var loop in _loops.Values)
                loop.Extend(last);
        }

        await base.StartAsync(cancellationToken);
    }

    // SQLite has no asynchronous calls, so each needs a thread of its own while it works.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_loops.Values.Select(x => Task.Run(() => x.RunAsync(stoppingToken), CancellationToken.None)));

    public override void Dispose()
    {
        base.Dispose();
        _turn.Dispose();
    }

    private void Tell(string name)
    {
        lock (_gate)
        {
            _next.SetResult();
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        Moved?.Invoke(name);
    }
}
