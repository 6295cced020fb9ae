using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

/// <summary>Events of the last hour by the minute they arrived in, kept in memory as they are committed.</summary>
public sealed class EventRate(IDbContextFactory<DashboardDb> contexts, TimeProvider time) : ICommitListener, IHostedService
{
    public const int Minutes = 60;

    // A start must not take long after a night of heavy traffic; the hour is then right after an hour.
    private const int MostAtStart = 100_000;

    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[Minutes];
    private readonly long[] _minutes = new long[Minutes];

    /// <summary>One number a minute, the oldest first; the last is the minute that has begun.</summary>
    public IReadOnlyList<long> LastHour()
    {
        var now = Minute(time.GetUtcNow());
        lock (_gate)
            return [.. Enumerable.Range(0, Minutes).Select(x => now - Minutes + 1 + x).Select(x => _minutes[x % Minutes] == x ? _counts[x % Minutes] : 0)];
    }

    public void OnCommitted(CommittedBatch batch)
    {
        lock (_gate)
        {
            foreach (var item in batch.Events)
                Add(Minute(item.ReceivedAt));
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow().AddMinutes(-Minutes);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await foreach (var at in db.Set<StoredEvent>().OrderByDescending(x => x.Sequence).Take(MostAtStart).Select(x => x.ReceivedAt).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (at < since)
                break;
            lock (_gate)
                Add(Minute(at));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static long Minute(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60;

    private void Add(long minute)
    {
        var at = minute % Minutes;
        if (_minutes[at] > minute)
            return;
        if (_minutes[at] < minute)
            (_minutes[at], _counts[at]) = (minute, 0);
        _counts[at]++;
    }
}
