using CsCheck;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Funnel;
using Xunit;

namespace PenneoDashboard.Tests.Events.Funnel;

public sealed class FunnelTests : IAsyncLifetime
{
    private static readonly string[] Types = ["requestActivated", "requestSent", "requestOpened", "opened", "signed"];

    private readonly LogFixture _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task Steps_AreCountedWithTheirTimes()
    {
        await _log.StoreAsync(
            LogFixture.Signer(1, 11, "requestSent", second: 0), LogFixture.Signer(1, 11, "requestOpened", second: 10), LogFixture.Signer(1, 11, "opened", second: 20), LogFixture.Signer(1, 11, "signed", second: 50),
            LogFixture.Signer(1, 12, "requestSent", second: 0), LogFixture.Signer(1, 12, "requestOpened", second: 10),
            LogFixture.Signer(2, 11, "requestSent", second: 1));
        await FollowAsync(2);
        var steps = await new FunnelQueries(_log.Contexts).ReadAsync(new DateOnly(2026, 1, 1), Cancel);

        Assert.Equal([3L, 2, 1, 1], steps.Select(x => x.Count));
        Assert.Null(steps[0].Median);
        Assert.InRange(steps[1].Median!.Value.TotalSeconds, 8, 12);
        Assert.InRange(steps[3].Median!.Value.TotalSeconds, 24, 36);
        Assert.All(await new FunnelQueries(_log.Contexts).ReadAsync(new DateOnly(2026, 1, 2), Cancel), x => Assert.Equal((0, null), (x.Count, x.Median)));
    }

    [Fact]
    public async Task StepsNotTold_CountFromTheLaterOnes()
    {
        await _log.StoreAsync(LogFixture.Signer(1, 11, "signed", second: 5));
        await FollowAsync(10);
        Assert.Equal([1L, 1, 1, 1], (await new FunnelQueries(_log.Contexts).ReadAsync(default, Cancel)).Select(x => x.Count));
    }

    /// <summary>Whatever the order and the size of the portions, the counters are those of a count over everything at once.</summary>
    [Fact]
    public async Task AnyOrderInAnyPortions_GivesTheSameCounters()
    {
        var all = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 2], Gen.Int[0, 4].Select(x => Types[x]), Gen.Int[0, 59]).Array[0, 30];
        await Gen.Select(all, Gen.Int[1, 7]).SampleAsync(
            async (events, portion) =>
            {
                var log = new LogFixture();
                await log.InitializeAsync();
                await log.StoreAsync(events.Select(x => LogFixture.Signer(x.Item1, x.Item2, x.Item3, second: x.Item4)));
                await FollowAsync(portion, log);

                var signers = events.Where(x => x.Item3 != Types[0]).GroupBy(x => (x.Item1, x.Item2)).Select(x => x.Max(e => Array.IndexOf(Types, e.Item3))).ToList();
                Assert.Equal(Enumerable.Range(1, 4).Select(x => (long)signers.Count(s => s >= x)), (await new FunnelQueries(log.Contexts).ReadAsync(default, Cancel)).Select(x => x.Count));
                await log.DisposeAsync();
            },
            iter: 15, threads: 1);
    }

    [Fact]
    public void Buckets_AreAFifthOffAtMost() => Gen.Double[0, 5_000_000].Sample(seconds =>
    {
        var read = SigningSteps.TimeOf(SigningSteps.Bucket(TimeSpan.FromSeconds(seconds))).TotalSeconds;
        return Math.Abs(read - seconds) <= 0.2 * (seconds + 1);
    });

    private Task FollowAsync(int portion) => FollowAsync(portion, _log);

    private static async Task FollowAsync(int portion, LogFixture log)
    {
        await using var db = await log.Contexts.CreateDbContextAsync(Cancel);
        await db.Database.OpenConnectionAsync(Cancel);
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var follower = new FunnelFollower();

        // Not from the batches: who stores is answered before those who listen hear of it.
        var last = (int)(await db.Set<StoredEvent>().MaxAsync(x => (long?)x.Sequence, Cancel) ?? 0);
        for (var at = 0; at < last; at += portion)
        {
            await using var transaction = connection.BeginTransaction();
            follower.Follow(connection, transaction, at, Math.Min(last, at + portion));
            await transaction.CommitAsync(Cancel);
        }
    }
}
