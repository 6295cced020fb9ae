using Microsoft.Data.Sqlite;

namespace PenneoDashboard.Data;

/// <summary>How the app opens its database file.</summary>
internal static class DatabaseFile
{
    // Below Penneo's 15 seconds: a locked database must turn into a 503 while the sender still listens.
    private const int BusyTimeoutSeconds = 5;

    /// <param name="mode">Only the start may create the file: a running app that did would hide that the file was lost.</param>
    public static string ConnectionString(string file, SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate, bool pooling = true) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        DefaultTimeout = BusyTimeoutSeconds,
        Mode = mode,
        Pooling = pooling,
    }.ToString();

    /// <summary>Makes an empty file where there is none.</summary>
    /// <exception cref="StartException">Its newest commits are there, but the file they belong to is not.</exception>
    public static async Task CreateAsync(string file, CancellationToken cancellationToken)
    {
        // SQLite would delete them.
        if (Length(file) == 0 && Length(file + "-wal") > 0)
        {
            throw new StartException(
                $"{file}-wal holds commits of a database, but {file} is {(File.Exists(file) ? "empty" : "missing")}. Both are left as they are. Put the database back beside it, or move the -wal file away to start without them.");
        }

        await using var connection = new SqliteConnection(ConnectionString(file, pooling: false));
        await connection.OpenAsync(cancellationToken);
    }

    /// <summary>What the operator can do about a database that could not be opened.</summary>
    public static StartException Unusable(string file, SqliteException e) => new(
        $"{file} can't be used: {e.Message} " + e.SqliteErrorCode switch
        {
            SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB =>
                "It is damaged, or no database of this app. It is left as it is: restore a backup (docs/operations.md), or move it away together with its -wal and -shm files to start with an empty one.",
            SQLitePCL.raw.SQLITE_FULL => "Make room on its disk.",
            SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM =>
                "The user that runs the app must be able to write to it and to its folder (Storage:DataDirectory).",
            SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => "Another program keeps it locked.",
            _ => "Storage:DataDirectory says where it lies.",
        },
        e);

    private static long Length(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;
}
