using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Data;

/// <summary>Where everything that must survive a restart is kept.</summary>
public static class StorageFeature
{
    /// <summary>The full path of a file in the data directory.</summary>
    public static string DataFile(this IServiceProvider services, string name) =>
        Path.Combine(services.GetRequiredService<IOptions<StorageOptions>>().Value.FullPath, name);

    public static void AddStorage(this IHostApplicationBuilder builder)
    {
        builder.AddChecked<StorageOptions, StorageOptionsValidator>(StorageOptions.Section);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SqliteSettings>();
        builder.Services.AddPooledDbContextFactory<DashboardDb>((services, db) => db
            .UseSqlite(DatabaseFile.ConnectionString(services.GetRequiredService<IOptions<StorageOptions>>().Value.DatabaseFile, SqliteOpenMode.ReadWrite))
            .ReplaceService<IExceptionDetector, SqliteCancellation>()
            // Whoever asked logs what failed; while a disk is full, each statement would be logged once more.
            .ConfigureWarnings(warnings => warnings.Log((RelationalEventId.CommandError, LogLevel.Debug), (RelationalEventId.TransactionError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug), (CoreEventId.QueryIterationFailed, LogLevel.Debug)))
            // Counting up to a limit needs no order, and would sort everything if it had one.
            .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning))
            .AddInterceptors(services.GetRequiredService<SqliteSettings>()));
        builder.Services.AddSingleton(services => new DatabaseWatch(services.GetRequiredService<IOptions<StorageOptions>>().Value.DatabaseFile));
        builder.Services.AddSingleton<Database>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Database>());
        builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: ["ready"]);

        builder.Services.AddDataProtection().SetApplicationName("PenneoDashboard").ProtectKeys(builder.Configuration);
        builder.Services.AddOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>()
            .Configure<IOptions<StorageOptions>, ILoggerFactory>((keys, storage, logs) => keys.XmlRepository =
                new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(
                    new DirectoryInfo(Path.Combine(storage.Value.FullPath, "keys")), logs));
    }
}
