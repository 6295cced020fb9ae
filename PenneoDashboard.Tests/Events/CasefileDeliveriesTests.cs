using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Events;

public sealed class CasefileDeliveriesTests : IAsyncLifetime
{
    private readonly PlanRecorder _plans = new();
    private readonly LogFixture _log;

    public CasefileDeliveriesTests() => _log = new LogFixture([_plans]);

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task EveryDelivery_IsListedInTheOrderOfArrival_WithItsAttempt()
    {
        var at = new DateTimeOffset(2026, 1, 1, 10, 0, 9, TimeSpan.Zero);
        var first = LogFixture.Signer(531, 9001, "opened", second: 1);
        foreach (var (message, subscription) in new[] { (first, 1L), (LogFixture.Casefile(7, "completed", 5), 1), (LogFixture.Casefile(531, "completed", 5, 2), 1), (first, 1), (first, 2) })
            await _log.Writer.StoreAsync(LogFixture.Delivery(message, subscription, at: at));
        _plans.Clear();

        var found = await new CasefileDeliveries(_log.Contexts).ListAsync(531, 10, TestContext.Current.CancellationToken);

        Assert.Equal(
            [(1, "opened", 1L, 1), (3, "completed", 1, 1), (4, "opened", 1, 2), (5, "opened", 2, 1)],
            found.Select(x => (x.Id, x.EventType!, x.SubscriptionId, x.Attempt)));
        Assert.Equal([8.0, 7.0, 8.0, 8.0], found.Select(x => x.DelaySeconds!.Value));
        Assert.Contains("IX_Events_CasefileId_Sequence (CasefileId=?)", Assert.Single(_plans.Plans), StringComparison.Ordinal);
        Assert.Contains("IX_Deliveries_EventSequence", _plans.Last, StringComparison.Ordinal);
        Assert.Equal([3L], (await new CasefileDeliveries(_log.Contexts).ListAsync(531, 1, TestContext.Current.CancellationToken)).Select(x => x.Id));
    }
}
