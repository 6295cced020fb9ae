using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Data;
using PenneoDashboard.Rejected;
using PenneoDashboard.Tests.Simulator;
using PenneoDashboard.Tests.Webhooks;
using PenneoDashboard.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Rejected;

/// <summary>A flood fills neither the disk nor the memory, and costs the good deliveries nothing.</summary>
public sealed class RejectedBoundsTests
{
    private static readonly RejectedLimits Small = new()
    {
        PerSubscription = new(5, 10_000),
        Total = new(8, 15_000),
        BurstPerSubscription = new(1000, 100_000),
        BurstTotal = new(1000, 100_000),
        Pause = TimeSpan.FromMilliseconds(1),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Limiter_LetsABurstThrough_ThenAsManyAsTheRate_ForEachAndInTotal()
    {
        var clock = new FakeTimeProvider();
        var limiter = new RefusalLimiter(
            new RejectedLimits { BurstPerSubscription = new(10, 1000), BurstTotal = new(15, 1500), PerSecondAndSubscription = new(2, 100), PerSecondTotal = new(3, 150) }, clock);

        Assert.Equal(10, Taken(1, 20));
        Assert.Equal(5, Taken(2, 20));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((2, 1), (Taken(1, 20), Taken(2, 20)));
        Assert.Equal((28, 34), (limiter.Dropped[1], limiter.Dropped[2]));

        clock.Advance(TimeSpan.FromHours(1));
        Assert.False(limiter.TryTake(3, 1001));
        Assert.True(limiter.TryTake(3, 1000));
        Assert.True(limiter.TryTake(4, 500));
        Assert.False(limiter.TryTake(4, 1));

        int Taken(long subscription, int tries) => Enumerable.Range(0, tries).Count(_ => limiter.TryTake(subscription, 10));
    }

    [Fact]
    public void Limiter_HoldsWhenTheClockIsSetBack()
    {
        var clock = new SignedApp.SettableClock();
        var limiter = new RefusalLimiter(new RejectedLimits { BurstPerSubscription = new(1, 1000), PerSecondAndSubscription = new(1, 100) }, clock);

        Assert.True(limiter.TryTake(1, 1));
        clock.Advance(TimeSpan.FromHours(-1));
        Assert.False(limiter.TryTake(1, 1));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limiter.TryTake(1, 1));
    }

    [Fact]
    public void Queue_KeepsWhatItHasRoomFor_AndCountsTheRest()
    {
        var queue = new RejectedQueue(Small with { BurstTotal = new(3, 100_000) }, new FakeTimeProvider());

        for (var i = 0; i < 10; i++)
        {
            if (queue.Wants(1, 10))
                queue.OnRefused(new RefusedDelivery(1, default, null, "[]", new byte[10], SignatureVerdict.Malformed));
        }

        Assert.Equal(3, queue.TakeBatch().Count);
        Assert.Equal(7, queue.Dropped[1]);
    }

    [Fact]
    public async Task Table_KeepsTheNewest_InRowsAndInBytes()
    {
        await using var app = new Bounded();
        var store = app.App.Services.GetRequiredService<RejectedStore>();

        await store.AddAsync(Rows(1, 7, 100), Cancel);
        Assert.Equal([7, 6, 5, 4, 3], await IdsAsync());
        await store.AddAsync(Rows(2, 5, 100), Cancel);
        Assert.Equal([12, 11, 10, 9, 8, 7, 6, 5], await IdsAsync());
        await store.AddAsync(Rows(3, 4, 4_000), Cancel);
        Assert.Equal([16, 15, 12, 11, 10, 9, 8, 7], await IdsAsync());
        await store.AddAsync(Rows(1, 2, 5_000), Cancel);
        Assert.Equal([18, 17, 16], await IdsAsync());

        async Task<IEnumerable<long>> IdsAsync() => (await store.ListAsync(null, null, 100, Cancel)).Items.Select(x => x.Id);
    }

    [Fact]
    public async Task Flood_IsBounded_WhileGoodDeliveriesAreStored()
    {
        await using var app = new Bounded();
        var (flooded, good) = (await SignedDelivery.DoorAsync(app.App, "one"), await SignedDelivery.DoorAsync(app.App, "two"));

        var flood = Enumerable.Range(0, 400).Select(async _ =>
        {
            using var answer = await app.Client.PostAsync(flooded, new byte[1000], ("x-event-signature", "garbage"));
            return answer.StatusCode;
        });
        var deliveries = Enumerable.Range(0, 40).Select(async i =>
        {
            var body = Messages.Casefile(app.NewId());
            using var answer = await app.Client.PostAsync(good, body, SignedDelivery.Headers("two", app.Clock.GetUtcNow(), body, $"{i}"));
            return answer.StatusCode;
        });

        var answers = await Task.WhenAll(Task.WhenAll(flood), Task.WhenAll(deliveries));
        Assert.All(answers[0], x => Assert.Equal(HttpStatusCode.Unauthorized, x));
        Assert.All(answers[1], x => Assert.Equal(HttpStatusCode.OK, x));
        Assert.Equal(40, (await app.Client.EventsAsync($"subscriptionId={good.Id}")).Count);

        // The burst holds 100 of these at most; of those the newest five stay.
        var queue = app.App.Services.GetRequiredService<RejectedQueue>();
        await Eventually.TrueAsync(async () => await MaxIdAsync(app) + queue.Dropped.GetValueOrDefault(flooded.Id) == 400, "all are stored or counted");
        Assert.True(queue.Dropped[flooded.Id] >= 250);
        Assert.Equal(5, (await app.App.Services.GetRequiredService<RejectedStore>().ListAsync(null, null, 100, Cancel)).Items.Count);
    }

    [Fact]
    public async Task WhatWaits_IsStored_WhenTheAppStops()
    {
        var folder = TestApp.NewFolder();
        await using (var app = new TestApp(folder: folder, services: services => services.AddSingleton(new RejectedLimits { Pause = TimeSpan.FromHours(1) })))
        {
            var door = await SignedDelivery.DoorAsync(app, "one");
            using var client = new AppClient(app.BaseUrl);
            for (var i = 0; i < 20; i++)
            {
                using var answer = await client.PostAsync(door, "{}");
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            }
        }

        await using (var restarted = new TestApp(folder: folder))
        {
            _ = restarted.BaseUrl;
            Assert.Equal(20, await restarted.Services.GetRequiredService<RejectedStore>().CountAsync(Cancel));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<long> MaxIdAsync(Bounded app)
    {
        await using var db = await app.App.Services.GetRequiredService<IDbContextFactory<DashboardDb>>().CreateDbContextAsync(Cancel);
        return await db.Set<RejectedDelivery>().MaxAsync(x => (long?)x.Id, Cancel) ?? 0;
    }

    private static IEnumerable<RejectedDelivery> Rows(long subscription, int count, int size) => Enumerable.Range(0, count).Select(_ =>
        new RejectedDelivery { SubscriptionId = subscription, Size = size, Explanation = "", Headers = "[]", Body = [] });

    private sealed class Bounded() : SignedApp(Small);
}
