using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PenneoDashboard.Data;

/// <summary>Ready only when the database is migrated and answers.</summary>
internal sealed class DatabaseCheck(Database database, DatabaseWatch watch, IDbContextFactory<DashboardDb> contexts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!database.IsReady)
            return HealthCheckResult.Unhealthy("The database is still being opened.");
        try
        {
            watch.Check();
        }
        catch (DatabaseGoneException e)
        {
            return HealthCheckResult.Unhealthy("Deliveries are refused. " + e.Message);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("SELECT 1 FROM Events LIMIT 1", cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
