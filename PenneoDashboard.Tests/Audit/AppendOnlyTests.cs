using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Audit;
using Xunit;

namespace PenneoDashboard.Tests.Audit;

/// <summary>The database file itself, as anyone with a SQLite shell meets it.</summary>
public sealed class AppendOnlyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_CanBeAdded_ButNeitherChangedNorDeletedNorReplaced()
    {
        await using var app = new TestApp();
        _ = app.BaseUrl;
        var log = app.Services.GetRequiredService<AuditLog>();
        await log.RecordAsync(AuditActions.SettingsChanged, "something", new { a = 1 }, new { a = 2 });
        await using var connection = new SqliteConnection($"Data Source={Assert.Single(Directory.GetFiles(app.Folder, "*.db"))}");
        await connection.OpenAsync(Cancel);
        var before = await TextAsync(connection);
        Assert.Contains("settings.changed", before, StringComparison.Ordinal);

        foreach (var statement in (string[])
                 [
                     "UPDATE AuditEntries SET Subject = 'nothing'",
                     "UPDATE AuditEntries SET Id = Id + 100",
                     "DELETE FROM AuditEntries",
                     "DELETE FROM AuditEntries WHERE Id = 1",
                     "INSERT OR REPLACE INTO AuditEntries (Id, At, Actor, ActorKind, Action, Subject) VALUES (1, 0, '', 'User', 'x', 'x')",
                     "REPLACE INTO AuditEntries (Id, At, Actor, ActorKind, Action, Subject) SELECT Id, 0, '', 'User', 'x', 'x' FROM AuditEntries",
                     "INSERT INTO AuditEntries (Id, At, Actor, ActorKind, Action, Subject) VALUES (1, 0, '', 'User', 'x', 'x') ON CONFLICT (Id) DO UPDATE SET Subject = 'x'",
                 ])
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            var refused = await Assert.ThrowsAsync<SqliteException>(() => command.ExecuteNonQueryAsync(Cancel));
            Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, await TextAsync(connection));
        await log.RecordAsync(AuditActions.SettingsChanged, "something else");
        Assert.Contains("something else", await TextAsync(connection), StringComparison.Ordinal);
    }

    /// <summary>The whole table.</summary>
    internal static async Task<string> TextAsync(SqliteConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM AuditEntries ORDER BY Id";
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancel))
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(x => $"{reader.GetValue(x)}")));
        return string.Join('\n', rows);
    }
}
