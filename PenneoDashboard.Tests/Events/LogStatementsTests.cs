using CsCheck;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Events;

/// <summary>The writer's own statements and EF Core's model must mean the same columns.</summary>
public sealed class LogStatementsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<DateTimeOffset> AnyTime = Gen.Long[0, 300L * 86_400_000_000].Select(x => Epoch.AddTicks(x * 10));

    private static readonly Gen<string?> AnyText = Gen.OneOf(Gen.Const((string?)null), Gen.String.Select(x => (string?)x.Replace('\0', ' ')));

    private static readonly Gen<IncomingEvent> AnyEvent = Gen.Select(
        AnyText, Gen.String[Gen.Char['a', 'z'], 1, 20], AnyTime, Gen.Long[1, 5], Gen.Long[1, 3].Nullable(), Gen.Int[-1, 9].Nullable(), AnyText, AnyText,
        (topic, type, time, casefile, signer, status, title, name) =>
            new IncomingEvent(topic, type, time, casefile, signer, status, title, name, null));

    private readonly LogFixture _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task EveryColumn_IsReadAsItWasWritten()
    {
        var seen = new List<(IncomingDelivery Delivery, IncomingEvent Event)>();
        foreach (var (happening, at, body, text) in Gen.Select(AnyEvent, AnyTime, Gen.Byte.Array, AnyText).Array[60].Single())
        {
            var delivery = new IncomingDelivery(7, at, text, $"[[\"n\",\"{seen.Count}\"]]", body, seen.Count % 2 == 0 ? Verification.Verified : Verification.Unsigned, happening, new($"is:{seen.Count}", seen.Count % 3 == 0 ? $"event {seen.Count}" : null));
            Assert.Equal(StoreResult.Stored, await _log.Writer.StoreAsync(delivery));
            seen.Add((delivery, happening));
        }

        await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
        var events = await db.Set<StoredEvent>().OrderBy(x => x.Sequence).ToListAsync(Cancel);
        var deliveries = await db.Set<StoredDelivery>().OrderBy(x => x.Id).ToListAsync(Cancel);
        for (var i = 0; i < seen.Count; i++)
        {
            var (delivery, happening) = seen[i];
            Assert.Equal(
                (i + 1L, delivery.Identity.Meaning, delivery.Identity.Id, true, happening.Topic, happening.EventType, happening.EventTime, happening.EventTime!.Value, delivery.ReceivedAt),
                (events[i].Sequence, events[i].Identity, events[i].EventId, events[i].Recognized, events[i].Topic, events[i].EventType, events[i].EventTime, events[i].OccurredAt, events[i].ReceivedAt));
            Assert.Equal(
                (happening.CasefileId, happening.SignerId, happening.CasefileStatus, happening.Title, null, 7L, 1, delivery.Verification, i + 1L),
                (events[i].CasefileId, events[i].SignerId, events[i].CasefileStatus, events[i].Title, events[i].Problem, events[i].SubscriptionId, events[i].DeliveryCount, events[i].Verification, events[i].FirstDeliveryId));
            Assert.Equal(
                (i + 1L, DeliveryKind.Event, 7L, delivery.ReceivedAt, delivery.RemoteAddress, delivery.Headers, delivery.Verification),
                (deliveries[i].EventSequence, deliveries[i].Kind, deliveries[i].SubscriptionId, deliveries[i].ReceivedAt, deliveries[i].RemoteAddress, deliveries[i].Headers, deliveries[i].Verification));
            Assert.Equal(delivery.Body, deliveries[i].Body);
        }

        await AssertRowsAsync(db, [.. seen.Select(x => x.Event)]);
        var activity = await db.Set<SubscriptionActivity>().SingleAsync(Cancel);
        Assert.Equal(
            (7L, (DateTimeOffset?)seen[0].Delivery.ReceivedAt, (DateTimeOffset?)seen.Max(x => x.Delivery.ReceivedAt), 60L, null, null),
            (activity.SubscriptionId, activity.FirstEventAt, activity.LastEventAt, activity.Deliveries, activity.ConfirmationToken, activity.ConfirmationReceivedAt));
    }

    // What the rows must be is worked out anew, from all events at once.
    private static async Task AssertRowsAsync(DbContext db, IncomingEvent[] events)
    {
        var casefiles = await db.Set<CasefileRow>().OrderBy(x => x.CasefileId).ToListAsync(Cancel);
        Assert.Equal(
            events.GroupBy(x => x.CasefileId!.Value).OrderBy(x => x.Key).Select(x => (
                x.Key, x.Max(e => Array.IndexOf(events, e)) + 1L, x.Min(e => e.EventTime!.Value), x.Max(e => e.EventTime!.Value), x.Count(),
                x.Select(e => e.SignerId).OfType<long>().Distinct().Count(), x.Select(e => e.Title).LastOrDefault(t => t is not null))),
            casefiles.Select(x => (x.CasefileId, x.LastSequence, x.FirstEventAt, x.LastEventAt, x.EventCount, x.SignerCount, x.Title)));
        Assert.Equal(
            casefiles.GroupBy(x => x.Status ?? CasefileStatusCount.NoStatus).OrderBy(x => x.Key).Select(x => (x.Key, x.Count())),
            (await db.Set<CasefileStatusCount>().Where(x => x.Count != 0).OrderBy(x => x.Status).ToListAsync(Cancel)).Select(x => (x.Status, x.Count)));

        var signers = await db.Set<SignerRow>().OrderBy(x => x.CasefileId).ThenBy(x => x.SignerId).ToListAsync(Cancel);
        Assert.Equal(
            events.Where(x => x.SignerId is not null).GroupBy(x => (x.CasefileId!.Value, x.SignerId!.Value)).OrderBy(x => x.Key).Select(x => (
                x.Key.Item1, x.Key.Item2, x.Select(e => e.SignerName).LastOrDefault(n => n is not null), x.MaxBy(e => e.EventTime)!.EventType, x.Max(e => e.EventTime!.Value), x.Count())),
            signers.Select(x => (x.CasefileId, x.SignerId, x.Name, x.LastEventType!, x.LastEventAt, x.EventCount)));

        Assert.Equal(
            events.GroupBy(x => (DateOnly.FromDateTime(x.EventTime!.Value.UtcDateTime), x.Topic ?? "", x.EventType)).Select(x => (x.Key, x.LongCount())).ToHashSet(),
            (await db.Set<EventCount>().ToListAsync(Cancel)).Select(x => ((x.Day, x.Topic, x.EventType), x.Count)).ToHashSet());
    }
}
