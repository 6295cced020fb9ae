using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Data;
using Xunit;

namespace PenneoDashboard.Tests.Data;

public sealed class DatabaseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_AfterAProcessWasKilledWhileMigrating_GoesOn()
    {
        using var folder = new TemporaryFolder();
        await using (var app = new TestApp(folder: folder.Path))
        {
            _ = app.BaseUrl;
            await using var db = await ContextAsync(app);
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TABLE IF NOT EXISTS __EFMigrationsLock (Id INTEGER NOT NULL PRIMARY KEY, Timestamp TEXT NOT NULL); INSERT INTO __EFMigrationsLock VALUES (1, '2026-01-01 00:00:00+00:00');", Cancel);
        }

        await using var again = new TestApp(folder: folder.Path);
        Assert.NotEmpty(await Task.Run(() => again.BaseUrl, Cancel).WaitAsync(TimeSpan.FromSeconds(20), Cancel));
    }

    [Fact]
    public async Task Model_IsWhatTheMigrationsMake()
    {
        await using var app = new TestApp();
        _ = app.BaseUrl;
        await using var db = await ContextAsync(app);
        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Cancel));
    }

    private static Task<DashboardDb> ContextAsync(TestApp app) =>
        app.Services.GetRequiredService<IDbContextFactory<DashboardDb>>().CreateDbContextAsync(Cancel);
}
