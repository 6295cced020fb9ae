using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks;

/// <summary>2xx means on disk, and what is not on disk is never answered 2xx.</summary>
public sealed class DurabilityTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryConnection_WaitsForTheDisk()
    {
        await using var app = new TestApp();
        _ = app.BaseUrl;
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<DashboardDb>>().CreateDbContextAsync(Cancel);

        Assert.Equal("wal", await db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync(Cancel));
        Assert.Equal(2, await db.Database.SqlQueryRaw<int>("SELECT synchronous AS Value FROM pragma_synchronous").SingleAsync(Cancel));
        Assert.Equal(1, await db.Database.SqlQueryRaw<int>("SELECT foreign_keys AS Value FROM pragma_foreign_keys").SingleAsync(Cancel));
        Assert.InRange(await db.Database.SqlQueryRaw<int>("SELECT timeout AS Value FROM pragma_busy_timeout").SingleAsync(Cancel), 100, 5000);
    }

    [Fact]
    public async Task TheDoor_OpensLastAndClosesFirst()
    {
        await using var app = new TestApp();
        _ = app.BaseUrl;

        // The host starts them in this order and stops them in the opposite one.
        var services = app.Services.GetServices<IHostedService>().Select(x => x.GetType().Name).ToList();
        string[] inOrder = ["Database", nameof(EventWriter), nameof(ReceiveKeys), "GenericWebHostService"];
        Assert.Equal(inOrder, services.Where(inOrder.Contains));
    }

    [Fact]
    public async Task LockedDatabase_Is503_AndRecoversByItself()
    {
        await using var app = new TestApp();
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();
        await client.StoreAsync(door, Messages.Casefile(1));
        await using (var locked = await LockAsync(app))
        {
            var clock = Stopwatch.StartNew();
            using var answer = await client.PostAsync(door, Messages.Casefile(2));

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "10"), (answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(14), $"Penneo had given up by then: {clock.Elapsed}");
            var (status, health) = await ReadyAsync(client);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains("database is locked", health.GetRawText(), StringComparison.Ordinal);
            Assert.Single(await client.EventsAsync());
        }

        await Eventually.TrueAsync(() => ReadyAsync(client).GetAwaiter().GetResult().Status == HttpStatusCode.OK, "ready again");
        await client.StoreAsync(door, Messages.Casefile(2));
        Assert.Equal([2, 1], (await client.EventsAsync()).Select(x => x.Number("sequence")!.Value));
    }

    [Fact]
    public async Task Backup_WhileDeliveriesCome_HoldsNothingUp_AndIsWhole()
    {
        await using var app = new TestApp();
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();
        await client.StoreAsync(door, Messages.Casefile(1));
        using var copies = new TemporaryFolder();
        await using var copy = new SqliteConnection($"Data Source={copies.File("copy.db")};Pooling=False");
        await using (var source = await OpenAsync(app))
        {
            // A reader that stays at the moment it began, as another program's export does, and a backup beside it.
            await ExecuteAsync(source, "BEGIN; SELECT count(*) FROM Events");
            var posts = Enumerable.Range(2, 60).Select(x => client.StoreAsync(door, Messages.Casefile(x))).ToList();
            await using var other = await OpenAsync(app);
            await copy.OpenAsync(Cancel);
            other.BackupDatabase(copy);
            await Task.WhenAll(posts);
        }

        Assert.Equal("ok", await ExecuteAsync(copy, "PRAGMA integrity_check"));
        Assert.Equal(1L, await ExecuteAsync(copy, "SELECT min(CasefileId) FROM Events"));
        Assert.Equal(61, (await client.EventsAsync()).Count);
    }

    [Theory]
    [InlineData(4, long.MaxValue)]
    [InlineData(int.MaxValue, 1000)]
    public async Task FullQueue_Is503AtOnce_AndTheRestIsStored(int length, long bytes)
    {
        await using var app = new TestApp(services: x => x.AddSingleton(new WriterLimits { QueueLength = Math.Min(length, 1000), QueueBytes = bytes }));
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();
        Task<HttpResponseMessage>[] posts;
        await using (await LockAsync(app))
        {
            posts = [.. Enumerable.Range(1, 12).Select(x => client.PostAsync(door, Messages.Casefile(x)))];
            await Eventually.TrueAsync(() => posts.Any(x => x.IsCompleted), "one is refused while the others wait");
        }

        var answers = await Task.WhenAll(posts);
        Assert.All(answers.Where(x => x.StatusCode != HttpStatusCode.OK), x => Assert.Equal((HttpStatusCode.ServiceUnavailable, "10"), (x.StatusCode, x.Headers.RetryAfter?.ToString())));
        var stored = answers.Count(x => x.StatusCode == HttpStatusCode.OK);
        Assert.InRange(stored, 1, 11);
        Assert.Equal(stored, (await client.EventsAsync()).Count);
    }

    [Fact]
    public async Task ManyAtOnce_ShareFewTransactions()
    {
        var commits = new Commits();
        await using var app = new TestApp(services: x => x.AddSingleton<ICommitListener>(commits));
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();

        await Task.WhenAll(Enumerable.Range(1, 400).Select(x => client.StoreAsync(door, Messages.Casefile(x))));

        Assert.Equal(400, (await client.EventsAsync()).Count);
        Assert.InRange(commits.WithEvents, 1, 200);
    }

    [Fact]
    public async Task Stop_WhileMuchIsUnderWay_KeepsWhatWasAcknowledged()
    {
        var folder = TestApp.NewFolder();
        try
        {
            List<long> acknowledged = [];
            await using (var app = new TestApp(folder: folder))
            {
                using var client = new AppClient(app.BaseUrl);
                var door = await client.SubscribeAsync();
                var posts = Enumerable.Range(1, 300).Select(x => TryStoreAsync(client, door, x)).ToList();
                await Task.WhenAny(posts);
                await app.DisposeAsync();
                acknowledged.AddRange((await Task.WhenAll(posts)).OfType<long>());
            }

            await using var again = new TestApp(folder: folder);
            using var reader = new AppClient(again.BaseUrl);
            var stored = (await reader.EventsAsync()).Select(x => x.Number("casefileId")!.Value).ToHashSet();
            Assert.NotEmpty(acknowledged);
            Assert.Subset(stored, acknowledged.ToHashSet());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<long?> TryStoreAsync(AppClient client, Door door, long casefile)
    {
        try
        {
            using var answer = await client.PostAsync(door, Messages.Casefile(casefile));
            return answer.StatusCode == HttpStatusCode.OK ? casefile : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> ReadyAsync(AppClient client)
    {
        using var answer = await client.Http.GetAsync("/health/ready", Cancel);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement);
    }

    /// <summary>Keeps the database from being written to until disposed, as another program would.</summary>
    private static async Task<SqliteConnection> LockAsync(TestApp app)
    {
        var connection = await OpenAsync(app);
        await ExecuteAsync(connection, "BEGIN EXCLUSIVE");
        return connection;
    }

    private static async Task<SqliteConnection> OpenAsync(TestApp app)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(app.Folder, "penneo-dashboard.db")};Pooling=False");
        await connection.OpenAsync(Cancel);
        return connection;
    }

    private static async Task<object?> ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Cancel);
    }

    private sealed class Commits : ICommitListener
    {
        private int _withEvents;

        public int WithEvents => _withEvents;

        public void OnCommitted(CommittedBatch batch) => _withEvents += batch.Events.Count > 0 ? 1 : 0;
    }
}
