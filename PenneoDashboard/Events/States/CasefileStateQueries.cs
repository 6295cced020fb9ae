using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;
using PenneoDashboard.Events.Masking;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Events.States;

/// <summary>Reads the states of casefiles, which follow the log by a moment.</summary>
/// <param name="mask">Of whoever reads; null for the app itself.</param>
public sealed class CasefileStateQueries(IDbContextFactory<DashboardDb> contexts, TimeProvider time, ReaderMask? mask = null)
{
    // Up to so many matches of a search are best all found first; see EventFilterQuery.
    private const int Few = 5000;

    private const string Stalled = $"SELECT s.* FROM \"CasefileStates\" AS s INDEXED BY \"{CasefileStatesSchema.StalledIndex}\"";

    /// <summary>Every state in which there are casefiles.</summary>
    public Task<IReadOnlyList<CasefileStateTotal>> TotalsAsync(CancellationToken cancellationToken = default) =>
        contexts.ReadAsync(db => TotalsAsync(db, time.GetUtcNow(), cancellationToken), cancellationToken);

    public Task<CasefileListPage> ListAsync(
        CasefileFilter filter, CasefileSort sort, int limit, CasefileCursor? before = null, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync(
            async db =>
            {
                var now = time.GetUtcNow();
                var source = await SourceAsync(db, filter, now, cancellationToken);
                var keys = await KeysAsync(source, filter.State, sort, limit + 1, before, cancellationToken);
                var more = keys.Count > limit;
                var page = keys.Take(limit).ToList();
                CasefileCursor? next = !more ? null : sort == CasefileSort.Activity ? new(page[^1].LastSequence, 0) : new(UnixMicroseconds.Of(page[^1].WaitingSince), page[^1].CasefileId);
                var items = await ItemsAsync(db, page, now, cancellationToken);
                return new CasefileListPage([.. page.Select(x => items[x.CasefileId])], next);
            },
            cancellationToken);

    /// <summary>The first casefiles of each of <paramref name="states"/>.</summary>
    /// <param name="filter">Its state is of no account.</param>
    public Task<IReadOnlyList<CasefileColumn>> BoardAsync(
        CasefileFilter filter, IReadOnlyList<CasefileState> states, CasefileSort sort, int limit, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyList<CasefileColumn>>(
            async db =>
            {
                var now = time.GetUtcNow();
                var source = await SourceAsync(db, filter, now, cancellationToken);
                var columns = new List<(CasefileState State, List<Key> Keys)>();
                foreach (var state in states)
                    columns.Add((state, await KeysAsync(source, state, sort, limit + 1, null, cancellationToken)));
                var items = await ItemsAsync(db, [.. columns.SelectMany(x => x.Keys.Take(limit))], now, cancellationToken);
                return [.. columns.Select(x => new CasefileColumn(x.State, [.. x.Keys.Take(limit).Select(key => items[key.CasefileId])], x.Keys.Count > limit))];
            },
            cancellationToken);

    /// <summary>Of these casefiles those whose states are known.</summary>
    public Task<IReadOnlyDictionary<long, CasefileListItem>> FindAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyDictionary<long, CasefileListItem>>(
            async db => await ItemsAsync(db, [.. ids.Select(x => new Key(x, 0, default))], time.GetUtcNow(), cancellationToken), cancellationToken);

    private static async Task<IReadOnlyList<CasefileStateTotal>> TotalsAsync(DashboardDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var counts = await db.Set<CasefileStateCount>().AsNoTracking().Where(x => x.Count > 0).OrderBy(x => x.State).ToListAsync(cancellationToken);
        var stalled = await db.Set<CasefileStateRow>().FromSqlRaw(Stalled).Where(x => x.StalledAt <= now)
            .GroupBy(x => x.State).Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, cancellationToken);
        return [.. counts.Select(x => new CasefileStateTotal(x.State, x.Count, stalled.GetValueOrDefault(x.State)))];
    }

    private async Task<IQueryable<CasefileStateRow>> SourceAsync(DashboardDb db, CasefileFilter filter, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var search = CasefileSearch.Of(filter.Q, mask);
        var few = search is null ? null : await search.FewAsync(db, Few, cancellationToken);
        if (few is not null)
            return filter.Stalled ? few.Where(x => x.StalledAt <= now) : few;
        var all = filter.Stalled ? db.Set<CasefileStateRow>().FromSqlRaw(Stalled).Where(x => x.StalledAt <= now) : db.Set<CasefileStateRow>();
        return search?.Test(all) ?? all;
    }

    private static Task<List<Key>> KeysAsync(
        IQueryable<CasefileStateRow> source, CasefileState? state, CasefileSort sort, int limit, CasefileCursor? before, CancellationToken cancellationToken)
    {
        if (state is { } only)
            source = source.Where(x => x.State == only);
        if (sort == CasefileSort.Activity)
        {
            if (before is { } last)
                source = source.Where(x => x.LastSequence < last.Key);
            source = source.OrderByDescending(x => x.LastSequence);
        }
        else
        {
            if (before is { } last)
            {
                // Written so that the index serves it: the row values of SQL have no counterpart here.
                var (since, id) = (UnixMicroseconds.ToTime(last.Key), last.CasefileId);
                source = source.Where(x => x.WaitingSince >= since && (x.WaitingSince > since || x.CasefileId > id));
            }

            source = source.OrderBy(x => x.WaitingSince).ThenBy(x => x.CasefileId);
        }

        return source.AsNoTracking().Select(x => new Key(x.CasefileId, x.LastSequence, x.WaitingSince)).Take(limit).ToListAsync(cancellationToken);
    }

    private async Task<Dictionary<long, CasefileListItem>> ItemsAsync(DashboardDb db, List<Key> keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = keys.Select(x => x.CasefileId).ToArray();
        var states = await db.Set<CasefileStateRow>().AsNoTracking().Where(x => EF.Parameter(ids).Contains(x.CasefileId)).ToListAsync(cancellationToken);
        var casefiles = await db.Set<CasefileRow>().AsNoTracking().Where(x => EF.Parameter(ids).Contains(x.CasefileId)).ToDictionaryAsync(x => x.CasefileId, cancellationToken);
        var names = await db.Set<CasefileStateRow>().Where(x => EF.Parameter(ids).Contains(x.CasefileId))
            .Join(db.Set<SignerRow>(), x => new { x.CasefileId, SignerId = x.BlockingSignerId!.Value }, x => new { x.CasefileId, x.SignerId }, (_, x) => new { x.CasefileId, x.Name })
            .ToDictionaryAsync(x => x.CasefileId, x => x.Name, cancellationToken);
        return states.Where(x => casefiles.ContainsKey(x.CasefileId))
            .ToDictionary(x => x.CasefileId, x => Item(x, casefiles[x.CasefileId].ToSummary(), names.GetValueOrDefault(x.CasefileId), now).For(mask));
    }

    private static CasefileListItem Item(CasefileStateRow x, CasefileSummary casefile, string? name, DateTimeOffset now) => new()
    {
        Casefile = casefile,
        State = x.State,
        StateSince = x.StateSince,
        StalledSince = x.StalledAt <= now ? x.StalledAt : null,
        Blocking = x.BlockingSignerId is { } signer
            ? new SignerStanding(signer, name, x.BlockingStage, null, x.BlockingSince, Reminders: x.BlockingReminders, RemindedAt: x.BlockingRemindedAt) { TurnSince = x.BlockingTurnSince }
            : null,
        WaitingSince = x.WaitingSince == CasefileStateRow.NotWaiting ? null : x.WaitingSince,
        WaitingCount = x.WaitingCount,
        SignedCount = x.SignedCount,
        NoteCount = x.NoteCount,
    };

    private sealed record Key(long CasefileId, long LastSequence, DateTimeOffset WaitingSince);
}
