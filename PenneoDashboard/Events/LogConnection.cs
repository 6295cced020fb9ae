using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

/// <summary>The writer's own connection with its prepared statements, and the last numbers given.</summary>
internal sealed class LogConnection : IDisposable
{
    // Identities made of an x-event-id are scattered over their whole index, and every checkpoint syncs the file too: with
    // more pages at hand and fewer checkpoints a burst is stored faster, for 32 MiB of memory and a -wal file of as much.
    private const string Pragmas = "PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=8000;";

    private readonly DashboardDb _db;
    private readonly SqliteConnection _connection;
    private readonly LogStatements _statements;
    private long _lastSequence;
    private long _lastDeliveryId;

    private LogConnection(DashboardDb db, long lastSequence, long lastDeliveryId)
    {
        _db = db;
        _connection = (SqliteConnection)db.Database.GetDbConnection();
        _statements = new LogStatements(_connection);
        (_lastSequence, _lastDeliveryId) = (lastSequence, lastDeliveryId);
    }

    public static async Task<LogConnection> OpenAsync(IDbContextFactory<DashboardDb> contexts, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            await db.Database.ExecuteSqlRawAsync(Pragmas, cancellationToken);
            return new LogConnection(
                db,
                await db.Set<StoredEvent>().MaxAsync(x => (long?)x.Sequence, cancellationToken) ?? 0,
                await db.Set<StoredDelivery>().MaxAsync(x => (long?)x.Id, cancellationToken) ?? 0);
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stores all or nothing; what it returns is durable. After an exception the connection is of no more use.</summary>
    public CommittedBatch Store(IReadOnlyList<IncomingDelivery> batch)
    {
        using var transaction = _connection.BeginTransaction(IsolationLevel.Serializable, deferred: false);
        _statements.Transaction = transaction;
        var work = new BatchWork(_statements, _lastSequence, _lastDeliveryId);
        work.Load(batch);
        foreach (var delivery in batch)
            work.Add(delivery);
        work.Save();
        transaction.Commit();
        var first = _lastDeliveryId + 1;
        (_lastSequence, _lastDeliveryId) = (work.LastSequence, work.LastDeliveryId);
        return work.Result() with { FirstDeliveryId = first };
    }

    public void Dispose()
    {
        _statements.Dispose();
        _db.Database.CloseConnection();
        _db.Dispose();
    }
}
