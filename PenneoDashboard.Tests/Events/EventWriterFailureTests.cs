using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Events;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Events;

/// <summary>What the writer does when something goes wrong. The database refuses by a trigger, as it would by a rule of its schema.</summary>
public sealed class EventWriterFailureTests : IAsyncLifetime
{
    private readonly LogFixture _log = new(new Throwing());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task BadRow_FailsAlone()
    {
        await SpoilAsync("BEFORE INSERT ON Deliveries WHEN CAST(NEW.Body AS TEXT) LIKE '%\"id\":13,%'");

        var results = await Task.WhenAll(Enumerable.Range(10, 10).Select(i =>
            _log.Writer.StoreAsync(LogFixture.Delivery(LogFixture.Casefile(i, "completed", 5)))));

        Assert.Equal(9, results.Count(x => x == StoreResult.Stored));
        Assert.Equal(StoreResult.Failed, results[3]);
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7, 8, 9], (await EventsAsync()).Select(x => x.Sequence).Order());
    }

    [Fact]
    public async Task EventThatCantBeFiled_IsKeptAsUnrecognized()
    {
        await SpoilAsync("BEFORE INSERT ON Casefiles WHEN NEW.CasefileId = 13");

        await _log.StoreAsync(LogFixture.Casefile(12, "completed", 5), LogFixture.Casefile(13, "completed", 5), LogFixture.Casefile(14, "completed", 5));

        var events = await EventsAsync();
        Assert.Equal([true, false, true], events.Select(x => x.Recognized));
        Assert.Contains("unlucky", events[1].Problem, StringComparison.Ordinal);
        Assert.Equal(LogFixture.Delivery(LogFixture.Casefile(13, "completed", 5)).Body, await _log.Events.BodyAsync(events[1].Sequence, Cancel));
        Assert.Null(_log.Writer.Problem);
    }

    [Fact]
    public async Task FailedBatch_LeavesNothingBehind_AndNoNumberIsSkipped()
    {
        await SpoilAsync("BEFORE INSERT ON Deliveries WHEN CAST(NEW.Body AS TEXT) = 'bad'");

        Assert.Equal(StoreResult.Failed, await _log.Writer.StoreAsync(LogFixture.Delivery("bad")));
        Assert.Contains("unlucky", _log.Writer.Problem!.Reason, StringComparison.Ordinal);
        await _log.StoreAsync("good", "better");

        Assert.Equal([2L, 1], (await EventsAsync()).Select(x => x.Sequence));
        await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
        Assert.Equal((2, 2L), (await db.Set<StoredDelivery>().CountAsync(Cancel), (await db.Set<SubscriptionActivity>().SingleAsync(Cancel)).Deliveries));
        Assert.Null(_log.Writer.Problem);
    }

    [Fact]
    public async Task ListenerThatThrows_DoesNotKeepOthersFromHearing()
    {
        await _log.StoreAsync("one", "two");

        // Listeners hear of a batch after its senders were answered.
        await Eventually.TrueAsync(() => _log.Batches.Count == 2, "both were heard of");
    }

    [Fact]
    public async Task AfterStop_NothingIsTaken()
    {
        await _log.Writer.StopAsync(Cancel);
        Assert.Equal(StoreResult.Busy, await _log.Writer.StoreAsync(LogFixture.Delivery("late")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_StoresWhatIsQueued_EvenWhenTheHostsPatienceIsUsedUp(bool usedUp)
    {
        var writer = _log.NewWriter();
        var waiting = Enumerable.Range(0, 700).Select(x => writer.StoreAsync(LogFixture.Delivery($"queued {x}"))).ToList();
        await writer.StartAsync(Cancel);

        await writer.StopAsync(new CancellationToken(usedUp));

        Assert.Equal(700, await _log.Events.CountAsync(EventFilter.All, 1000, Cancel));
        Assert.All(await Task.WhenAll(waiting), x => Assert.Equal(StoreResult.Stored, x));
    }

    [Fact]
    public async Task SenderThatWaitedTooLong_IsAnswered_AndItsDeliverySkipped()
    {
        var time = new FakeTimeProvider();
        var writer = _log.NewWriter(time);
        var late = writer.StoreAsync(LogFixture.Delivery("late"));

        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(late.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(StoreResult.Failed, await late);
        Assert.NotNull(writer.Problem);
        var again = writer.StoreAsync(LogFixture.Delivery("again"));
        await writer.StartAsync(Cancel);
        Assert.Equal(StoreResult.Stored, await again);
        await writer.StopAsync(Cancel);
        Assert.Equal("again"u8.ToArray(), await _log.Events.BodyAsync(Assert.Single(await EventsAsync()).Sequence, Cancel));
    }

    private async Task<IReadOnlyList<EventItem>> EventsAsync() => (await _log.Events.ListAsync(EventFilter.All, 100, cancellationToken: Cancel)).Items;

    private async Task SpoilAsync(string when)
    {
        await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
#pragma warning disable EF1002 // The texts are this test's own.
        await db.Database.ExecuteSqlRawAsync($"CREATE TRIGGER bad {when} BEGIN SELECT RAISE(ABORT, 'unlucky'); END;", Cancel);
#pragma warning restore EF1002
    }

    private sealed class Throwing : ICommitListener
    {
        public void OnCommitted(CommittedBatch batch) => throw new InvalidOperationException("as a listener must not");
    }
}
