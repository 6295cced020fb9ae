using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using PenneoDashboard.Shared;
using PenneoDashboard.Tests.Rejected;
using PenneoDashboard.Tests.Simulator;
using PenneoDashboard.Tests.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Health;

/// <summary>What the API says of a subscription's health, after what came through the receiver.</summary>
public sealed class HealthHttpTests(SignedApp fixture) : RejectedHttp(fixture), IClassFixture<SignedApp>
{
    [Fact]
    public async Task NewOne_HasNoData_ThenIsHealthy()
    {
        var door = await DoorAsync();
        var health = await HealthAsync(door);
        Assert.Equal("noData", health.Text("state"));
        Assert.Equal(JsonValueKind.Null, health.GetProperty("since").ValueKind);

        await PostAsync(door, Messages.Casefile(Fixture.NewId()), HttpStatusCode.OK);

        Assert.Equal("healthy", (await HealthAsync(door)).Text("state"));
        Assert.Empty((await HealthAsync(door)).GetProperty("signs").EnumerateArray());
    }

    [Fact]
    public async Task SameEventAgain_IsARetry_InTheApiAndTheMenu()
    {
        var door = await DoorAsync();
        var body = Bytes(Messages.Casefile(Fixture.NewId()));
        for (var i = 0; i < 3; i++)
            await PostAsync(door, body, HttpStatusCode.OK, "the-same");

        await UntilAsync(door, "retried");
        var health = await HealthAsync(door);
        Assert.Contains("2 of the last 3 deliveries were repeats", health.Text("reason"), StringComparison.Ordinal);
        Assert.Equal("retried", Assert.Single(health.GetProperty("signs").EnumerateArray()).Text("state"));
        var badges = Fixture.App.Services.GetRequiredService<NavBadges>();
        await Eventually.TrueAsync(() => badges.Of("/subscriptions") > 0, "the badge");
        Assert.Contains("attention", badges.MeaningOf("/subscriptions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SameEventThroughTwoSubscriptions_IsNoRetry()
    {
        var (one, other) = (await DoorAsync(), await DoorAsync());
        for (var i = 0; i < 4; i++)
        {
            var body = Bytes(Messages.Casefile(Fixture.NewId()));
            var id = Guid.NewGuid().ToString();
            await PostAsync(one, body, HttpStatusCode.OK, id);
            await PostAsync(other, body, HttpStatusCode.OK, id);
        }

        await PostAsync(other, Bytes(Messages.Casefile(Fixture.NewId())), HttpStatusCode.OK, "the-last");
        await PostAsync(other, Bytes(Messages.Casefile(Fixture.NewId())), HttpStatusCode.OK, "the-last");
        await UntilAsync(other, "retried");

        Assert.Equal("healthy", (await HealthAsync(one)).Text("state"));
    }

    [Fact]
    public async Task Refused_UntilAGoodOneComes()
    {
        var door = await DoorAsync();
        await PostAsync(door, Messages.Casefile(Fixture.NewId()), HttpStatusCode.OK);
        Fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        var body = Bytes(Messages.Casefile(Fixture.NewId()));
        await RefusedAsync(door, body, Signed(body, "another-secret"));

        await UntilAsync(door, "refused");
        Assert.Contains("1 delivery was refused since the last good one", (await HealthAsync(door)).Text("reason"), StringComparison.Ordinal);
        Fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await PostAsync(door, Messages.Casefile(Fixture.NewId()), HttpStatusCode.OK);
        Assert.Equal("healthy", (await HealthAsync(door)).Text("state"));
    }

    [Fact]
    public async Task Refused_IsOver_WhenTheyAreDiscarded()
    {
        var door = await DoorAsync();
        var body = Bytes(Messages.Casefile(Fixture.NewId()));
        var item = await RefusedAsync(door, body, Signed(body, "another-secret"));
        await UntilAsync(door, "refused");

        using var answer = await Client.Http.DeleteAsync($"/api/v1/rejected/{item.Number("id")}", Cancel);

        await UntilAsync(door, "noData");
    }

    [Fact]
    public async Task TooLargeABody_IsRefusedToo()
    {
        var door = await DoorAsync();
        using var answer = await Client.PostAsync(door, new byte[(1024 * 1024) + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);

        Assert.Contains("too large", (await HealthAsync(door)).Text("reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SilenceAtLast_IsToldWithoutAnythingHappening()
    {
        await using var host = await SubscriptionsHost.StartAsync();
        var row = await host.CreateCurrentAsync("sign.casefile.completed");
        Assert.Equal("NoData", row.Health.State.ToString());

        var badges = host.App.Services.GetRequiredService<NavBadges>();
        host.Clock.Advance(TimeSpan.FromHours(25));

        await Eventually.TrueAsync(() => badges.Of("/subscriptions") == 1, "the badge", () => host.Clock.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal("1 subscription needs attention", badges.MeaningOf("/subscriptions"));
    }

    [Fact]
    public async Task AfterARestart_WhatWasBeforeIsStillKnown()
    {
        await using var host = await SubscriptionsHost.StartAsync();
        var row = await host.CreateCurrentAsync("sign.casefile.completed");
        using (var client = new AppClient(host.App.BaseUrl))
        {
            var body = Bytes(Messages.Casefile(531));
            for (var i = 0; i < 3; i++)
            {
                using var answer = await client.PostAsync(new Door(row.Id, row.ReceiveUrl!), body, SignedDelivery.Headers(host.SecretOf(row.Id)!, host.Clock.GetUtcNow(), body, "one"));
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }

        await using (var db = await host.App.Services.GetRequiredService<IDbContextFactory<DashboardDb>>().CreateDbContextAsync(Cancel))
            await db.Set<StoredDelivery>().ExecuteUpdateAsync(x => x.SetProperty(d => d.Answer, 503), Cancel);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.RestartAsync();

        await host.UntilAsync(row.Id, x => x.Health.Signs.Count == 2, "both signs");
        Assert.Equal(
            ["We answered 503 to 3 deliveries", "2 of the last 3 deliveries"],
            (await host.FindAsync(row.Id)).Health.Signs.Select(x => x.Reason.Split(" were repeats")[0].Split(" of the last hour")[0]).OrderDescending());
    }

    private async Task<JsonElement> HealthAsync(Door door) => (await Client.GetAsync($"/api/v1/subscriptions/{door.Id}")).GetProperty("health");


    private Task UntilAsync(Door door, string state) => Eventually.TrueAsync(async () => (await HealthAsync(door)).Text("state") == state, $"it is {state}");

    private Task PostAsync(Door door, string body, HttpStatusCode expected) => PostAsync(door, Bytes(body), expected, Guid.NewGuid().ToString());

    private async Task PostAsync(Door door, byte[] body, HttpStatusCode expected, string id)
    {
        using var answer = await Client.PostAsync(door, body, Signed(body, id: id));
        Assert.Equal(expected, answer.StatusCode);
    }
}
