using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Events;

public sealed class ArrivalQueriesTests : IAsyncLifetime
{
    private readonly PlanRecorder _plans = new();
    private readonly LogFixture _log;
    private readonly ArrivalQueries _arrivals;

    public ArrivalQueriesTests()
    {
        _log = new LogFixture([_plans]);
        _arrivals = new ArrivalQueries(_log.Contexts);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        await StoreAsync(LogFixture.Casefile(1, "completed", 5), subscription: 1);
        await StoreAsync(LogFixture.Casefile(1, "completed", 5), subscription: 2);
        await StoreAsync(LogFixture.Casefile(2, "rejected", 2), subscription: 3);
        await StoreAsync(LogFixture.Signer(2, 7, "signed"), subscription: 2);
        await StoreAsync("""{"Type":"SubscriptionConfirmation","Token":"x"}""", subscription: 1);
        await StoreAsync(LogFixture.Casefile(1, "completed", 5), subscription: 1);
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task Between_TellsHowEachEventCame()
    {
        Assert.Equal(6, await _arrivals.LastDeliveryAsync(Cancel));

        var all = await _arrivals.BetweenAsync([1, 2], 0, 6, Cancel);

        Assert.Equal([(1, "casefile", "completed"), (3, "signer", "signed")], all.Select(x => (x.Sequence, x.Topic, x.EventType)));
        Assert.Equal([(1, 1), (2, 2), (6, 1)], all[0].Deliveries.Select(x => (x.DeliveryId, x.SubscriptionId)));
        Assert.Equal((2, 7), (all[1].CasefileId, all[1].SignerId));
    }

    [Fact]
    public async Task Between_TellsOfAnEventThatComesAgain_WhatCameBefore_AndNothingLater()
    {
        var second = Assert.Single(await _arrivals.BetweenAsync([1, 2], 1, 3, Cancel));
        var last = Assert.Single(await _arrivals.BetweenAsync([1, 2], 5, 6, Cancel));

        Assert.Equal([1, 2], second.Deliveries.Select(x => x.DeliveryId));
        Assert.Equal([1, 2, 6], last.Deliveries.Select(x => x.DeliveryId));
        Assert.Empty(await _arrivals.BetweenAsync([1, 2], 6, 9, Cancel));
        Assert.Empty(await _arrivals.BetweenAsync([], 0, 9, Cancel));
    }

    [Fact]
    public async Task Between_GoesByKeys()
    {
        _plans.Clear();

        await _arrivals.BetweenAsync([1, 2], 0, 6, Cancel);

        Assert.Equal(3, _plans.Plans.Count);
        Assert.All(_plans.Plans, x => Assert.DoesNotContain("SCAN d", x, StringComparison.Ordinal));
        Assert.Contains("USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)", _plans.Plans.First(), StringComparison.Ordinal);
        Assert.Contains("IX_Deliveries_EventSequence (EventSequence=?", _plans.Last, StringComparison.Ordinal);
    }

    private async Task StoreAsync(string json, long subscription) =>
        Assert.Equal(StoreResult.Stored, await _log.Writer.StoreAsync(LogFixture.Delivery(json, subscription)));
}
