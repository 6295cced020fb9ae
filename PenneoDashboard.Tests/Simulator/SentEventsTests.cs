using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

/// <summary>What the simulator says it has sent, against what arrived.</summary>
public sealed class SentEventsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_AreExactlyWhatArrived_ThroughBothServices()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        var casefile = await host.SubscribeAsync("casefile", "casefile");
        var signer = await host.SubscribeAsync("signer", "signer");
        var current = await host.CreateCurrentAsync("current", [.. SimulatorTopics.CurrentTypes]);
        await host.PlayAsync("""{"signers":3,"rounds":2,"repeatEvents":true,"casefiles":3,"speed":"fast"}""");
        await host.PlayToTheEndAsync(_time);

        var sent = await AllAsync(host, pageSize: 7);

        Assert.Equal(Enumerable.Range(1, sent.Count).Select(x => (long)x), sent.Select(x => x.GetProperty("number").GetInt64()));
        Assert.Equal(
            host.Received.Where(x => !x.IsConfirmation).Select(x => (x.Hook, Identity(x.Json))).Order(),
            sent.SelectMany(x => x.GetProperty("deliveries").EnumerateArray().Select(d => (HookOf(d), Identity(x)))).Order());
        Assert.Equal(
            host.At("current").Select(x => x.Header("x-event-id")).Distinct().Order(), sent.Select(x => x.GetProperty("eventId").GetString()).Order());
        Assert.All(sent, x => Assert.Equal($"sign.{x.GetProperty("topic").GetString()}.{x.GetProperty("eventType").GetString()}", x.GetProperty("type").GetString()));
        Assert.All(sent.SelectMany(x => x.GetProperty("deliveries").EnumerateArray()), x => Assert.Equal("delivered", x.GetProperty("outcome").GetString()));
        Assert.Equal(
            new[] { (casefile.ToString(System.Globalization.CultureInfo.InvariantCulture), "legacy"), (signer.ToString(System.Globalization.CultureInfo.InvariantCulture), "legacy"), (current, "current") }.Order(),
            sent.SelectMany(x => x.GetProperty("deliveries").EnumerateArray()).Select(x => (x.GetProperty("subscription").GetString()!, x.GetProperty("service").GetString()!)).Distinct().Order());

        static string HookOf(JsonElement delivery) => new Uri(delivery.GetProperty("endpoint").GetString()!).Segments[^1];
    }

    [Fact]
    public async Task Delivery_RefusedOnce_TellsBothAnswers()
    {
        await using var host = await SimulatorHost.StartAsync(_time, x => x.DeliveryTimeout = TimeSpan.FromDays(1));
        await host.CreateCurrentAsync("a", SimulatorTopics.TestEventType);
        host.Answers["a"] = _ => Task.FromResult(host.At("a").Count == 1 ? 500 : 200);

        await host.Client.PostAsJsonAsync(SimulatorHost.CurrentApi + "/test", new { }, Cancel);
        await Eventually.TrueAsync(() => host.Log.Counters.Delivered == 1, "the retry", () => _time.Advance(TimeSpan.FromSeconds(1)));

        var item = Assert.Single(await AllAsync(host));
        Assert.Equal((SimulatorTopics.TestEventType, "", JsonValueKind.Null), (item.GetProperty("type").GetString(), item.GetProperty("topic").GetString(), item.GetProperty("casefileId").ValueKind));
        var attempts = Assert.Single(item.GetProperty("deliveries").EnumerateArray()).GetProperty("attempts").EnumerateArray().ToList();
        Assert.Equal([(1, 500), (2, 200)], attempts.Select(x => (x.GetProperty("number").GetInt32(), x.GetProperty("statusCode").GetInt32())));
        Assert.Equal([JsonValueKind.String, JsonValueKind.Null], attempts.Select(x => x.GetProperty("error").ValueKind));
    }

    [Fact]
    public async Task Delivery_GivenUp_AndAnEventNobodyHearsOf_AreToldToo()
    {
        await using var host = await SimulatorHost.StartAsync(_time, x => x.Retries = 0);
        await host.SubscribeAsync("casefile", "a");
        host.Answers["a"] = _ => Task.FromResult(503);
        await host.PlayAsync("""{"signers":1,"speed":"fast"}""");
        await host.PlayToTheEndAsync(_time);

        var sent = await AllAsync(host);

        Assert.Equal(["completed"], sent.Where(x => x.GetProperty("topic").GetString() == "casefile").Select(x => x.GetProperty("eventType").GetString()));
        Assert.All(sent.Where(x => x.GetProperty("topic").GetString() == "signer"), x => Assert.Empty(x.GetProperty("deliveries").EnumerateArray()));
        Assert.Equal("givenUp", sent.SelectMany(x => x.GetProperty("deliveries").EnumerateArray()).Single().GetProperty("outcome").GetString());
    }

    [Fact]
    public void Events_MoreThanAreKept_TheOldestAreForgottenAndCounted()
    {
        var sent = new SentEvents();
        for (var i = 0; i < SentEvents.Capacity + 3; i++)
            sent.Happened(new OutgoingMessage("signer", "signed", i, []));

        Assert.Equal(3, sent.Forgotten);
        Assert.Equal([4L, 5L], sent.Read(0, 2).Select(x => x.Number));
        Assert.Equal([SentEvents.Capacity + 3L], sent.Read(SentEvents.Capacity + 2, 10).Select(x => x.Number));
    }

    [Theory]
    [InlineData("after=-1", "after")]
    [InlineData("after=x", "after")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    public async Task Events_BadRange_IsAValidationProblem(string query, string member)
    {
        await using var host = await SimulatorHost.StartAsync(_time);

        var answer = await host.Client.GetAsync($"/simulator/events?{query}", Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(member, Assert.Single((await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("errors").EnumerateObject()).Name);
    }

    private static async Task<List<JsonElement>> AllAsync(SimulatorHost host, int pageSize = 100)
    {
        var all = new List<JsonElement>();
        for (long? after = 0; after is not null;)
        {
            var page = await host.Client.GetFromJsonAsync<JsonElement>($"/simulator/events?after={after}&limit={pageSize}", Cancel);
            Assert.Equal(0, page.GetProperty("forgotten").GetInt64());
            all.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.GetProperty("next").ValueKind == JsonValueKind.Null ? null : page.GetProperty("next").GetInt64();
        }

        return all;
    }

    /// <summary>What makes it that event: of a delivered body, or of an item of the list.</summary>
    private static string Identity(JsonElement x)
    {
        var (topic, type) = (x.GetProperty("topic").GetString(), x.GetProperty("eventType").GetString());
        if (!x.TryGetProperty("payload", out var payload))
            return $"{topic} {type} {x.GetProperty("casefileId")} {x.GetProperty("signerId")} {x.GetProperty("eventTime").GetDateTimeOffset().UtcDateTime:O}";
        var isSigner = payload.TryGetProperty("caseFile", out var casefile);
        return $"{topic} {type} {(isSigner ? casefile : payload).GetProperty("id")} {(isSigner ? payload.GetProperty("id").ToString() : "")} {ScenarioRunnerTests.Instant(x.GetProperty("eventTime")).UtcDateTime:O}";
    }
}
