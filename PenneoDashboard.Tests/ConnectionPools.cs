using Microsoft.Data.Sqlite;
using PenneoDashboard.Data;

namespace PenneoDashboard.Tests;

/// <summary>The pools of connections, which all apps of this process share.</summary>
internal static class ConnectionPools
{
    /// <summary>
    /// Closes the idle connections to a database, as the end of its process would; SQLite then takes the -wal file away. Those of
    /// other tests are left alone: where two threads close a database's last connections at once, neither takes it away.
    /// </summary>
    public static void Clear(string file)
    {
        foreach (var text in new[] { DatabaseFile.ConnectionString(file, SqliteOpenMode.ReadWrite), DatabaseFile.ConnectionString(file), $"Data Source={file}" })
        {
            using var connection = new SqliteConnection(text);
            SqliteConnection.ClearPool(connection);
        }
    }
}
