using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;
using PenneoDashboard.Events;

namespace PenneoDashboard.Bench.Servers;

/// <summary>The same rows as the product's store writes, the way EF Core is usually used: tracked, and saved by <c>SaveChanges</c>.</summary>
internal sealed class SaveChangesStore(IDbContextFactory<DashboardDb> contexts)
{
    private long _lastSequence;
    private long _lastDeliveryId;
    private bool _knowsLast;

    /// <summary>Stores all or nothing.</summary>
    /// <exception cref="DbUpdateException">A row or the database refused; nothing of the batch is stored.</exception>
    public async Task StoreAsync(IReadOnlyList<IncomingDelivery> batch, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // One connection for all of the batch's commands.
        await db.Database.OpenConnectionAsync(cancellationToken);
        await ReadLastAsync(db, cancellationToken);

        // Until the commit is known to be good the numbers are only borrowed: after a failure they are read again.
        _knowsLast = false;
        var work = new SaveChangesWork(db, _lastSequence, _lastDeliveryId);
        await work.LoadAsync(batch, cancellationToken);
        foreach (var delivery in batch)
            work.Add(delivery);

        db.ChangeTracker.DetectChanges();
        await db.SaveChangesAsync(cancellationToken);
        (_lastSequence, _lastDeliveryId, _knowsLast) = (work.LastSequence, work.LastDeliveryId, true);
    }

    private async Task ReadLastAsync(DashboardDb db, CancellationToken cancellationToken)
    {
        if (_knowsLast)
            return;
        _lastSequence = await db.Set<StoredEvent>().MaxAsync(x => (long?)x.Sequence, cancellationToken) ?? 0;
        _lastDeliveryId = await db.Set<StoredDelivery>().MaxAsync(x => (long?)x.Id, cancellationToken) ?? 0;
    }
}
