using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PenneoDashboard.Data;
using SQLitePCL;

namespace PenneoDashboard.Events;

/// <summary>Ready only while deliveries can be stored.</summary>
internal sealed class WriterCheck(EventWriter writer, WriterLimits limits, DatabaseWatch watch, IDbContextFactory<DashboardDb> contexts) : IHealthCheck
{
    private const int PatienceSeconds = 1;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (writer.Problem is not { } problem)
            return HealthCheckResult.Healthy();

        // Of these a small write says nothing: it may well find an undamaged page, or the room that a batch does not.
        if (problem.Code is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
            return Unhealthy(problem, "The database is damaged: restore a backup (docs/operations.md).");
        if (problem.Code is raw.SQLITE_FULL or raw.SQLITE_IOERR && watch.FreeBytes is { } free && free < limits.BatchBytes)
            return Unhealthy(problem, string.Create(CultureInfo.InvariantCulture, $"Its disk has {free / 1024} KiB left."));
        try
        {
            // A balancer that sends nothing to an app that is not ready would never give the writer another chance to
            // succeed. So a real write is tried here: SQLite keeps this number for the application, and we have no use for it.
            watch.Check();
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            db.Database.SetCommandTimeout(PatienceSeconds);
            await db.Database.ExecuteSqlRawAsync("PRAGMA user_version = 1", cancellationToken);
            writer.Clear(problem);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is DbException or DatabaseGoneException)
        {
            return Unhealthy(problem, "A write tried just now: " + e.Message);
        }
    }

    private static HealthCheckResult Unhealthy(WriterProblem problem, string more) => HealthCheckResult.Unhealthy(string.Create(
        CultureInfo.InvariantCulture, $"Deliveries are not being stored since {problem.Since:yyyy-MM-dd HH:mm:ss} UTC: {problem.Reason} {more}"));
}
