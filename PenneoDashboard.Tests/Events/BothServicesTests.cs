using System.Globalization;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Events;

/// <summary>While an account moves, what happens comes through the legacy service, without an id, and through the current one, with an id.</summary>
public sealed class BothServicesTests : IAsyncLifetime
{
    private const long Legacy = 1;
    private const long Current = 2;
    private const string Signed = """{"topic":"signer","eventType":"signed","eventTime":{"date":"2026-11-24 10:00:00.000001","timezone_type":3,"timezone":"UTC"},"payload":{"id":9001,"caseFile":{"id":531,"status":1}}}""";

    private readonly LogFixture _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task LegacyThenCurrent_IsOneEvent()
    {
        await StoreAsync(Signed, null);
        await StoreAsync(Signed, "event-1");

        Assert.Equal("2", await CountsAsync());
    }

    [Fact]
    public async Task CurrentThenLegacy_IsOneEvent()
    {
        await StoreAsync(Signed, "event-1");
        await StoreAsync(Signed, null);
        await StoreAsync(Signed, null);

        Assert.Equal("3", await CountsAsync());
    }

    [Fact]
    public async Task RetryAfterTheOtherService_IsStillTheSame()
    {
        await StoreAsync(Signed, null);
        await StoreAsync(Signed, "event-1");
        await StoreAsync(Signed, "event-1");

        Assert.Equal("3", await CountsAsync());
    }

    [Fact]
    public async Task TwoIds_AreTwoEvents_EvenOfTheSameMeaning()
    {
        await StoreAsync(Signed, "event-1");
        await StoreAsync(Signed, "event-2");
        await StoreAsync(Signed, "event-2");

        Assert.Equal("1, 2", await CountsAsync());
    }

    [Fact]
    public async Task SameId_IsOneEvent_WhateverItSays()
    {
        await StoreAsync(Signed, "event-1");
        await StoreAsync(Signed.Replace("10:00:00", "10:00:07", StringComparison.Ordinal), "event-1");

        Assert.Equal("2", await CountsAsync());
    }

    [Fact]
    public async Task Unrecognized_IsKnownByItsIdOnly()
    {
        await StoreAsync("no JSON", null);
        await StoreAsync("no JSON", "event-1");
        await StoreAsync("no JSON", "event-1");

        Assert.Equal("1, 2", await CountsAsync());
    }

    [Fact]
    public async Task IdStoredByAnEarlierVersion_IsStillKnown()
    {
        await using (var db = await _log.Contexts.CreateDbContextAsync(Cancel))
        {
            await db.GetService<IMigrator>().MigrateAsync("CurrentSubscriptions", Cancel);
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO Events (Sequence, Identity, Recognized, OccurredAt, ReceivedAt, SubscriptionId, DeliveryCount, Verification, FirstDeliveryId)
                VALUES (1, {EventIdentity.Of(new IncomingUnrecognized("?"), "event-1").IdKey}, 0, 0, 0, 2, 1, 1, 1)
                """,
                Cancel);
            await db.Database.MigrateAsync(Cancel);
        }

        await StoreAsync(Signed, "event-1");

        Assert.Equal("2", await CountsAsync());
    }

    /// <summary>In any order, repeated or not: as many events as there are ids, and one for a meaning that only came without.</summary>
    [Fact]
    public async Task AnyOrder_GivesTheSameNumberOfEvents()
    {
        var deliveries = Gen.Select(Gen.Int[0, 3], Gen.Int[-1, 2]).Array[0, 14];
        var round = 0;
        await deliveries.SampleAsync(
            async all =>
            {
                var mine = 1000 * Interlocked.Increment(ref round);
                foreach (var (second, id) in all)
                    await StoreAsync(At(mine, second), id < 0 ? null : $"{mine}-{second}-{id}");

                await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
                var stored = await db.Set<StoredEvent>().Where(x => x.CasefileId == mine).ToListAsync(Cancel);
                Assert.Equal(all.GroupBy(x => x.Item1).Sum(x => Math.Max(1, x.Select(d => d.Item2).Where(d => d >= 0).Distinct().Count())), stored.Count);
                Assert.Equal(all.Length, stored.Sum(x => x.DeliveryCount));
                Assert.Equal(stored.Count, await db.Set<CasefileRow>().Where(x => x.CasefileId == mine).SumAsync(x => x.EventCount, Cancel));
            },
            iter: 60, threads: 1);
    }

    private static string At(long casefile, int second) => Signed
        .Replace("531", casefile.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("10:00:00", $"10:00:0{second}", StringComparison.Ordinal);

    private async Task StoreAsync(string body, string? eventId) =>
        Assert.Equal(StoreResult.Stored, await _log.Writer.StoreAsync(LogFixture.Delivery(body, eventId is null ? Legacy : Current, eventId: eventId)));

    private async Task<string> CountsAsync()
    {
        await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
        return string.Join(", ", await db.Set<StoredEvent>().OrderBy(x => x.Sequence).Select(x => x.DeliveryCount).ToListAsync(Cancel));
    }
}
