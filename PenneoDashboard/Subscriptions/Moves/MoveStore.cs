using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>Moves in the database; each method is one read or one transaction.</summary>
public sealed class MoveStore(IDbContextFactory<DashboardDb> contexts, SubscriptionChanges changes)
{
    /// <summary>All, newest first.</summary>
    public Task<IReadOnlyList<Move>> ListAsync(CancellationToken cancellationToken = default) => contexts.ReadAsync<IReadOnlyList<Move>>(
        async db => await db.Set<Move>().AsNoTracking().OrderByDescending(x => x.Id).ToListAsync(cancellationToken), cancellationToken);

    /// <summary>One; null when there is none.</summary>
    public Task<Move?> FindAsync(long id, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync(db => db.Set<Move>().AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, cancellationToken), cancellationToken);

    /// <summary>What came through one side only, newest first.</summary>
    /// <param name="kinds">Topic and event type, with a dot between, of what is compared.</param>
    /// <param name="before">Those with a smaller sequence.</param>
    internal Task<IReadOnlyList<MoveDifference>> DifferencesAsync(
        long id, IReadOnlyList<string> kinds, Side? side, long? before, int limit, CancellationToken cancellationToken) =>
        contexts.ReadAsync<IReadOnlyList<MoveDifference>>(
            async db => await Of(db, id, kinds).Where(x => (side == null || x.Side == side) && (before == null || x.Sequence < before))
                .OrderByDescending(x => x.Sequence).Take(limit).ToListAsync(cancellationToken),
            cancellationToken);

    /// <summary>How many came through one side only: since before <paramref name="missing"/>, before <paramref name="late"/>, and later.</summary>
    internal Task<IReadOnlyList<DifferenceCount>> CountAsync(
        long id, IReadOnlyList<string> kinds, DateTimeOffset missing, DateTimeOffset late, CancellationToken cancellationToken) =>
        contexts.ReadAsync<IReadOnlyList<DifferenceCount>>(
            async db => await Of(db, id, kinds)
                .GroupBy(x => new { x.Side, Age = x.FirstAt <= missing ? DifferenceAge.Missing : x.FirstAt <= late ? DifferenceAge.Late : DifferenceAge.Fresh })
                .Select(x => new DifferenceCount(x.Key.Side, x.Key.Age, x.Count())).ToListAsync(cancellationToken),
            cancellationToken);

    internal async Task<Move> AddAsync(Move move, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(move);
        await db.SaveChangesAsync(cancellationToken);
        changes.Notify();
        return move;
    }

    /// <summary>Changes one if it is still there. Not cancellable: it writes down what has happened already.</summary>
    internal async Task ChangeAsync(long id, Action<Move> change)
    {
        await using var db = await contexts.CreateDbContextAsync();
        if (await db.Set<Move>().SingleOrDefaultAsync(x => x.Id == id) is not { } row)
            return;
        change(row);
        await db.SaveChangesAsync();
        changes.Notify();
    }

    /// <summary>Begins the comparison, or begins it anew.</summary>
    internal async Task StartComparingAsync(long id, DateTimeOffset since, long lastDelivery)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Set<MoveDifference>().Where(x => x.MoveId == id).ExecuteDeleteAsync();
        if (await db.Set<Move>().SingleOrDefaultAsync(x => x.Id == id) is { } row)
        {
            (row.RunningSince, row.ComparedUntil, row.Both, row.LeftOut, row.TopicsSeen) = (since, lastDelivery, 0, 0, []);
            row.Step = MoveStep.SideBySide;
            await db.SaveChangesAsync();
        }

        await transaction.CommitAsync();
        changes.Notify();
    }

    /// <summary>Adds a stretch. Tells nobody: whoever looks at a comparison brings it on by looking.</summary>
    internal async Task AddAsync(long id, Stretch stretch, long until)
    {
        await using var db = await contexts.CreateDbContextAsync();
        if (await db.Set<Move>().SingleOrDefaultAsync(x => x.Id == id) is not { } row)
            return;
        await using var transaction = await db.Database.BeginTransactionAsync();
        var settled = stretch.Settled.ToArray();
        if (settled.Length > 0)
            await db.Set<MoveDifference>().Where(x => x.MoveId == id && EF.Parameter(settled).Contains(x.Sequence)).ExecuteDeleteAsync();
        db.AddRange(stretch.Added);
        (row.ComparedUntil, row.Both, row.LeftOut) = (until, row.Both + stretch.Both, row.LeftOut + stretch.LeftOut);
        if (stretch.Topics.Except(row.TopicsSeen).ToList() is { Count: > 0 } topics)
            row.TopicsSeen = [.. row.TopicsSeen, .. topics];
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    /// <summary>Ends the comparison of a finished move.</summary>
    /// <param name="settledSince">What came through the current side only since then may have been on its way as legacy ended, and is no difference.</param>
    internal async Task EndComparingAsync(long id, DateTimeOffset settledSince)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Set<MoveDifference>().Where(x => x.MoveId == id && x.Side == Side.Current && x.FirstAt > settledSince).ExecuteDeleteAsync();
        await db.Set<Move>().Where(x => x.Id == id).ExecuteUpdateAsync(row => row.SetProperty(x => x.IsCompared, true));
        await transaction.CommitAsync();
    }

    /// <summary>Removes one with its comparison.</summary>
    internal async Task RemoveAsync(long id)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await db.Set<Move>().Where(x => x.Id == id).ExecuteDeleteAsync();
        changes.Notify();
    }

    private static IQueryable<MoveDifference> Of(DashboardDb db, long id, IReadOnlyList<string> kinds)
    {
        var wanted = kinds.ToArray();
        return db.Set<MoveDifference>().AsNoTracking().Where(x => x.MoveId == id && EF.Parameter(wanted).Contains(x.Topic + "." + x.EventType));
    }
}

/// <summary>How long something has come through one side only.</summary>
internal enum DifferenceAge
{
    /// <summary>Its other delivery may be on its way.</summary>
    Fresh = 0,

    /// <summary>It should be here by now.</summary>
    Late = 1,

    /// <summary>It is not waited for any more.</summary>
    Missing = 2,
}

internal sealed record DifferenceCount(Side Side, DifferenceAge Age, int Count);
