using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Rejected;
using PenneoDashboard.Shared;
using PenneoDashboard.Tests.Simulator;
using PenneoDashboard.Tests.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Rejected;

/// <summary>From a refused delivery to the log, over HTTP.</summary>
public sealed class RejectedTests(SignedApp fixture) : RejectedHttp(fixture), IClassFixture<SignedApp>
{
    private RejectedService Service => Fixture.App.Services.GetRequiredService<RejectedService>();

    [Fact]
    public async Task WrongSecret_Corrected_VerifiesAndIsAccepted()
    {
        var (door, casefile) = (await DoorAsync("not-the-right-one"), Fixture.NewId());
        var (body, own) = (Bytes(Messages.Casefile(casefile)), $"secret-of-{casefile}");
        var item = await RefusedAsync(door, body, Signed(body, own, id: "event-1"));
        Assert.Equal(("unknown", false), Verdict(item));
        Assert.Equal(("sign.casefile.completed", "event-1", body.Length), (item.Text("eventType"), item.Text("eventId"), item.Number("bodyLength")));
        var receivedAt = item.Text("receivedAt");

        using (var early = await AcceptAsync(item))
        {
            Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
            Assert.Contains("does not verify", await early.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        await Secrets.SetAsync(door.Id, own, Cancel);
        Fixture.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(("verifies", true), Verdict(await VerifyAsync(item)));
        using (var answer = await AcceptAsync(item))
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);

        Assert.Empty(await ListAsync(door));
        var stored = await Client.EventAsync($"casefileId={casefile}");
        Assert.Equal(("verified", receivedAt, door.Id), (stored.Text("verification"), stored.Text("receivedAt"), stored.Number("subscriptionId")));
        Assert.Equal(body, await Client.RawAsync(stored));

        // Penneo may have sent it again meanwhile; that is the same event.
        using (var retry = await Client.PostAsync(door, body, Signed(body, own, id: "event-1")))
            Assert.Equal(HttpStatusCode.OK, retry.StatusCode);
        Assert.Equal(2, (await Client.EventAsync($"casefileId={casefile}")).Number("deliveryCount"));
        using var again = await AcceptAsync(item);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task HeldBack_IsAcceptedAsARepeat_OfTheEventThatIsThere()
    {
        var (door, casefile) = (await DoorAsync(), Fixture.NewId());
        var body = Bytes(Messages.Casefile(casefile));
        var headers = Signed(body, id: "event-2");
        using (var first = await Client.PostAsync(door, body, headers))
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Fixture.Clock.Advance(TimeSpan.FromMinutes(10));

        var replayed = await RefusedAsync(door, body, headers);
        Assert.Equal(("clockOff", true), Verdict(replayed));
        using (var answer = await AcceptAsync(replayed))
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);

        Assert.Equal(2, (await Client.EventAsync($"casefileId={casefile}")).Number("deliveryCount"));
    }

    [Fact]
    public async Task AllOfASubscription_AreVerifiedAndAccepted_TheOthersLeft()
    {
        var (door, other) = (await DoorAsync("not-the-right-one"), await DoorAsync("another-wrong-one"));
        for (var i = 0; i < 60; i++)
        {
            var body = Bytes(Messages.Casefile(Fixture.NewId()));
            await RefusedAsync(i == 0 ? other : door, body, Signed(body));
        }

        await RefusedAsync(door, Bytes("{}"));
        await Secrets.SetAsync(door.Id, Secret, Cancel);

        Assert.Equal(new RejectedOutcome(59, 1), await Service.VerifyAllAsync(door.Id, Cancel));
        Assert.Equal(new RejectedOutcome(59, 0), await Service.AcceptAllAsync(door.Id, Cancel));
        Assert.Equal(59, (await Client.EventsAsync($"subscriptionId={door.Id}")).Count);
        Assert.Equal("headerMissing", Assert.Single(await ListAsync(door)).Text("reason"));
        Assert.Single(await ListAsync(other));
    }

    [Fact]
    public async Task Accepting_LeavesWhenTheSubscriptionLastHadAnEvent()
    {
        var door = await DoorAsync("not-the-right-one");
        var body = Bytes(Messages.Casefile(Fixture.NewId()));
        var item = await RefusedAsync(door, body, Signed(body));
        await Secrets.SetAsync(door.Id, Secret, Cancel);
        Fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        var later = Bytes(Messages.Casefile(Fixture.NewId()));
        using (var answer = await Client.PostAsync(door, later, Signed(later)))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var lastEventAt = (await Client.GetAsync($"/api/v1/subscriptions/{door.Id}")).Text("lastEventAt");

        using (var accepted = await AcceptAsync(item))
            Assert.Equal(HttpStatusCode.NoContent, accepted.StatusCode);

        Assert.Equal(lastEventAt, (await Client.GetAsync($"/api/v1/subscriptions/{door.Id}")).Text("lastEventAt"));
    }

    [Fact]
    public async Task TwoWhoAcceptAtOnce_DeliverItOnce()
    {
        var (door, casefile) = (await DoorAsync("not-the-right-one"), Fixture.NewId());
        var body = Bytes(Messages.Casefile(casefile));
        var item = await RefusedAsync(door, body, Signed(body));
        await Secrets.SetAsync(door.Id, Secret, Cancel);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AcceptAsync(item)));

        Assert.Single(answers, x => x.StatusCode == HttpStatusCode.NoContent);
        Assert.Equal(7, answers.Count(x => x.StatusCode == HttpStatusCode.NotFound));
        Assert.Equal(1, (await Client.EventAsync($"casefileId={casefile}")).Number("deliveryCount"));
    }

    [Fact]
    public async Task List_IsPaged_AndOneIsReadWhole()
    {
        var door = await DoorAsync();
        for (var i = 0; i < 5; i++)
            await RefusedAsync(door, [0xff, (byte)i], ("x-event-id", $"number {i}"));

        var ids = new List<long>();
        long? before = null;
        do
        {
            var page = await Client.GetAsync($"/api/v1/rejected?subscriptionId={door.Id}&limit=2{(before is null ? "" : $"&before={before}")}");
            ids.AddRange(page.Items().Select(x => x.Number("id")!.Value));
            before = page.Number("next");
        }
        while (before is not null);

        Assert.Equal(5, ids.Count);
        Assert.Equal(ids.Distinct().OrderDescending(), ids);
        var one = await Client.GetAsync($"/api/v1/rejected/{ids[0]}");
        Assert.Equal("number 4", one.Text("eventId"));
        Assert.Equal([0xff, 4], await Client.Http.GetByteArrayAsync($"/api/v1/rejected/{ids[0]}/raw", Cancel));
        using var discarded = await Client.Http.DeleteAsync($"/api/v1/rejected/{ids[0]}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, discarded.StatusCode);
        foreach (var path in (string[])["", "/raw"])
        {
            using var gone = await Client.Http.GetAsync($"/api/v1/rejected/{ids[0]}{path}", Cancel);
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        }

        using var wrong = await Client.Http.GetAsync("/api/v1/rejected?limit=201", Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task Badge_CountsThem()
    {
        var badges = Fixture.App.Services.GetRequiredService<NavBadges>();
        var store = Fixture.App.Services.GetRequiredService<RejectedStore>();
        var door = await DoorAsync();
        await RefusedAsync(door, Bytes("{}"));

        await Eventually.TrueAsync(async () => badges.Of("/rejected") == await store.CountAsync(Cancel), "the badge shows the count");
        Assert.NotEqual(0, badges.Of("/rejected"));
    }

    [Fact]
    public async Task BodyThatIsNotRecognized_IsAcceptedAllTheSame()
    {
        var door = await DoorAsync("not-the-right-one");
        byte[] body = [0xff, 0x00, 0x80];
        var item = await RefusedAsync(door, body, Signed(body));
        await Secrets.SetAsync(door.Id, Secret, Cancel);

        using var answer = await AcceptAsync(item);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var stored = await Client.EventAsync($"subscriptionId={door.Id}");
        Assert.Equal((false, "verified"), (stored.GetProperty("recognized").GetBoolean(), stored.Text("verification")));
    }
}
