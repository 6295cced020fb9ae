using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PenneoDashboard.Data;

/// <summary>
/// Sets each connection up. <c>synchronous=FULL</c> makes a commit wait for the disk, which is what lets the receiver
/// answer 2xx; WAL lets readers go on while the writer commits. With <c>busy_timeout</c> SQLite itself looks again within
/// milliseconds when another connection writes; the driver would sleep 150 ms each time.
/// </summary>
internal sealed class SqliteSettings(DatabaseWatch? watch = null) : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA busy_timeout=1000; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;";

    // A connection to a database whose -wal file is gone would make a new one, which does not fit the old one's index.
    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        watch?.Check();
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        watch?.Check();
        return ValueTask.FromResult(result);
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
