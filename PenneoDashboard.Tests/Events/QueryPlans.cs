using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using PenneoDashboard.Data;

namespace PenneoDashboard.Tests.Events;

/// <summary>Asks SQLite of every query that goes through it how it would be answered.</summary>
internal sealed class QueryPlans(IDbContextFactory<DashboardDb> contexts) : DbCommandInterceptor, IDbContextFactory<DashboardDb>
{
    /// <summary>The steps of all queries, such as "SEARCH Events USING INDEX …".</summary>
    public List<string> Steps { get; } = [];

    public DashboardDb CreateDbContext()
    {
        using var template = contexts.CreateDbContext();
        return new DashboardDb(new DbContextOptionsBuilder<DashboardDb>().UseSqlite(template.Database.GetConnectionString()).AddInterceptors(this).Options);
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await using var explain = command.Connection!.CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        foreach (SqliteParameter parameter in command.Parameters)
            explain.Parameters.Add(new SqliteParameter(parameter.ParameterName, parameter.Value));
        await using var plan = await explain.ExecuteReaderAsync(cancellationToken);
        while (await plan.ReadAsync(cancellationToken))
            Steps.Add(plan.GetString(3));
        return result;
    }
}
