using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks;

/// <summary>What Penneo posts, over HTTP, and what is then stored and read.</summary>
public sealed class ReceiverTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AppClient Client => fixture.Client;

    private IDbContextFactory<DashboardDb> Contexts => fixture.App.Services.GetRequiredService<IDbContextFactory<DashboardDb>>();

    [Fact]
    public async Task PenneosSamples_AsTextPlain_GiveTheRightRows()
    {
        var door = await Client.SubscribeAsync("signer");

        await Client.StoreAsync(door, Messages.CasefileSample, Messages.SignerSample);

        var items = await Client.EventsAsync("casefileId=531");
        Assert.Equal(2, items.Count);
        Assert.Equal(
            ("signer", "finalized", 531, 9001, 5, "2023-01-01T12:59:59.000000Z"),
            (items[0].Text("topic"), items[0].Text("eventType"), items[0].Number("casefileId"), items[0].Number("signerId"), items[0].Number("casefileStatus"), items[0].Text("eventTime")));
        Assert.Equal(
            ("casefile", "rejected", 531, null, 2, "2023-01-01T12:59:59.000000Z"),
            (items[1].Text("topic"), items[1].Text("eventType"), items[1].Number("casefileId"), items[1].Number("signerId"), items[1].Number("casefileStatus"), items[1].Text("eventTime")));
        Assert.All(items, x => Assert.Equal((true, "unsigned", 1), (x.GetProperty("recognized").GetBoolean(), x.Text("verification"), x.Number("deliveryCount"))));
        Assert.Equal(Encoding.UTF8.GetBytes(Messages.CasefileSample), await Client.RawAsync(items[1]));
    }

    [Theory]
    [InlineData(Messages.Confirmation, "3f0b-token")]
    [InlineData("""{"confirmationToken":"older-token"}""", "older-token")]
    [InlineData("""{"Type":"SubscriptionConfirmation","Token":12345,"SubscriptionId":7,"More":{"x":1}}""", "12345")]
    public async Task Confirmation_KeepsItsToken_AndIsNoEvent(string body, string token)
    {
        var door = await Client.SubscribeAsync();

        await Client.StoreAsync(door, body);

        Assert.Empty(await Client.EventsAsync($"subscriptionId={door.Id}"));
        await using var db = await Contexts.CreateDbContextAsync(Cancel);
        Assert.Equal(token, (await db.Set<SubscriptionActivity>().SingleAsync(x => x.SubscriptionId == door.Id, Cancel)).ConfirmationToken);
        var stored = await db.Set<StoredDelivery>().Where(x => x.SubscriptionId == door.Id).OrderBy(x => x.Id).LastAsync(Cancel);
        Assert.Equal((DeliveryKind.Confirmation, null, body), (stored.Kind, stored.EventSequence, Encoding.UTF8.GetString(stored.Body)));
    }

    [Theory]
    [InlineData("2026-07-01 12:00:00.517791", 3, "Europe/Copenhagen", "2026-07-01T10:00:00.517791Z")]
    [InlineData("2026-07-01 12:00:00.517791", 2, "CEST", "2026-07-01T10:00:00.517791Z")]
    [InlineData("2026-07-01 12:00:00.517791", 1, "+05:30", "2026-07-01T06:30:00.517791Z")]
    public async Task EventTime_OfEachKind_BecomesUtcWithMicroseconds(string date, int type, string zone, string expected)
    {
        var (door, id) = (await Client.SubscribeAsync(), fixture.NewId());

        await Client.StoreAsync(door, $$"""{"topic":"casefile","eventType":"completed","eventTime":{{Messages.Time(date, type, zone)}},"payload":{"id":{{id}}} }""");

        Assert.Equal(expected, (await Client.EventAsync($"casefileId={id}")).Text("eventTime"));
    }

    [Fact]
    public async Task FullPayload_IsKeptWhole_AndGivesTitleAndName()
    {
        var (door, id) = (await Client.SubscribeAsync(), fixture.NewId());
        var payload = $$"""{"id":"9007199254740993","name":"Testa Testsen","caseFile":{"id":"{{id}}","status":"4","title":"Lejekontrakt, ændret","documents":[{"weight":1.10,"big":123456789012345678901234567890}]} }""";

        await Client.StoreAsync(door, $$"""{"topic":"signer","eventType":"signed","eventTime":{{Messages.Time("2026-01-01 00:00:00.000000")}},"payload":{{payload}} }""");

        var item = await Client.EventAsync($"casefileId={id}");
        Assert.Equal(("Lejekontrakt, ændret", 9007199254740993L, 4), (item.Text("title"), item.Number("signerId"), item.Number("casefileStatus")));
        Assert.Equal(payload, item.GetProperty("payload").GetRawText());
        var casefile = await Client.GetAsync($"/api/v1/casefiles/{id}");
        Assert.Equal("Testa Testsen", casefile.GetProperty("signers")[0].Text("name"));
    }

    [Theory]
    [InlineData("""{"topic":"document","eventType":"archived","payload":{"id":1,"caseFile":{"id":$id}}}""", "document", "archived", null)]
    [InlineData("""{"topic":"casefile","eventType":"teleported","payload":{"id":$id,"status":4711}}""", "casefile", "teleported", 4711L)]
    [InlineData("""{"topic":"signer","eventType":"signedWithImageUploadAndNAP","payload":{"id":1,"caseFile":{"id":$id,"status":-1}}}""", "signer", "signedWithImageUploadAndNAP", -1L)]
    public async Task UnknownTopicTypeOrStatus_IsShownAsItCame(string body, string topic, string type, long? status)
    {
        var (door, id) = (await Client.SubscribeAsync(), fixture.NewId());

        await Client.StoreAsync(door, body.Replace("$id", id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

        var item = await Client.EventAsync($"casefileId={id}");
        Assert.Equal((true, topic, type, status), (item.GetProperty("recognized").GetBoolean(), item.Text("topic"), item.Text("eventType"), item.Number("casefileStatus")));
        Assert.Equal(JsonValueKind.Null, item.GetProperty("eventTime").ValueKind);
    }

    [Fact]
    public async Task HeadersAddressAndTime_AreKept()
    {
        var door = await Client.SubscribeAsync();
        var before = DateTimeOffset.UtcNow;

        using var answer = await Client.PostAsync(door, "not json", ("X-Custom", "<b>one</b>"), ("X-Custom", "two"), ("User-Agent", "Penneo/1.0"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var delivery = Assert.Single(await Client.DeliveriesAsync(await Client.EventAsync($"subscriptionId={door.Id}")));
        var headers = delivery.GetProperty("headers").EnumerateArray().Select(x => (Name: x.Text("key")!, Value: x.Text("value")!)).ToList();
        Assert.Contains(("Content-Type", AppClient.PenneosContentType), headers);
        Assert.Equal("<b>one</b>, two", string.Join(", ", headers.Where(x => x.Name == "X-Custom").Select(x => x.Value)));
        Assert.Equal((8, "unsigned"), (delivery.Number("bodyLength"), delivery.Text("verification")));
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(delivery.Text("remoteAddress")!)));
        Assert.InRange(delivery.GetProperty("receivedAt").GetDateTimeOffset(), before.AddMilliseconds(-1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Retry_IsTheSameEvent_WithTwoDeliveries()
    {
        var (door, id) = (await Client.SubscribeAsync(), fixture.NewId());

        await Client.StoreAsync(door, Messages.Casefile(id), Messages.Casefile(id));

        var item = await Client.EventAsync($"casefileId={id}");
        Assert.Equal(2, item.Number("deliveryCount"));
        Assert.Equal(2, (await Client.DeliveriesAsync(item)).Count);
    }

    [Fact]
    public async Task SameHappening_ThroughTwoSubscriptions_IsOneEvent()
    {
        var (first, second, id) = (await Client.SubscribeAsync(), await Client.SubscribeAsync(), fixture.NewId());

        await Client.StoreAsync(first, Messages.Casefile(id));
        await Client.StoreAsync(second, Messages.Casefile(id).Replace(" ", "", StringComparison.Ordinal).Replace("2026-01-0210", "2026-01-02 10", StringComparison.Ordinal));

        var item = await Client.EventAsync($"casefileId={id}");
        Assert.Equal(first.Id, item.Number("subscriptionId"));
        Assert.Equal([first.Id, second.Id], (await Client.DeliveriesAsync(item)).Select(x => x.Number("subscriptionId")!.Value));
    }

    [Fact]
    public async Task SecondSigningRound_IsAnotherEvent()
    {
        var (door, id) = (await Client.SubscribeAsync(), fixture.NewId());

        await Client.StoreAsync(door, Messages.Signer(id, 1, date: "2026-01-02 10:00:00.000000"), Messages.Signer(id, 1, date: "2026-01-02 10:00:00.000001"));

        Assert.Equal(2, (await Client.EventsAsync($"casefileId={id}")).Count);
    }

    [Fact]
    public async Task EventId_TellsTheSameFromAnother()
    {
        var (door, id) = (await Client.SubscribeAsync(), fixture.NewId());
        foreach (var eventId in (string[])["a", "a", "b"])
        {
            using var answer = await Client.PostAsync(door, Messages.Casefile(id), ("x-event-id", $"{id}-{eventId}"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal([1, 2], (await Client.EventsAsync($"casefileId={id}")).Select(x => x.Number("deliveryCount")!.Value));
    }

    [Fact]
    public async Task TwoThingsOfAnUnknownTopic_AtTheSameTime_AreTwoEvents()
    {
        var door = await Client.SubscribeAsync();
        static string Document(int id) => $$"""{"topic":"document","eventType":"archived","eventTime":{{Messages.Time("2026-01-01 00:00:00.000000")}},"payload":{"id":{{id}}} }""";

        await Client.StoreAsync(door, Document(1), Document(2), Document(1));

        Assert.Equal([1, 2], (await Client.EventsAsync($"subscriptionId={door.Id}")).Select(x => x.Number("deliveryCount")!.Value));
    }

    [Fact]
    public async Task DeletedSubscription_IsUnknown_ItsEventsStay()
    {
        var (door, id) = (await Client.SubscribeAsync(), fixture.NewId());
        await Client.StoreAsync(door, Messages.Casefile(id));

        using var deleted = await Client.Http.DeleteAsync($"/api/v1/subscriptions/{door.Id}", Cancel);
        using var answer = await Client.PostAsync(door, Messages.Casefile(id, "failed", 6));

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, answer.StatusCode));
        Assert.Equal("completed", (await Client.EventAsync($"casefileId={id}")).Text("eventType"));
    }

    [Fact]
    public async Task Key_IsUnguessableAndUrlSafe()
    {
        var doors = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Client.SubscribeAsync()));

        var keys = doors.Select(x => x.Url[(x.Url.LastIndexOf('/') + 1)..]).Distinct().ToList();
        Assert.Equal(5, keys.Count);
        Assert.All(keys, x => Assert.Matches("^[A-Za-z0-9_-]{32}$", x));
    }
}
