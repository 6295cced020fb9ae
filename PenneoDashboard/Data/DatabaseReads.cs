using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SQLitePCL;

namespace PenneoDashboard.Data;

/// <summary>Reads that neither hold their caller's thread nor go on after nobody waits for them.</summary>
internal static class DatabaseReads
{
    /// <summary>One read with a context of its own.</summary>
    /// <exception cref="OperationCanceledException">The read was given up, also in the middle of a statement.</exception>
    public static Task<T> ReadAsync<T>(
        this IDbContextFactory<DashboardDb> contexts, Func<DashboardDb, Task<T>> read, CancellationToken cancellationToken) =>
        // SQLite has no asynchronous calls: a search of seconds would hold the thread of the circuit that asked for it.
        Task.Run(
            async () =>
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                await db.Database.OpenConnectionAsync(cancellationToken);
                try
                {
                    return await InterruptibleAsync(db, read, cancellationToken);
                }
                finally
                {
                    await db.Database.CloseConnectionAsync();
                }
            },
            cancellationToken);

    private static async Task<T> InterruptibleAsync<T>(DashboardDb db, Func<DashboardDb, Task<T>> read, CancellationToken cancellationToken)
    {
        // The provider ignores the token once a statement runs. Disposing waits for a callback that is under way, so none
        // can reach a connection that already serves someone else.
        var connection = ((SqliteConnection)db.Database.GetDbConnection()).Handle!;
        await using var registration = cancellationToken.Register(() => raw.sqlite3_interrupt(connection));
        try
        {
            return await read(db);
        }
        catch (SqliteException e) when (SqliteCancellation.IsInterrupt(e))
        {
            throw new OperationCanceledException("The read was given up.", e, cancellationToken);
        }
    }
}

/// <summary>Tells EF Core that an interrupted statement is a cancellation, or it would log each as an error.</summary>
internal sealed class SqliteCancellation : IExceptionDetector
{
    public static bool IsInterrupt(Exception exception) => exception is SqliteException { SqliteErrorCode: raw.SQLITE_INTERRUPT };

    public bool IsCancellation(Exception exception, CancellationToken cancellationToken = default) =>
        exception is OperationCanceledException || IsInterrupt(exception);
}
