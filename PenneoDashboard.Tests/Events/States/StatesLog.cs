using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Events.States;
using Xunit;

namespace PenneoDashboard.Tests.Events.States;

/// <summary>A log whose states are brought up to date when a test says so. The clock stands at <see cref="Start"/>.</summary>
internal sealed class StatesLog : IAsyncLifetime
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 10, 0, 0, TimeSpan.Zero);

    private long _position;

    public StatesLog(params IInterceptor[] interceptors)
    {
        Log = new LogFixture(interceptors);
        States = new CasefileStateQueries(Log.Contexts, Clock);
        Rules = new StallRuleStore(Log.Contexts, Log.Audit, NullLogger<StallRuleStore>.Instance);
    }

    public LogFixture Log { get; }

    public FakeTimeProvider Clock { get; } = new(Start);

    public CasefileStateQueries States { get; }

    public StallRuleStore Rules { get; }

    public CasefileStateFollower Follower { get; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => Log.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        Rules.Dispose();
        await Log.DisposeAsync();
    }

    /// <summary>Stores and follows.</summary>
    public async Task StoreAsync(params IEnumerable<string> messages)
    {
        await Log.StoreAsync(messages);
        await FollowAsync();
    }

    public async Task FollowAsync(long? after = null, long? upTo = null)
    {
        var last = upTo ?? await Log.Events.LastSequenceAsync(Cancel);
        await InTransactionAsync((c, t) => Follower.Follow(c, t, after ?? _position, last));
        _position = last;
    }

    public Task ClearAsync() => InTransactionAsync(Follower.Clear);

    public Task<CasefileListPage> ListAsync(CasefileFilter? filter = null, CasefileSort sort = CasefileSort.Activity, int limit = 50, CasefileCursor? before = null) =>
        States.ListAsync(filter ?? CasefileFilter.All, sort, limit, before, Cancel);

    public async Task<IEnumerable<long>> IdsAsync(CasefileFilter? filter = null, CasefileSort sort = CasefileSort.Activity) =>
        (await ListAsync(filter, sort)).Items.Select(x => x.Casefile.Id);

    public static string Titled(long id, string title, int status = 1) =>
        $$$"""{"topic":"casefile","eventType":"updated","eventTime":{"date":"2026-01-01 10:00:00.000000","timezone_type":3,"timezone":"UTC"},"payload":{"id":{{{id}}},"status":{{{status}}},"title":"{{{title}}}"}}""";

    /// <summary>A signer's event so many days before <see cref="Start"/>.</summary>
    public static string DaysAgo(double days, long casefile, long signer, string type)
    {
        var at = Start.AddDays(-days).UtcDateTime;
        return $$$"""{"topic":"signer","eventType":"{{{type}}}","eventTime":{"date":"{{{at:yyyy-MM-dd HH:mm:ss.ffffff}}}","timezone_type":3,"timezone":"UTC"},"payload":{"id":{{{signer}}},"caseFile":{"id":{{{casefile}}},"status":1} } }""";
    }

    public async Task<IReadOnlyList<CasefileStateRow>> RowsAsync()
    {
        await using var db = await Log.Contexts.CreateDbContextAsync(Cancel);
        return await db.Set<CasefileStateRow>().AsNoTracking().OrderBy(x => x.CasefileId).ToListAsync(Cancel);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var db = await Log.Contexts.CreateDbContextAsync(Cancel);
        await db.Database.ExecuteSqlRawAsync(sql, Cancel);
    }

    private async Task InTransactionAsync(Action<SqliteConnection, SqliteTransaction> work)
    {
        await using var db = await Log.Contexts.CreateDbContextAsync(Cancel);
        await db.Database.OpenConnectionAsync(Cancel);
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        await using var transaction = connection.BeginTransaction(deferred: false);
        work(connection, transaction);
        await transaction.CommitAsync(Cancel);
    }
}
