using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using PenneoDashboard.Events;
using SQLitePCL;
using Xunit;

namespace PenneoDashboard.Tests.Events;

/// <summary>Reads beside the writer: large bodies, given up, missing rows.</summary>
public sealed class EventReadTests : IAsyncLifetime
{
    private readonly Midway _midway = new();
    private readonly LogFixture _log;

    public EventReadTests() => _log = new LogFixture([_midway]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task Find_LargeBodyDeliveredOften_HasAllDeliveries()
    {
        var json = LogFixture.Casefile(1, "completed", 5).Replace("\"status\":5", $"\"status\":5,\"note\":\"{new string('x', 900_000)}\"", StringComparison.Ordinal);
        for (var i = 0; i < 20; i++)
            await _log.StoreAsync(json);

        var found = (await _log.Events.FindAsync(1, Cancel))!;

        Assert.Equal(json, Encoding.UTF8.GetString(found.Body!));
        Assert.Equal(20, found.Deliveries.Count);
        Assert.All(found.Deliveries, x => Assert.Equal(json.Length, x.BodyLength));
        Assert.Contains("xxx", found.Event.Payload!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_BodyNoLongerStored_IsFoundWithoutIt()
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5));
        await using (var db = await _log.Contexts.CreateDbContextAsync(Cancel))
            await db.Set<StoredDelivery>().ExecuteDeleteAsync(Cancel);

        var found = (await _log.Events.FindAsync(1, Cancel))!;

        Assert.Null(found.Body);
        Assert.Empty(found.Deliveries);
        Assert.Null(found.Event.Payload);
        Assert.Single((await _log.Events.ListAsync(EventFilter.All, 10, cancellationToken: Cancel)).Items);
        Assert.Null(await _log.Events.BodyAsync(1, Cancel));
    }

    [Fact]
    public async Task Find_Unknown_IsNull() => Assert.Null(await _log.Events.FindAsync(99, Cancel));

    [Fact]
    public async Task Neighbours_AreThoseOfTheCasefileInTheOrderOfTime()
    {
        await _log.StoreAsync(
            LogFixture.Signer(1, 11, "signed", 1, 30), LogFixture.Signer(2, 21, "signed", 1, 20), LogFixture.Signer(1, 11, "opened", 1, 10),
            LogFixture.Signer(1, 12, "opened", 1, 10), "not JSON");
        var events = (await _log.Events.ListAsync(EventFilter.All, 10, cancellationToken: Cancel)).Items.ToDictionary(x => x.Sequence);

        Assert.Equal((null, 4L), await _log.Events.NeighboursAsync(events[3], Cancel));
        Assert.Equal((3L, 1L), await _log.Events.NeighboursAsync(events[4], Cancel));
        Assert.Equal((4L, null), await _log.Events.NeighboursAsync(events[1], Cancel));
        Assert.Equal((null, null), await _log.Events.NeighboursAsync(events[2], Cancel));
        Assert.Equal((null, null), await _log.Events.NeighboursAsync(events[5], Cancel));
    }

    [Fact]
    public async Task Totals_StopAtTheLimitAndSaySo()
    {
        await _log.StoreAsync(Enumerable.Range(0, 8).Select(i => LogFixture.Signer(1, 11, "signed", 1, i)));
        await _log.StoreAsync("not JSON");
        var casefile = new EventFilter { CasefileId = 1 };

        Assert.Equal(new EventTotal(8, true), await _log.Events.TotalAsync(casefile, 8, Cancel));
        Assert.Equal(new EventTotal(7, false), await _log.Events.TotalAsync(casefile, 7, Cancel));
        Assert.Equal(new EventTotal(9, true), await _log.Events.TotalAsync(EventFilter.All, 2, Cancel));
        Assert.Equal(new EventTotal(1, true), await _log.Events.TotalAsync(new EventFilter { Recognized = false }, 2, Cancel));
        Assert.Equal(new EventTotal(0, true), await _log.Events.TotalAsync(new EventFilter { EventType = "signed", Topic = "casefile" }, 2, Cancel));
    }

    [Fact]
    public async Task SequencesAfter_AreAscendingAndFiltered()
    {
        await _log.StoreAsync(Enumerable.Range(0, 9).Select(i => LogFixture.Signer(i % 2, 11, "signed", 1, i)));

        Assert.Equal([5L, 7], await _log.Events.SequencesAfterAsync(new EventFilter { CasefileId = 0 }, 3, 2, Cancel));
        Assert.Equal([2L, 4, 6, 8], await _log.Events.SequencesAfterAsync(new EventFilter { CasefileId = 1 }, 0, 10, Cancel));
    }

    [Fact]
    public async Task Search_GivenUpMidway_StopsAtOnceAndLeavesTheConnectionUsable()
    {
        await FillAsync(60_000);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        _midway.Once(stop.Cancel);
        var search = _log.Events.ListAsync(new EventFilter { Q = "nowhere" }, 50, cancellationToken: stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search);
        Assert.Equal(60_000, await _log.Events.LastSequenceAsync(Cancel));
    }

    [Fact]
    public async Task Search_UnderWay_DoesNotHoldTheWriterUp()
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5));
        await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
        await db.Database.OpenConnectionAsync(Cancel);
        await using var reading = db.Database.GetDbConnection().CreateCommand();
        reading.CommandText = "SELECT Sequence FROM Events";
        await using var reader = await reading.ExecuteReaderAsync(Cancel);
        Assert.True(await reader.ReadAsync(Cancel));

        await _log.StoreAsync(LogFixture.Casefile(2, "completed", 5));

        Assert.Equal(2, await _log.Events.LastSequenceAsync(Cancel));
        Assert.False(await reader.ReadAsync(Cancel));
    }

    private async Task FillAsync(int count)
    {
        await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
        await db.Database.ExecuteSqlRawAsync(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0})
            INSERT INTO Deliveries (Id, EventSequence, Kind, SubscriptionId, ReceivedAt, Headers, Body, Verification)
            SELECT i, i, 0, 1, 0, '[]', CAST(printf('%.2000c', 'x') AS BLOB), 0 FROM n;
            INSERT INTO Events (Sequence, Recognized, OccurredAt, ReceivedAt, SubscriptionId, DeliveryCount, Verification, FirstDeliveryId)
            SELECT Id, 0, 0, 0, 1, 1, 0, Id FROM Deliveries;
            """,
            [count],
            Cancel);
    }

    /// <summary>Does once what a test asks for, in the middle of whichever statement runs next.</summary>
    private sealed class Midway : DbConnectionInterceptor
    {
        private const int Steps = 10_000;

        private Action? _once;

        public void Once(Action action) => Volatile.Write(ref _once, action);

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
            raw.sqlite3_progress_handler(((SqliteConnection)connection).Handle, Steps, Progress, null);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }

        private int Progress(object? state)
        {
            Interlocked.Exchange(ref _once, null)?.Invoke();
            return 0;
        }
    }
}
