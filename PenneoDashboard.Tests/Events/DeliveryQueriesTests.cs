using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Events;

public sealed class DeliveryQueriesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PlanRecorder _plans = new();
    private readonly LogFixture _log;
    private readonly DeliveryQueries _deliveries;

    public DeliveryQueriesTests()
    {
        _log = new LogFixture([_plans]);
        _deliveries = new DeliveryQueries(_log.Contexts);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task Newest_CountsAttempts_OfEachSubscriptionByItself()
    {
        await StoreAsync(1, "a", 0);
        await StoreAsync(2, "a", 1);
        await StoreAsync(1, "a", 2);
        await StoreAsync(1, "a", 3);
        await StoreAsync(1, "b", 4);
        await _log.Writer.StoreAsync(LogFixture.Delivery(Messages.Confirmation, 1));

        var all = await _deliveries.NewestAsync(0, 100, Cancel);

        Assert.Equal([(1, 1, 1), (2, 2, 1), (3, 1, 2), (4, 1, 3), (5, 1, 1)], all.Select(x => (x.Id, x.SubscriptionId, x.Attempt)));
        Assert.All(all, x => Assert.Equal(Start.AddMinutes(x.Id - 1), x.ReceivedAt));
        Assert.Equal([4L, 5L], (await _deliveries.NewestAsync(3, 100, Cancel)).Select(x => x.Id));
        Assert.Equal([4L, 5L], (await _deliveries.NewestAsync(0, 3, Cancel)).Select(x => x.Id));
        Assert.Empty(await _deliveries.NewestAsync(5, 100, Cancel));
    }

    [Fact]
    public async Task Spread_IsEven_AndBeginsInTime()
    {
        for (var i = 0; i < 100; i++)
            await StoreAsync(1 + (i % 2), $"{i}", i);

        Assert.Equal(100, (await _deliveries.SpreadAsync(DateTimeOffset.MinValue, 200, Cancel)).Count);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => Start.AddMinutes(i * 10)), (await _deliveries.SpreadAsync(Start, 10, Cancel)).Select(x => x.ReceivedAt));
        Assert.Equal(Enumerable.Range(93, 7).Select(i => Start.AddMinutes(i)), (await _deliveries.SpreadAsync(Start.AddMinutes(93), 10, Cancel)).Select(x => x.ReceivedAt));
        Assert.Empty(await _deliveries.SpreadAsync(Start.AddDays(1), 10, Cancel));
    }

    [Fact]
    public async Task NotAnswered_AreThoseThatAreKnown_OfTheNewest()
    {
        for (var i = 0; i < 10; i++)
            await StoreAsync(1, $"{i}", i);
        await using (var db = await _log.Contexts.CreateDbContextAsync(Cancel))
        {
            foreach (var (id, answer) in ((long, int?)[])[(2, 503), (4, 503), (5, null), (6, 0), (9, 503)])
                await db.Set<StoredDelivery>().Where(x => x.Id == id).ExecuteUpdateAsync(x => x.SetProperty(d => d.Answer, answer), Cancel);
        }

        Assert.Equal([(3, 503), (5, 0)], (await _deliveries.NotAnsweredAsync(Start, Start.AddMinutes(8), 8, Cancel)).Select(x => ((x.ReceivedAt - Start).Minutes, x.Answer)));
        Assert.Equal([503], (await _deliveries.NotAnsweredAsync(Start.AddMinutes(8), Start.AddDays(1), 8, Cancel)).Select(x => x.Answer));
    }

    [Fact]
    public async Task Spread_OfNothing_IsNothing() => Assert.Empty(await _deliveries.SpreadAsync(Start, 10, Cancel));

    [Fact]
    public async Task Both_ReadByKey()
    {
        for (var i = 0; i < 30; i++)
            await StoreAsync(1, $"{i / 2}", i);
        _plans.Clear();

        await _deliveries.NewestAsync(5, 10, Cancel);
        await _deliveries.SpreadAsync(Start.AddMinutes(4), 10, Cancel);
        await _deliveries.NotAnsweredAsync(Start, Start.AddDays(1), 10, Cancel);

        Assert.All(_plans.Plans, plan =>
        {
            Assert.DoesNotContain("SCAN d\n", plan + "\n", StringComparison.Ordinal);
            Assert.All(plan.Split('\n').Where(x => x.StartsWith("SCAN", StringComparison.Ordinal)), x => Assert.DoesNotContain("Deliveries", x, StringComparison.Ordinal));
        });
        Assert.Contains("IX_Deliveries_EventSequence (EventSequence=? AND rowid<?)", _plans.Plans.First(), StringComparison.Ordinal);
        Assert.Contains("INTEGER PRIMARY KEY (rowid>?)", _plans.Plans.First(), StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", _plans.Plans.First(), StringComparison.Ordinal);
    }

    private async Task StoreAsync(long subscription, string eventId, int minute) => Assert.Equal(
        StoreResult.Stored, await _log.Writer.StoreAsync(LogFixture.Delivery(Messages.Casefile(1), subscription, eventId, Start.AddMinutes(minute))));
}
