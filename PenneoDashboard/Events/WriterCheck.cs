using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

/// <summary>Ready only while deliveries can be stored.</summary>
internal sealed class WriterCheck(EventWriter writer, IDbContextFactory<DashboardDb> contexts) : IHealthCheck
{
    private const int PatienceSeconds = 1;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (writer.Problem is not { } problem)
            return HealthCheckResult.Healthy();
        try
        {
            // A balancer that sends nothing to an app that is not ready would never give the writer another chance to
            // succeed. So a real write is tried here: SQLite keeps this number for the application, and we have no use for it.
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            db.Database.SetCommandTimeout(PatienceSeconds);
            await db.Database.ExecuteSqlRawAsync("PRAGMA user_version = 1", cancellationToken);
            writer.Clear(problem);
            return HealthCheckResult.Healthy();
        }
        catch (DbException e)
        {
            return HealthCheckResult.Unhealthy(string.Create(
                CultureInfo.InvariantCulture,
                $"Deliveries are not being stored since {problem.Since:yyyy-MM-dd HH:mm:ss} UTC: {problem.Reason} A write tried just now: {e.Message}"));
        }
    }
}
