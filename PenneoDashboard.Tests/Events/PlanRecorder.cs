using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PenneoDashboard.Tests.Events;

/// <summary>Asks SQLite how it would run each statement, before it runs.</summary>
internal sealed class PlanRecorder : DbCommandInterceptor
{
    /// <summary>The plans of the statements since the last <see cref="Clear"/>, each with its steps one a line.</summary>
    public ConcurrentQueue<string> Plans { get; } = new();

    public ConcurrentQueue<string> Statements { get; } = new();

    public string Last => Plans.Last();

    public void Clear()
    {
        Plans.Clear();
        Statements.Clear();
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        using var explain = command.Connection!.CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        explain.Transaction = command.Transaction;
        foreach (SqliteParameter x in command.Parameters)
            explain.Parameters.Add(new SqliteParameter(x.ParameterName, x.Value));
        using var reader = explain.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
            steps.Add(reader.GetString(3));
        Statements.Enqueue(command.CommandText);
        Plans.Enqueue(string.Join('\n', steps));
        return ValueTask.FromResult(result);
    }
}
