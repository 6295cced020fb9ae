using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events.Behind;

/// <summary>A follower's own connection and its position.</summary>
internal sealed class FollowerConnection : IDisposable
{
    private readonly ILogFollower _follower;
    private readonly SqliteConnection _connection;

    private FollowerConnection(ILogFollower follower, SqliteConnection connection) => (_follower, _connection) = (follower, connection);

    public long Position { get; private set; }

    public static async Task<FollowerConnection> OpenAsync(ILogFollower follower, IDbContextFactory<DashboardDb> contexts, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var text = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()) { Pooling = false, Mode = SqliteOpenMode.ReadWrite };
        var opened = new FollowerConnection(follower, new SqliteConnection(text.ToString()));
        try
        {
            await opened._connection.OpenAsync(cancellationToken);

            // Work and position are lost together and done again, so no commit needs the disk: the writer's next one syncs it.
            opened.Execute(null, "PRAGMA synchronous=NORMAL");
            opened.Begin();
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Takes the next events, at most up to <paramref name="last"/>.</summary>
    public void Step(long last)
    {
        var upTo = Math.Min(last, Position + _follower.MostEvents);
        using var transaction = _connection.BeginTransaction(IsolationLevel.Serializable, deferred: false);
        _follower.Follow(_connection, transaction, Position, upTo);
        Save(transaction, upTo);
        transaction.Commit();
        Position = upTo;
    }

    public void Dispose() => _connection.Dispose();

    private void Begin()
    {
        using var transaction = _connection.BeginTransaction(IsolationLevel.Serializable, deferred: false);
        var stored = Stored(transaction);

        // A position beyond the log belongs to another log: the database was put back from a backup of its parts.
        if (stored is { } known && known.Version == _follower.Version && known.Sequence <= Last(transaction))
        {
            Position = known.Sequence;
            return;
        }

        _follower.Clear(_connection, transaction);
        Save(transaction, 0);
        transaction.Commit();
    }

    private (int Version, long Sequence)? Stored(SqliteTransaction transaction)
    {
        using var command = Command(transaction, "SELECT Version, Sequence FROM LogFollowers WHERE Name = $1", _follower.Name);
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt32(0), reader.GetInt64(1)) : null;
    }

    private long Last(SqliteTransaction transaction)
    {
        using var command = Command(transaction, "SELECT coalesce(max(Sequence), 0) FROM Events");
        return (long)command.ExecuteScalar()!;
    }

    private void Save(SqliteTransaction transaction, long sequence) => Execute(
        transaction,
        "INSERT INTO LogFollowers (Name, Version, Sequence) VALUES ($1, $2, $3) ON CONFLICT (Name) DO UPDATE SET Version = $2, Sequence = $3",
        _follower.Name, _follower.Version, sequence);

    private void Execute(SqliteTransaction? transaction, string sql, params object[] values)
    {
        using var command = Command(transaction, sql, values);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(SqliteTransaction? transaction, string sql, params object[] values)
    {
        var command = _connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, sql);
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        return command;
    }
}
