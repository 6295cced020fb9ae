using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;
using PenneoDashboard.Events.Masking;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Events;

/// <summary>Reads casefiles and signers as the writer keeps them.</summary>
/// <param name="mask">Of whoever reads; null for the app itself.</param>
public sealed class CasefileQueries(IDbContextFactory<DashboardDb> contexts, ReaderMask? mask = null)
{
    /// <summary>
    /// Casefiles with newest activity first, only those with an event that matches <paramref name="filter"/>.
    /// Read on with the last one's <see cref="CasefileSummary.LastSequence"/>.
    /// </summary>
    public Task<IReadOnlyList<CasefileSummary>> RecentAsync(
        EventFilter filter, int limit, long? beforeSequence = null, CancellationToken cancellationToken = default) =>
        ListAsync(
            filter,
            rows => (beforeSequence is null ? rows : rows.Where(x => x.LastSequence < beforeSequence)).OrderByDescending(x => x.LastSequence).Take(limit),
            cancellationToken);

    /// <summary>The same in the other direction: those with activity just after a sequence, oldest activity first.</summary>
    public Task<IReadOnlyList<CasefileSummary>> NewerAsync(EventFilter filter, int limit, long afterSequence, CancellationToken cancellationToken = default) =>
        ListAsync(filter, rows => rows.Where(x => x.LastSequence > afterSequence).OrderBy(x => x.LastSequence).Take(limit), cancellationToken);

    /// <summary>One casefile with its signers and its newest events; null when no event ever named it.</summary>
    public Task<CasefileDetail?> FindAsync(long casefileId, int eventLimit, CancellationToken cancellationToken = default) =>
        FindAsync(casefileId, eventLimit, Payloads.Included, cancellationToken);

    /// <inheritdoc cref="FindAsync(long, int, CancellationToken)"/>
    public async Task<CasefileDetail?> FindAsync(long casefileId, int eventLimit, Payloads payloads, CancellationToken cancellationToken = default) =>
        (await WithEventsAsync([casefileId], new EventFilter { CasefileId = casefileId }, eventLimit, payloads, cancellationToken)).SingleOrDefault();

    /// <summary>
    /// The casefiles among <paramref name="ids"/> that exist, each with all its signers and the newest
    /// <paramref name="eventLimit"/> events that match.
    /// </summary>
    public Task<IReadOnlyList<CasefileDetail>> WithEventsAsync(
        IReadOnlyCollection<long> ids, EventFilter filter, int eventLimit, CancellationToken cancellationToken = default) =>
        WithEventsAsync(ids, filter, eventLimit, Payloads.Included, cancellationToken);

    /// <inheritdoc cref="WithEventsAsync(IReadOnlyCollection{long}, EventFilter, int, CancellationToken)"/>
    public Task<IReadOnlyList<CasefileDetail>> WithEventsAsync(
        IReadOnlyCollection<long> ids, EventFilter filter, int eventLimit, Payloads payloads, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyList<CasefileDetail>>(
            async db =>
            {
                var wanted = ids.ToArray();
                var casefiles = await db.Set<CasefileRow>().AsNoTracking().Where(x => EF.Parameter(wanted).Contains(x.CasefileId)).ToListAsync(cancellationToken);
                var signers = (await db.Set<SignerRow>().AsNoTracking().Where(x => EF.Parameter(wanted).Contains(x.CasefileId))
                    .OrderBy(x => x.SignerId).ToListAsync(cancellationToken)).ToLookup(x => x.CasefileId);

                var details = new List<CasefileDetail>(casefiles.Count);
                foreach (var casefile in casefiles.OrderByDescending(x => x.LastSequence))
                {
                    var newest = await EventQueries.ReadAsync(
                        db,
                        (filter with { CasefileId = casefile.CasefileId }).Apply(db, mask).OrderByDescending(x => x.Sequence).Take(eventLimit),
                        payloads,
                        mask,
                        cancellationToken);
                    details.Add(new CasefileDetail(
                        casefile.ToSummary().For(mask),
                        [.. signers[casefile.CasefileId].Select(x => x.ToSummary().For(mask))],
                        [.. newest.OrderBy(x => x.OccurredAt).ThenBy(x => x.Sequence)]));
                }

                return details;
            },
            cancellationToken);

    private Task<IReadOnlyList<CasefileSummary>> ListAsync(
        EventFilter filter, Func<IQueryable<CasefileRow>, IQueryable<CasefileRow>> page, CancellationToken cancellationToken) =>
        contexts.ReadAsync<IReadOnlyList<CasefileSummary>>(
            async db =>
            {
                var rows = db.Set<CasefileRow>().AsNoTracking();
                if (filter.CasefileId is { } id)
                    rows = rows.Where(x => x.CasefileId == id);
                if (!(filter with { CasefileId = null }).IsEmpty)
                    rows = await MatchingAsync(db, rows, filter, cancellationToken);
                return [.. (await page(rows).ToListAsync(cancellationToken)).Select(x => x.ToSummary().For(mask))];
            },
            cancellationToken);

    private async Task<IQueryable<CasefileRow>> MatchingAsync(
        DashboardDb db, IQueryable<CasefileRow> casefiles, EventFilter filter, CancellationToken cancellationToken)
    {
        var matching = await filter.ApplyAsync(db, mask, after: null, before: null, cancellationToken);

        // Few matches: from them to their casefiles. Many: from the newest casefiles on, each asked for one match of its own.
        return await matching.Take(EventFilterQuery.Few + 1).CountAsync(cancellationToken) <= EventFilterQuery.Few
            ? casefiles.Where(x => matching.Select(e => e.CasefileId).Contains(x.CasefileId))
            : casefiles.Where(x => filter.Apply(db, mask).Any(e => e.CasefileId == x.CasefileId));
    }
}
