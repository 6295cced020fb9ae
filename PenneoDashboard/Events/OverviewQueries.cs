using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;
using PenneoDashboard.Events.Masking;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Events;

/// <summary>Events of one kind on one UTC day.</summary>
public sealed record DayCount(DateOnly Day, string Topic, string EventType, bool Recognized, long Count);

/// <summary>A casefile that ended without everyone's signature.</summary>
/// <param name="Status">2 rejected, 6 failed or 7 expired.</param>
/// <param name="Since">When it ended, UTC.</param>
public sealed record TroubledCasefile(long Id, int Status, string? Title, DateTimeOffset Since);

/// <summary>A signer of a casefile still under way whose e-mail can't be delivered.</summary>
/// <param name="Title">The casefile's.</param>
/// <param name="Since">When Penneo gave up on the mail, UTC.</param>
public sealed record UndeliverableSigner(long CasefileId, string? Title, long SignerId, string? Name, DateTimeOffset Since);

/// <summary>Reads the counters and rows the writer keeps; never scans the log.</summary>
/// <param name="mask">Of whoever reads; null for the app itself.</param>
public sealed class OverviewQueries(IDbContextFactory<DashboardDb> contexts, ReaderMask? mask = null)
{
    private static readonly int[] TroubledStatuses = [2, 6, 7];

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
        var counts = await db.Set<CasefileStatusCount>().AsNoTracking().Where(x => x.Count > 0).ToListAsync(cancellationToken);
        return [.. counts.Select(x => (x.Status == CasefileStatusCount.NoStatus ? (int?)null : x.Status, x.Count))];
    }

    /// <summary>Casefiles of one status (null: of none), those first of which it was reported last.</summary>
    public async Task<IReadOnlyList<CasefileSummary>> CasefilesWithStatusAsync(int? status, int limit, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<CasefileRow>().AsNoTracking().Where(x => x.Status == status)
            .OrderByDescending(x => x.StatusAt).ThenByDescending(x => x.CasefileId).Take(limit).ToListAsync(cancellationToken);
        return [.. rows.Select(x => x.ToSummary().For(mask))];
    }

    /// <summary>Casefiles rejected, failed or expired since <paramref name="since"/>, newest first.</summary>
    public async Task<IReadOnlyList<TroubledCasefile>> TroubledCasefilesAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = new List<TroubledCasefile>();

        // A status at a time: the index then gives each one's newest, where all at once would sort everything in range.
        foreach (var status in TroubledStatuses)
        {
            found.AddRange(await db.Set<CasefileRow>().Where(x => x.Status == status && x.StatusAt >= since)
                .OrderByDescending(x => x.StatusAt).Take(limit)
                .Select(x => new TroubledCasefile(x.CasefileId, status, x.Title, x.StatusAt!.Value)).ToListAsync(cancellationToken));
        }

        return [.. found.OrderByDescending(x => x.Since).ThenByDescending(x => x.Id).Take(limit).Select(x => x.For(mask))];
    }

    /// <summary>
    /// Signers whose last event is <c>undeliverable</c>, not before <paramref name="since"/>, in casefiles that still wait
    /// for signatures; newest first.
    /// </summary>
    public async Task<IReadOnlyList<UndeliverableSigner>> UndeliverableSignersAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // Without status, new or pending; written so that it does not tempt the database to start from all pending casefiles.
        var found = await (from s in db.Set<SignerRow>()
                           where s.LastEventType == "undeliverable" && s.LastEventAt >= since
                           join c in db.Set<CasefileRow>() on s.CasefileId equals c.CasefileId
                           where (c.Status ?? 0) <= 1
                           orderby s.LastEventAt descending
                           select new UndeliverableSigner(s.CasefileId, c.Title, s.SignerId, s.Name, s.LastEventAt)).Take(limit).ToListAsync(cancellationToken);
        return [.. found.Select(x => x.For(mask))];
    }

    /// <summary>What came through each subscription, by our id.</summary>
    public async Task<IReadOnlyDictionary<long, SubscriptionActivity>> ActivityAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<SubscriptionActivity>().AsNoTracking().ToDictionaryAsync(x => x.SubscriptionId, cancellationToken);
    }
}
