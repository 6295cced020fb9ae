using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using PenneoDashboard.Audit;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Behind;
using PenneoDashboard.Events.Search;
using PenneoDashboard.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Events;

/// <summary>The log on a real database file, without the web server.</summary>
public sealed class LogFixture : IAsyncLifetime, ICommitListener
{
    private readonly string _folder = TestApp.NewFolder();

    private readonly ICommitListener[] _listeners;

    public LogFixture(params ICommitListener[] listeners)
        : this([], listeners)
    {
    }

    /// <param name="interceptors">What a test wants to see of the statements.</param>
    public LogFixture(IInterceptor[] interceptors, params ICommitListener[] listeners)
    {
        _listeners = [.. listeners, this];
        Contexts = new PooledDbContextFactory<DashboardDb>(new DbContextOptionsBuilder<DashboardDb>()
            .UseSqlite(DatabaseFile.ConnectionString(Path.Combine(_folder, "test.db")))
            .ReplaceService<IExceptionDetector, SqliteCancellation>()
            .AddInterceptors([new SqliteSettings(), .. interceptors]).Options);
        Writer = NewWriter();
        Events = new EventQueries(Contexts);
        Casefiles = new CasefileQueries(Contexts);
        Audit = new AuditLog(Contexts, new CurrentActor(new HttpContextAccessor()), TimeProvider.System, NullLogger<AuditLog>.Instance);
    }

    public IDbContextFactory<DashboardDb> Contexts { get; }

    public EventWriter Writer { get; }

    public EventQueries Events { get; }

    public CasefileQueries Casefiles { get; }

    /// <summary>As the app itself.</summary>
    public AuditLog Audit { get; }

    public List<CommittedBatch> Batches { get; } = [];

    public EventWriter NewWriter(TimeProvider? time = null) =>
        new(new BatchStore(Contexts), _listeners, time ?? TimeProvider.System, NullLogger<EventWriter>.Instance);

    public static IncomingDelivery Delivery(string json, long subscription = 1, string? eventId = null, DateTimeOffset? at = null)
    {
        var body = Encoding.UTF8.GetBytes(json);
        var message = MessageParser.Parse(body);
        return new IncomingDelivery(subscription, at ?? DateTimeOffset.UnixEpoch.AddDays(20_000), "127.0.0.1", """[["Content-Type","text/plain"]]""", body, Verification.Unsigned, message, EventIdentity.Of(message, eventId));
    }

    public static string Casefile(long id, string type, int status, int second = 0) =>
        $$$"""{"topic":"casefile","eventType":"{{{type}}}","eventTime":{"date":"2026-01-01 10:00:{{{second:00}}}.000000","timezone_type":3,"timezone":"UTC"},"payload":{"id":{{{id}}},"status":{{{status}}}}}""";

    public static string Signer(long casefile, long id, string type, int status = 1, int second = 0) =>
        $$$"""{"topic":"signer","eventType":"{{{type}}}","eventTime":{"date":"2026-01-01 10:00:{{{second:00}}}.000000","timezone_type":3,"timezone":"UTC"},"payload":{"id":{{{id}}},"caseFile":{"id":{{{casefile}}},"status":{{{status}}} } } }""";

    public async Task StoreAsync(params IEnumerable<string> messages)
    {
        foreach (var message in messages)
            Assert.Equal(StoreResult.Stored, await Writer.StoreAsync(Delivery(message)));
    }

    /// <summary>Lets the search index take the events after <paramref name="after"/>; without this they are all too new for it.</summary>
    public async Task IndexAsync(long after, long upTo)
    {
        await using var db = await Contexts.CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var index = new SearchIndex();
        await using (var transaction = connection.BeginTransaction())
        {
            index.Follow(connection, transaction, after, upTo);
            await transaction.CommitAsync();
        }

        await db.Set<FollowerPosition>().Where(x => x.Name == index.Name).ExecuteDeleteAsync();
        db.Add(new FollowerPosition { Name = index.Name, Version = index.Version, Sequence = upTo });
        await db.SaveChangesAsync();
    }

    public async Task ClearIndexAsync()
    {
        await using var db = await Contexts.CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        await using var transaction = connection.BeginTransaction();
        new SearchIndex().Clear(connection, transaction);
        await transaction.CommitAsync();
    }

    public async ValueTask InitializeAsync()
    {
        await using (var db = await Contexts.CreateDbContextAsync())
        {
            await db.Database.MigrateAsync();
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;");
        }

        await Writer.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(CancellationToken.None);
        ConnectionPools.Clear(Path.Combine(_folder, "test.db"));
        Directory.Delete(_folder, recursive: true);
    }

    void ICommitListener.OnCommitted(CommittedBatch batch)
    {
        lock (Batches)
            Batches.Add(batch);
    }
}
