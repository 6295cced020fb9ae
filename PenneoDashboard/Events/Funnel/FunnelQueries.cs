using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events.Funnel;

/// <summary>How many signers came so far.</summary>
/// <param name="Count">Of those asked in the period.</param>
/// <param name="Median">After the step before, where both were told; to a fifth. Null when nobody took it.</param>
public sealed record FunnelStep(SigningStep Step, long Count, TimeSpan? Median);

/// <summary>Reads the signing funnel's counters, which follow the log by a moment.</summary>
public sealed class FunnelQueries(IDbContextFactory<DashboardDb> contexts)
{
    /// <summary>Every step, of the signers asked since a UTC day.</summary>
    public Task<IReadOnlyList<FunnelStep>> ReadAsync(DateOnly from, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyList<FunnelStep>>(
            async db =>
            {
                var counts = await db.Set<FunnelCount>().Where(x => x.Day >= from).GroupBy(x => x.Step)
                    .Select(x => new { x.Key, Count = x.Sum(c => c.Count) }).ToDictionaryAsync(x => x.Key, x => x.Count, cancellationToken);
                var times = (await db.Set<FunnelTime>().Where(x => x.Day >= from).GroupBy(x => new { x.Step, x.Bucket })
                    .Select(x => new { x.Key.Step, x.Key.Bucket, Count = x.Sum(c => c.Count) }).ToListAsync(cancellationToken)).ToLookup(x => x.Step);
                return [.. Enum.GetValues<SigningStep>().Select(x => new FunnelStep(x, counts.GetValueOrDefault(x), Median([.. times[x].Select(t => (t.Bucket, t.Count))])))];
            },
            cancellationToken);

    private static TimeSpan? Median(List<(int Bucket, long Count)> buckets)
    {
        var half = (buckets.Sum(x => x.Count) + 1) / 2;
        foreach (var (bucket, count) in buckets.OrderBy(x => x.Bucket))
        {
            if (half <= count && half > 0)
                return SigningSteps.TimeOf(bucket);
            half -= count;
        }

        return null;
    }
}
