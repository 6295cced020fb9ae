using System.Globalization;
using Microsoft.Data.Sqlite;
using PenneoDashboard.Bench.Load;

namespace PenneoDashboard.Bench.Servers;

/// <summary>Looks into the database file itself, past the product, at what it really stored.</summary>
internal sealed class StoredLog(string folder)
{
    private readonly string _file = Path.Combine(folder, "penneo-dashboard.db");

    public long FileBytes => new FileInfo(_file).Length;

    public long WalBytes => new FileInfo(_file + "-wal") is { Exists: true } wal ? wal.Length : 0;

    /// <summary>Moves the write-ahead log into the file, once nothing else has it open.</summary>
    public void Checkpoint() => Number("PRAGMA wal_checkpoint(TRUNCATE)");

    public long Events() => Number("SELECT COUNT(*) FROM Events");

    /// <summary>Deliveries of events, repeated ones included.</summary>
    public long Deliveries() => Number("SELECT COUNT(*) FROM Deliveries WHERE Kind = 0");

    /// <summary>What the counters say, which the same transactions keep.</summary>
    public long Counted() => Number("SELECT COALESCE(SUM(Count), 0) FROM EventCounts");

    /// <summary>How often each event of the mix stands in the log, by its number.</summary>
    public Dictionary<long, int> Numbers(EventMix mix)
    {
        var found = new Dictionary<long, int>();
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT EventTime FROM Events WHERE EventTime IS NOT NULL";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var number = mix.NumberOf(reader.GetInt64(0));
            found[number] = found.GetValueOrDefault(number) + 1;
        }

        return found;
    }

    private long Number(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _file, Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString());
        connection.Open();
        return connection;
    }
}
