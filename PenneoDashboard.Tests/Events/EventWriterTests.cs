using CsCheck;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Events;

public sealed class EventWriterTests : IAsyncLifetime
{
    private readonly LogFixture _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task Store_Retry_IsOneEventWithTwoDeliveries()
    {
        await _log.StoreAsync(LogFixture.Casefile(531, "completed", 5), LogFixture.Casefile(531, "completed", 5));

        var item = Assert.Single((await _log.Events.ListAsync(EventFilter.All, 10, cancellationToken: Cancel)).Items);
        Assert.Equal(2, item.DeliveryCount);
        Assert.Equal(2, (await _log.Events.FindAsync(item.Sequence, Cancel))!.Deliveries.Count);
        Assert.Equal(new Redelivery(item.Sequence, 2), Assert.Single(_log.Batches[1].Redeliveries));
    }

    [Fact]
    public async Task Store_SecondSigningRound_IsAnotherEvent()
    {
        await _log.StoreAsync(LogFixture.Signer(531, 9001, "signed", second: 1), LogFixture.Signer(531, 9001, "signed", second: 2));
        Assert.Equal(2, (await _log.Events.ListAsync(EventFilter.All, 10, cancellationToken: Cancel)).Items.Count);
    }

    [Fact]
    public async Task Store_RepeatsWithinOneBatch_AreOneEvent()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 300).Select(i =>
            _log.Writer.StoreAsync(LogFixture.Delivery(LogFixture.Casefile(i % 7, "completed", 5)))));

        Assert.All(results, x => Assert.Equal(StoreResult.Stored, x));
        var items = (await _log.Events.ListAsync(EventFilter.All, 100, cancellationToken: Cancel)).Items;
        Assert.Equal(7, items.Count);
        Assert.Equal(300, items.Sum(x => x.DeliveryCount));
        Assert.Equal(items.Select(x => x.Sequence).OrderDescending(), items.Select(x => x.Sequence));
    }

    [Fact]
    public async Task Store_Unrecognized_IsKeptEachTime()
    {
        await _log.StoreAsync("<html>", "<html>");
        var items = (await _log.Events.ListAsync(new EventFilter { Recognized = false }, 10, cancellationToken: Cancel)).Items;
        Assert.Equal(2, items.Count);
        Assert.All(items, x => Assert.False(x.Recognized));
        Assert.Equal("<html>"u8.ToArray(), await _log.Events.BodyAsync(items[0].Sequence, Cancel));
    }

    [Fact]
    public async Task Store_Confirmation_IsNoEventButKeepsItsToken()
    {
        await _log.StoreAsync("""{"Type":"SubscriptionConfirmation","Token":"abc"}""");
        Assert.Empty((await _log.Events.ListAsync(EventFilter.All, 10, cancellationToken: Cancel)).Items);
        await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
        var activity = await db.Set<SubscriptionActivity>().SingleAsync(Cancel);
        Assert.Equal(("abc", (DateTimeOffset?)null), (activity.ConfirmationToken, activity.LastEventAt));
        Assert.Equal(DeliveryKind.Confirmation, (await db.Set<StoredDelivery>().SingleAsync(Cancel)).Kind);
        Assert.Equal(1, Assert.Single(_log.Batches).Confirmations.Single().SubscriptionId);
    }

    [Fact]
    public async Task Store_KeepsMicroseconds()
    {
        await _log.StoreAsync("""{"topic":"casefile","eventType":"x","eventTime":{"date":"2026-01-01 10:00:00.123456","timezone_type":3,"timezone":"UTC"},"payload":{"id":1}}""");
        var item = (await _log.Events.ListAsync(EventFilter.All, 1, cancellationToken: Cancel)).Items[0];
        Assert.Equal(123456, item.EventTime!.Value.Ticks / 10 % 1_000_000);
    }

    [Fact]
    public async Task Restart_GoesOnCountingAndKeepsEverything()
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5), LogFixture.Casefile(2, "completed", 5));
        var second = _log.NewWriter();
        await second.StartAsync(Cancel);
        await second.StoreAsync(LogFixture.Delivery(LogFixture.Casefile(3, "completed", 5)));
        await second.StopAsync(Cancel);
        Assert.Equal([3L, 2, 1], (await _log.Events.ListAsync(EventFilter.All, 10, cancellationToken: Cancel)).Items.Select(x => x.Sequence));
    }

    [Fact]
    public async Task Aggregates_DoNotDependOnTheOrderOfArrival()
    {
        string[] messages =
        [
            LogFixture.Signer(1, 11, "requestSent", 1, 1), LogFixture.Signer(1, 12, "requestSent", 1, 2), LogFixture.Signer(1, 11, "signed", 1, 3),
            LogFixture.Signer(1, 12, "signed", 4, 4), LogFixture.Casefile(1, "completed", 5, 5), LogFixture.Signer(1, 11, "finalized", 5, 5),
        ];
        await _log.StoreAsync(messages);
        var expected = (await _log.Casefiles.FindAsync(1, 10, Cancel))!;

        var casefile = 2L;
        foreach (var order in Gen.Shuffle(messages).Array[8].Single())
        {
            var id = casefile++;
            await _log.StoreAsync(order.Select(x => x.Replace("\"id\":1,", $"\"id\":{id},", StringComparison.Ordinal)));
            var found = (await _log.Casefiles.FindAsync(id, 10, Cancel))!;
            Assert.Equal(
                (expected.Casefile.Status, expected.Casefile.FirstEventAt, expected.Casefile.LastEventAt, expected.Casefile.EventCount, expected.Casefile.SignerCount),
                (found.Casefile.Status, found.Casefile.FirstEventAt, found.Casefile.LastEventAt, found.Casefile.EventCount, found.Casefile.SignerCount));
            Assert.Equal(expected.Signers, found.Signers);
        }
    }
}
