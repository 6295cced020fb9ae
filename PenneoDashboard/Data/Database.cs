using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Data;

/// <summary>Opens the database at start: one process a folder, migrations applied, WAL on.</summary>
internal sealed partial class Database(
    IDbContextFactory<DashboardDb> contexts, DatabaseWatch watch, IOptions<StorageOptions> options, ILogger<Database> logger) : IHostedService, IDisposable
{
    private FileStream? _lock;

    /// <summary>True once migrations are applied.</summary>
    public bool IsReady { get; private set; }

    /// <summary>True when the process before this one ended in the middle of its work: SQLite takes the -wal file away at an orderly end.</summary>
    public bool WasKilled { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var file = options.Value.DatabaseFile;
        _lock = TakeFolder(options.Value.FullPath);
        WasKilled = File.Exists(file + "-wal");
        try
        {
            await DatabaseFile.CreateAsync(file, cancellationToken);
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);

            // The folder is ours alone, so a lock in the file is what a process left that was killed while it migrated;
            // EF Core would wait for it for ever.
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\";", cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken);
            watch.Open();
        }
        catch (SqliteException e)
        {
            throw DatabaseFile.Unusable(file, e);
        }

        IsReady = true;
        LogReady(file);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _lock?.Dispose();

    // The one writer numbers the events itself, so a second process on the same file would break the order.
    private static FileStream TakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, "in-use.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"Storage:DataDirectory '{folder}' can't be taken: {e.Message} If another PenneoDashboard uses it, give each its own folder.", e);
        }
    }

    [LoggerMessage(LogLevel.Information, "Events are stored in {File}")]
    private partial void LogReady(string file);
}

/// <summary>Lets <c>dotnet ef</c> make migrations without starting the app.</summary>
internal sealed class DesignTimeDb : IDesignTimeDbContextFactory<DashboardDb>
{
    public DashboardDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<DashboardDb>().UseSqlite("Data Source=:memory:").Options);
}
