using Microsoft.Data.Sqlite;

namespace PenneoDashboard.Tests;

/// <summary>The pools of connections, which all apps of this process share.</summary>
public static class ConnectionPools
{
    private static readonly Lock Gate = new();

    /// <summary>
    /// Closes what is idle, as the end of a process does; SQLite then takes the -wal file away. One at a time, or a test would
    /// go on while another one's call still closes its connections, and find the file of a process that was killed.
    /// </summary>
    public static void Clear()
    {
        lock (Gate)
            SqliteConnection.ClearAllPools();
    }
}
