using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Subscriptions.Keys;

/// <summary>
/// The replaced keys that are taken for a while yet, in the database and in what <see cref="ReceiveKeys"/> knows. What
/// changes one is for who holds the subscription's lock, and can't be cancelled: memory ends as the database does.
/// </summary>
public sealed partial class RetiredKeys(
    IDbContextFactory<DashboardDb> contexts, ReceiveKeys keys, SubscriptionChanges changes, TimeProvider time, ILogger<RetiredKeys> logger) : BackgroundService
{
    // How much of what it knows of their use a killed process loses.
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, RetiredKeyUse> _uses = [];

    /// <summary>Those of a subscription that are taken now, newest first.</summary>
    public IReadOnlyList<RetiredKeyView> Of(long subscription)
    {
        if (_uses.IsEmpty)
            return [];
        var now = time.GetUtcNow();
        return [.. _uses.Values.Where(x => x.Subscription == subscription && x.IsGood(now)).OrderByDescending(x => x.Id)
            .Select(x => new RetiredKeyView(x.Id, x.RetiredAt, x.GoodUntil, x.LastUsedAt))];
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        await db.Set<RetiredKey>().Where(x => x.GoodUntil <= now).ExecuteDeleteAsync(cancellationToken);
        foreach (var row in await db.Set<RetiredKey>().AsNoTracking().ToListAsync(cancellationToken))
            Know(row);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SaveUsesAsync();
    }

    /// <summary>The one whose replacement Penneo has not taken yet; null when there is none.</summary>
    internal async Task<RetiredKey?> PendingAsync(long subscription, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<RetiredKey>().AsNoTracking().SingleOrDefaultAsync(x => x.SubscriptionId == subscription && x.GoodUntil == null, cancellationToken);
    }

    /// <summary>Gives a subscription a new key. Its old one stays good without an end until <see cref="EndAsync"/>.</summary>
    internal async Task<RetiredKey> ReplaceAsync(Subscription row)
    {
        var now = time.GetUtcNow();
        var (old, created) = (row.ReceiveKey!, ReceiveKeys.Create());
        await using var db = await contexts.CreateDbContextAsync();
        var retired = new RetiredKey { SubscriptionId = row.Id, Key = old, RetiredAt = now };
        db.Add(retired);
        db.Attach(row).Entity.ReceiveKey = created;
        await db.SaveChangesAsync();
        await db.Set<RetiredKey>().Where(x => x.GoodUntil <= now).ExecuteDeleteAsync();
        foreach (var ended in _uses.Values.Where(x => !x.IsGood(now)))
            Forget(ended);
        keys.Add(created, row.Id);
        Know(retired);
        changes.Notify();
        return retired;
    }

    /// <summary>Lets one be good until then; in the past it is unknown at once.</summary>
    internal async Task EndAsync(long id, DateTimeOffset goodUntil)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var rows = db.Set<RetiredKey>().Where(x => x.Id == id);
        var isOver = goodUntil <= time.GetUtcNow();
        await (isOver ? rows.ExecuteDeleteAsync() : rows.ExecuteUpdateAsync(x => x.SetProperty(r => r.GoodUntil, goodUntil)));
        if (_uses.TryGetValue(id, out var use))
        {
            use.GoodUntil = goodUntil;
            if (isOver)
                Forget(use);
        }

        changes.Notify();
    }

    /// <summary>Makes the old key the subscription's again, and the new one the one that ends.</summary>
    internal async Task TakeBackAsync(Subscription row, RetiredKey old, DateTimeOffset newGoodUntil)
    {
        var created = row.ReceiveKey!;
        await using var db = await contexts.CreateDbContextAsync();
        db.Attach(row).Entity.ReceiveKey = old.Key;
        db.Remove(old);
        var retired = new RetiredKey { SubscriptionId = row.Id, Key = created, RetiredAt = time.GetUtcNow(), GoodUntil = newGoodUntil };
        db.Add(retired);
        await db.SaveChangesAsync();
        _uses.TryRemove(old.Id, out _);
        keys.Add(old.Key, row.Id);
        Know(retired);
        changes.Notify();
    }

    /// <summary>Removes all of a subscription, for when it is deleted.</summary>
    internal async Task ForgetAllAsync(long subscription)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await db.Set<RetiredKey>().Where(x => x.SubscriptionId == subscription).ExecuteDeleteAsync();
        foreach (var use in _uses.Values.Where(x => x.Subscription == subscription))
            Forget(use);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SaveEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await SaveUsesAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The app stops; what is not saved yet is saved then.
        }
    }

    private void Know(RetiredKey row)
    {
        var use = new RetiredKeyUse(row);
        _uses[row.Id] = use;
        keys.Add(row.Key, row.SubscriptionId, use);
    }

    private void Forget(RetiredKeyUse use)
    {
        _uses.TryRemove(use.Id, out _);
        keys.Remove(use);
    }

    private async Task SaveUsesAsync()
    {
        try
        {
            foreach (var use in _uses.Values)
                await SaveAsync(use);
        }
        catch (Exception e)
        {
            // Only what the page says of their use hangs on it; the next minute tries again.
            LogNotSaved(e);
        }
    }

    private async Task SaveAsync(RetiredKeyUse use)
    {
        if (use.LastUsedAt is not { } at || at == use.SavedAt)
            return;
        await using var db = await contexts.CreateDbContextAsync();
        await db.Set<RetiredKey>().Where(x => x.Id == use.Id).ExecuteUpdateAsync(x => x.SetProperty(r => r.LastUsedAt, at));
        use.SavedAt = at;
    }

    [LoggerMessage(LogLevel.Warning, "When replaced receive keys were last used could not be saved")]
    private partial void LogNotSaved(Exception e);
}
