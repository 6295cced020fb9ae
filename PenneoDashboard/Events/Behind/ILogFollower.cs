using Microsoft.Data.Sqlite;

namespace PenneoDashboard.Events.Behind;

/// <summary>
/// Keeps something that is made of the log and can be made of it again, apart from the writer: an index, derived states.
/// What it writes and how far it came are committed together.
/// </summary>
public interface ILogFollower
{
    /// <summary>Its row in the table of positions.</summary>
    string Name { get; }

    /// <summary>With another one than it was made with, everything is made anew.</summary>
    int Version { get; }

    /// <summary>How many events it takes in one transaction. The writer waits for as long as one lasts.</summary>
    int MostEvents { get; }

    /// <summary>Removes all it ever wrote.</summary>
    void Clear(SqliteConnection connection, SqliteTransaction transaction);

    /// <summary>Takes the events with <paramref name="after"/> &lt; sequence &lt;= <paramref name="upTo"/>; called again with the same ones when it fails.</summary>
    void Follow(SqliteConnection connection, SqliteTransaction transaction, long after, long upTo);
}

/// <summary>How far a follower has come. The row is its own, so it needs no writer's help.</summary>
public sealed class FollowerPosition
{
    public required string Name { get; set; }

    public int Version { get; set; }

    /// <summary>The last event it took.</summary>
    public long Sequence { get; set; }
}

/// <param name="Position">The last event it took.</param>
/// <param name="Last">The newest event of the log.</param>
public readonly record struct FollowerProgress(long Position, long Last)
{
    public long Behind => Math.Max(0, Last - Position);
}
