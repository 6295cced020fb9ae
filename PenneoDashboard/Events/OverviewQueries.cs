using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

/// <summary>Events of one kind on one UTC day.</summary>
public sealed record DayCount(DateOnly Day, string Topic, string EventType, bool Recognized, long Count);

/// <summary>Reads the counters the writer keeps; never scans the log.</summary>
public sealed class OverviewQueries(IDbContextFactory<DashboardDb> contexts)
{
    /// <summary>Counts per day and kind since <paramref name="from"/>, inclusive.</summary>
    public async Task<IReadOnlyList<DayCount>> CountsAsync(DateOnly from, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<EventCount>().AsNoTracking().Where(x => x.Day >= from)
            .Select(x => new DayCount(x.Day, x.Topic, x.EventType, x.Recognized, x.Count)).ToListAsync(cancellationToken);
    }

    /// <summary>Casefiles by their status number; null stands for those no event gave a status.</summary>
    public async Task<IReadOnlyList<(int? Status, int Count)>> CasefilesByStatusAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var groups = await db.Set<CasefileRow>().GroupBy(x => x.Status)
            .Select(x => new { Status = x.Key, Count = x.Count() }).ToListAsync(cancellationToken);
        return [.. groups.Select(x => (x.Status, x.Count))];
    }

    /// <summary>What came through each subscription, by our id.</summary>
    public async Task<IReadOnlyDictionary<long, SubscriptionActivity>> ActivityAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<SubscriptionActivity>().AsNoTracking().ToDictionaryAsync(x => x.SubscriptionId, cancellationToken);
    }
}
