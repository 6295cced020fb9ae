using Microsoft.Data.Sqlite;
using PenneoDashboard.Data;
using PenneoDashboard.Events.Behind;

namespace PenneoDashboard.Events.Search;

/// <summary>
/// The index of all words, an FTS5 table without the texts themselves. What it gets are words that are cut already, so its own tokenizer has
/// nothing left to decide. It has no index of prefixes: that would be larger than the rest, and the few words that a prefix
/// stands for are quickly looked up in the list of its words (<c>EventWordList</c>). A migration made both.
/// </summary>
internal sealed class SearchIndex : ILogFollower
{
    public const string FollowerName = "search";
    public const int CurrentVersion = 1;

    /// <summary>Its last event, as SQL; whatever is newer is not in it.</summary>
    public static readonly string Position =
        $"(SELECT coalesce(max(\"Sequence\"), 0) FROM \"LogFollowers\" WHERE \"Name\" = '{FollowerName}' AND \"Version\" = {CurrentVersion})";

    public string Name => FollowerName;

    public int Version => CurrentVersion;

    public int MostEvents => 1000;

    public void Clear(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, "INSERT INTO EventWords (EventWords) VALUES ('delete-all')");
        command.ExecuteNonQuery();
    }

    public void Follow(SqliteConnection connection, SqliteTransaction transaction, long after, long upTo)
    {
        using var read = connection.CreateCommand();
        (read.Transaction, read.CommandText) = (transaction,
            """
            SELECT e.Sequence, e.Topic, e.EventType, e.SubscriptionId, e.Verification, e.Recognized, e.OccurredAt, d.Body
            FROM Events AS e LEFT JOIN Deliveries AS d ON d.Id = e.FirstDeliveryId
            WHERE e.Sequence > $after AND e.Sequence <= $upTo ORDER BY e.Sequence
            """);
        read.Parameters.AddWithValue("$after", after);
        read.Parameters.AddWithValue("$upTo", upTo);
        using var write = connection.CreateCommand();
        (write.Transaction, write.CommandText) = (transaction, "INSERT INTO EventWords (rowid, words) VALUES ($sequence, $words)");
        var sequence = write.Parameters.Add("$sequence", SqliteType.Integer);
        var words = write.Parameters.Add("$words", SqliteType.Text);
        using var events = read.ExecuteReader();
        while (events.Read())
        {
            sequence.Value = events.GetInt64(0);
            words.Value = WordsOf(events);
            write.ExecuteNonQuery();
        }
    }

    private static string WordsOf(SqliteDataReader row)
    {
        var words = new System.Text.StringBuilder();
        Facts.Append(
            words,
            row.IsDBNull(1) ? null : row.GetString(1),
            row.IsDBNull(2) ? null : row.GetString(2),
            row.GetInt64(3),
            (Verification)row.GetInt32(4),
            row.GetBoolean(5),
            UnixMicroseconds.ToTime(row.GetInt64(6)));
        if (!row.IsDBNull(7))
            words.Append(MessageWords.Of(row.GetFieldValue<byte[]>(7)));
        return words.ToString();
    }
}
