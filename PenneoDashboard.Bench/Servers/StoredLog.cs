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

    /// <summary>What SQLite's own check says: <c>ok</c>, or what is wrong.</summary>
    public string Integrity() => (string)Scalar("PRAGMA integrity_check")!;

    public long LastSequence() => Number("SELECT COALESCE(MAX(Sequence), 0) FROM Events");

    public long Events() => Number("SELECT COUNT(*) FROM Events");

    /// <summary>Deliveries of events, repeated ones included.</summary>
    public long Deliveries() => Number("SELECT COUNT(*) FROM Deliveries WHERE Kind = 0");

    /// <summary>What the counters say, which the same transactions keep.</summary>
    public long Counted() => Number("SELECT COALESCE(SUM(Count), 0) FROM EventCounts");

    /// <summary>How often each event of the mix stands in the log, by its number.</summary>
    /// <param name="after">Only events with a larger sequence.</param>
    public Dictionary<long, int> Numbers(EventMix mix, long after = 0)
    {
        var found = new Dictionary<long, int>();
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT EventTime FROM Events WHERE Sequence > $after AND EventTime IS NOT NULL";
        command.Parameters.AddWithValue("$after", after);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var number = mix.NumberOf(reader.GetInt64(0));
            found[number] = found.GetValueOrDefault(number) + 1;
        }

        return found;
    }

    /// <summary>The number of each event of the mix, by its sequence.</summary>
    public Dictionary<long, long> NumbersBySequence(EventMix mix)
    {
        var numbers = new Dictionary<long, long>();
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Sequence, EventTime FROM Events WHERE EventTime IS NOT NULL";
        using var reader = command.ExecuteReader();
        while (reader.Read())
            numbers[reader.GetInt64(0)] = mix.NumberOf(reader.GetInt64(1));
        return numbers;
    }

    /// <summary>Goes through all deliveries: headers as JSON, and the body.</summary>
    public void EachDelivery(Action<string, byte[]> each)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Headers, Body FROM Deliveries";
        using var reader = command.ExecuteReader();
        while (reader.Read())
            each(reader.GetString(0), (byte[])reader[1]);
    }

    /// <summary>The file, and how much of it the index of words takes.</summary>
    public IReadOnlyList<(string Name, long Bytes)> Sizes() =>
        [("the whole file", FileBytes), ("of it the index of words", Number("SELECT coalesce(sum(length(block)), 0) FROM EventWords_data"))];

    private long Number(string sql) => Convert.ToInt64(Scalar(sql), CultureInfo.InvariantCulture);

    private object? Scalar(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _file, Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString());
        connection.Open();
        return connection;
    }
}
