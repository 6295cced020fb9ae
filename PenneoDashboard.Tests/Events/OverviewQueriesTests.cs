using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Events;

public sealed class OverviewQueriesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 10, 0, 0, TimeSpan.Zero);
    private readonly LogFixture _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private OverviewQueries Overview => new(_log.Contexts);

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task Counts_PerUtcDayAndKind_RepeatsCountOnce()
    {
        await _log.StoreAsync(
            LogFixture.Signer(1, 10, "opened"),
            LogFixture.Signer(1, 10, "opened"),
            LogFixture.Signer(1, 11, "opened", second: 1),
            LogFixture.Casefile(1, "completed", 5, 2),
            "no JSON");

        var counts = await Overview.CountsAsync(new DateOnly(2024, 1, 1), Cancel);

        Assert.Equal(
            [
                new DayCount(new DateOnly(2024, 10, 4), "", "", false, 1),
                new DayCount(new DateOnly(2026, 1, 1), "casefile", "completed", true, 1),
                new DayCount(new DateOnly(2026, 1, 1), "signer", "opened", true, 2),
            ],
            counts.OrderBy(x => x.Day).ThenBy(x => x.Topic));
        Assert.Equal(2, (await Overview.CountsAsync(new DateOnly(2026, 1, 1), Cancel)).Count);
        Assert.Empty(await Overview.CountsAsync(new DateOnly(2026, 1, 2), Cancel));
    }

    [Fact]
    public async Task ByStatus_FollowsEachCasefileFromStatusToStatus()
    {
        await _log.StoreAsync(
            LogFixture.Signer(1, 10, "opened", second: 5),
            LogFixture.Signer(2, 20, "opened", second: 6),
            LogFixture.Casefile(3, "rejected", 2, 7),
            """{"topic":"casefile","eventType":"teleported","payload":{"id":4}}""",
            LogFixture.Casefile(1, "completed", 5, 8));
        Assert.Equal([(null, 1), (1, 1), (2, 1), (5, 1)], await ByStatusAsync());

        // Late news of an earlier time changes nothing; a first status takes the casefile out of those without one.
        await _log.StoreAsync(
            LogFixture.Signer(1, 10, "requestOpened", second: 4),
            LogFixture.Casefile(4, "completed", 5, 9),
            LogFixture.Casefile(5, "odd", 42, 9));
        Assert.Equal([(1, 1), (2, 1), (5, 2), (42, 1)], await ByStatusAsync());
    }

    [Fact]
    public async Task ByStatus_OfManyInOneBatch_IsWhatAScanCounts()
    {
        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => _log.StoreAsync(
            LogFixture.Casefile(i % 37, "any", i % 5, i % 60))));

        await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
        var scanned = await db.Set<CasefileRow>().GroupBy(x => x.Status).Select(x => new { x.Key, Count = x.Count() }).ToListAsync(Cancel);
        Assert.Equal(scanned.Select(x => (x.Key, x.Count)).Order(), await ByStatusAsync());
    }

    [Fact]
    public async Task WithStatus_NewestFirst_NoMoreThanAskedFor()
    {
        await _log.StoreAsync(
            LogFixture.Casefile(1, "rejected", 2, 30),
            LogFixture.Casefile(2, "rejected", 2, 10),
            LogFixture.Casefile(3, "rejected", 2, 20),
            LogFixture.Casefile(4, "completed", 5, 40),
            """{"topic":"casefile","eventType":"teleported","payload":{"id":5}}""");

        Assert.Equal([1L, 3], (await Overview.CasefilesWithStatusAsync(2, 2, Cancel)).Select(x => x.Id));
        Assert.Equal([5L], (await Overview.CasefilesWithStatusAsync(null, 2, Cancel)).Select(x => x.Id));
        Assert.Empty(await Overview.CasefilesWithStatusAsync(7, 2, Cancel));
    }

    [Fact]
    public async Task Troubled_AreRejectedFailedAndExpiredOnes_NewestFirst()
    {
        await _log.StoreAsync(
            LogFixture.Casefile(1, "rejected", 2, 30),
            LogFixture.Casefile(2, "failed", 6, 50),
            LogFixture.Casefile(3, "expired", 7, 40),
            LogFixture.Casefile(4, "completed", 5, 55),
            LogFixture.Casefile(5, "rejected", 2, 10));

        Assert.Equal(
            [new TroubledCasefile(2, 6, null, Start.AddSeconds(50)), new(3, 7, null, Start.AddSeconds(40)), new(1, 2, null, Start.AddSeconds(30))],
            await Overview.TroubledCasefilesAsync(Start.AddSeconds(30), 10, Cancel));
        Assert.Equal([2L, 3], (await Overview.TroubledCasefilesAsync(Start, 2, Cancel)).Select(x => x.Id));
    }

    [Fact]
    public async Task Undeliverable_UntilSomethingElseHappens()
    {
        await _log.StoreAsync(
            LogFixture.Signer(1, 10, "undeliverable", second: 1),
            LogFixture.Signer(2, 20, "undeliverable", second: 2),
            LogFixture.Signer(3, 30, "undeliverable", second: 3),
            LogFixture.Signer(4, 40, "opened", second: 4));
        Assert.Equal([3L, 2, 1], (await Overview.UndeliverableSignersAsync(Start, 10, Cancel)).Select(x => x.CasefileId));
        Assert.Equal([3L, 2], (await Overview.UndeliverableSignersAsync(Start.AddSeconds(2), 10, Cancel)).Select(x => x.CasefileId));

        await _log.StoreAsync(LogFixture.Signer(1, 10, "requestSent", second: 8), LogFixture.Casefile(2, "rejected", 2, 9));

        Assert.Equal([new UndeliverableSigner(3, null, 30, null, Start.AddSeconds(3))], await Overview.UndeliverableSignersAsync(Start, 10, Cancel));
    }

    [Fact]
    public async Task Queries_NeverReadATableFromEndToEnd()
    {
        var plans = new QueryPlans(_log.Contexts);
        var overview = new OverviewQueries(plans);

        await overview.CountsAsync(new DateOnly(2026, 1, 1), Cancel);
        await overview.CasefilesWithStatusAsync(2, 10, Cancel);
        await overview.CasefilesWithStatusAsync(null, 10, Cancel);
        await overview.TroubledCasefilesAsync(Start, 10, Cancel);
        await overview.UndeliverableSignersAsync(Start, 10, Cancel);

        // Neither a scan nor a sort: their time would grow with the log.
        Assert.Equal(8, plans.Steps.Count);
        Assert.All(plans.Steps, x => Assert.StartsWith("SEARCH", x, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Migration_CountsWhatIsStoredAlready()
    {
        await _log.StoreAsync(
            LogFixture.Casefile(1, "rejected", 2, 1),
            LogFixture.Casefile(2, "rejected", 2, 2),
            """{"topic":"casefile","eventType":"teleported","payload":{"id":3}}""");
        await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
        var migrator = db.GetService<IMigrator>();

        await migrator.MigrateAsync("Initial", Cancel);
        await migrator.MigrateAsync(cancellationToken: Cancel);

        Assert.Equal([(null, 1), (2, 2)], await ByStatusAsync());
    }

    private async Task<IEnumerable<(int? Status, int Count)>> ByStatusAsync() => (await Overview.CasefilesByStatusAsync(Cancel)).Order();
}
