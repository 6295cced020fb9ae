using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

/// <summary>Turns a batch of deliveries into one transaction. Only the one writer calls it.</summary>
internal sealed class BatchStore(IDbContextFactory<DashboardDb> contexts) : IDisposable
{
    private LogConnection? _log;

    /// <summary>Stores all or nothing; what it returns is durable.</summary>
    /// <exception cref="SqliteException">A row or the database refused; nothing of the batch is stored.</exception>
    public async Task<CommittedBatch> StoreAsync(IReadOnlyList<IncomingDelivery> batch, CancellationToken cancellationToken)
    {
        try
        {
            _log ??= await LogConnection.OpenAsync(contexts, cancellationToken);
            return _log.Store(batch);
        }
        catch
        {
            // The last numbers are only known to be right after a commit, and the file may have been replaced meanwhile.
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _log?.Dispose();
        _log = null;
    }
}
