using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace PenneoDashboard.Data;

/// <summary>The database file is not where a restart would look for it.</summary>
internal sealed class DatabaseGoneException(string message) : Exception(message);

/// <summary>
/// Notices that the database file was deleted, moved or replaced while it is open. SQLite goes on writing into the file
/// it has open, whatever became of its name, so what is stored then would be lost at the next start.
/// </summary>
internal sealed class DatabaseWatch(string file) : IDisposable
{
    private const int HasMoved = 20;

    private readonly Lock _gate = new();
    private SqliteConnection? _held;
    private bool _lostWal;

    /// <summary>Room left on the file's disk, in bytes; null where that can't be told.</summary>
    public long? FreeBytes
    {
        get
        {
            try
            {
                return new DriveInfo(Path.GetDirectoryName(file)!).AvailableFreeSpace;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                return null;
            }
        }
    }

    /// <summary>Remembers which file it is; the connection stays open, so the -wal file stays as long as the app runs.</summary>
    public void Open()
    {
        var connection = new SqliteConnection(DatabaseFile.ConnectionString(file, SqliteOpenMode.ReadWrite, pooling: false));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master";
        command.ExecuteScalar();
        lock (_gate)
            _held = connection;
    }

    /// <summary>Costs a few microseconds, so it is asked around every batch.</summary>
    /// <exception cref="DatabaseGoneException">What is written now would not be found after a restart.</exception>
    public void Check()
    {
        lock (_gate)
        {
            if (_held?.Handle is not { } handle)
                return;
            var moved = 0;
            if (FileControl(handle.DangerousGetHandle(), "main", HasMoved, ref moved) == 0 && moved != 0)
            {
                throw new DatabaseGoneException(File.Exists(file)
                    ? $"{file} was replaced by another file while the app runs. Restart it to use the new one, or put the old one back."
                    : $"{file} was deleted or moved away while the app runs. Put it back; docs/operations.md says how to save what is still open.");
            }

            // For good, since a new connection of another program makes a new one.
            _lostWal |= !File.Exists(file + "-wal");
            if (_lostWal)
                throw new DatabaseGoneException($"{file}-wal, which holds the newest commits, was deleted or moved away while the app runs. Stop the app, which writes them to the database, and start it again.");
        }
    }

    /// <summary>
    /// Lets the next use of the database open it anew: a connection opened while the disk was read-only would stay
    /// read-only after that is over.
    /// </summary>
    public void Reopen()
    {
        using var connection = new SqliteConnection(DatabaseFile.ConnectionString(file, SqliteOpenMode.ReadWrite));
        SqliteConnection.ClearPool(connection);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _held?.Dispose();
            _held = null;
        }
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.ApplicationDirectory)]
    private static extern int FileControl(nint connection, string database, int operation, ref int value);
}
