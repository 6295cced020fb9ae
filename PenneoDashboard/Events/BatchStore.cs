using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

/// <summary>Turns a batch of deliveries into one transaction. Only the one writer calls it.</summary>
internal sealed class BatchStore(IDbContextFactory<DashboardDb> contexts)
{
    private long _lastSequence;
    private long _lastDeliveryId;
    private bool _knowsLast;

    /// <summary>Stores all or nothing; what it returns is durable.</summary>
    /// <exception cref="DbUpdateException">A row or the database refused; nothing of the batch is stored.</exception>
    public async Task<CommittedBatch> StoreAsync(IReadOnlyList<IncomingDelivery> batch, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // One connection for all of the batch's commands.
        await db.Database.OpenConnectionAsync(cancellationToken);
        await ReadLastAsync(db, cancellationToken);

        // Until the commit is known to be good the numbers are only borrowed: after a failure they are read again.
        _knowsLast = false;
        var work = new BatchWork(db, _lastSequence, _lastDeliveryId);
        await work.LoadAsync(batch, cancellationToken);
        foreach (var delivery in batch)
            work.Add(delivery);

        db.ChangeTracker.DetectChanges();
        await db.SaveChangesAsync(cancellationToken);
        (_lastSequence, _lastDeliveryId, _knowsLast) = (work.LastSequence, work.LastDeliveryId, true);
        return work.Result();
    }

    private async Task ReadLastAsync(DashboardDb db, CancellationToken cancellationToken)
    {
        if (_knowsLast)
            return;
        _lastSequence = await db.Set<StoredEvent>().MaxAsync(x => (long?)x.Sequence, cancellationToken) ?? 0;
        _lastDeliveryId = await db.Set<StoredDelivery>().MaxAsync(x => (long?)x.Id, cancellationToken) ?? 0;
    }
}
