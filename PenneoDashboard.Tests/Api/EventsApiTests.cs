using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace PenneoDashboard.Tests.Api;

public sealed class EventsApiTests(EventsApiTests.Filled fixture) : IClassFixture<EventsApiTests.Filled>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AppClient Client => fixture.Client;

    [Fact]
    public async Task Item_HasTheContractsShape()
    {
        const string Payload = """{"id":70,"caseFile":{"id":7,"status":1,"title":"Title 7"}}""";

        var page = await Client.GetAsync("/api/v1/events?casefileId=7");

        Assert.Equal(["items", "next"], page.EnumerateObject().Select(x => x.Name));
        var item = Assert.Single(page.Items());
        Assert.Equal(
            $$"""{"sequence":{{item.Number("sequence")}},"recognized":true,"topic":"signer","eventType":"signed","eventTime":"2026-01-02T10:00:07.000007Z","receivedAt":"{{item.Text("receivedAt")}}","casefileId":7,"signerId":70,"casefileStatus":1,"title":"Title 7","subscriptionId":{{fixture.Door.Id}},"deliveryCount":1,"verification":"unsigned","payload":{{Payload}},"problem":null}""",
            item.GetRawText());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", item.Text("receivedAt"));
        Assert.StartsWith(
            item.GetRawText()[..^1] + ",\"deliveries\":[{", (await Client.GetAsync($"/api/v1/events/{item.Number("sequence")}")).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("casefileId=3", 1)]
    [InlineData("signerId=40", 1)]
    [InlineData("topic=casefile", 1)]
    [InlineData("topic=signer", 20)]
    [InlineData("eventType=signed", 10)]
    [InlineData("eventType=signed&topic=casefile", 0)]
    [InlineData("eventType=SIGNED", 0)]
    [InlineData("topic=&eventType=", 22)]
    [InlineData("from=2026-01-02T10:00:10.000010Z&to=2026-01-02T10:00:12.000012Z", 2)]
    [InlineData("from=2026-01-02T11:00:10.000010%2B01:00&to=2026-01-02T10:00:12.000012Z", 2)]
    [InlineData("from=2026-01-02T10:00:10.000011Z&to=2026-01-02T10:00:12.000012Z", 1)]
    [InlineData("from=2026-01-03&to=2026-01-04", 1)]
    [InlineData("q=%22Title%201%22*", 11)]
    [InlineData("q=%22Title%201%22", 1)]
    [InlineData("q=title", 20)]
    [InlineData("q=titl", 20)]
    [InlineData("q=titl%20signed", 0)]
    [InlineData("q=title%20-signed", 10)]
    [InlineData("eventType=signed&eventType=opened", 20)]
    [InlineData("verification=unsigned", 22)]
    [InlineData("verification=verified", 0)]
    [InlineData("duplicates=true", 0)]
    [InlineData("duplicates=false&topic=signer", 20)]
    [InlineData("q=%25", 1)]
    [InlineData("q=%27%20OR%201%3D1%20--", 0)]
    [InlineData("recognized=false", 1)]
    [InlineData("subscriptionId=999", 0)]
    [InlineData("after=9223372036854775807", 0)]
    [InlineData("before=-9223372036854775808", 0)]
    [InlineData("nonsense=1", 22)]
    public async Task Filters_AreHonoured(string query, int expected) =>
        Assert.Equal(expected, (await Client.GetAsync($"/api/v1/events?{query}")).Items().Count);

    [Fact]
    public async Task Pages_CoverEverythingOnce_NewestFirst()
    {
        var seen = new List<long>();
        long? next = null;
        do
        {
            var page = await Client.GetAsync($"/api/v1/events?limit=7{(next is null ? "" : $"&before={next}")}");
            Assert.InRange(page.Items().Count, 1, 7);
            seen.AddRange(page.Items().Select(x => x.Number("sequence")!.Value));
            next = page.Number("next");
        }
        while (next is not null);

        Assert.Equal(Enumerable.Range(1, 22).Reverse().Select(x => (long)x), seen);
        var between = await Client.GetAsync("/api/v1/events?after=5&before=9");
        Assert.Equal([8, 7, 6], between.Items().Select(x => x.Number("sequence")!.Value));
        Assert.Equal(JsonValueKind.Null, between.GetProperty("next").ValueKind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(22)]
    [InlineData(1000)]
    public async Task Limit_IsKept(int limit)
    {
        var page = await Client.GetAsync($"/api/v1/events?limit={limit}");
        Assert.Equal(Math.Min(limit, 22), page.Items().Count);
        Assert.Equal(limit < 22, page.Number("next") is not null);
    }

    [Theory]
    [InlineData("events", "limit", "0")]
    [InlineData("events", "limit", "1001")]
    [InlineData("events", "limit", "-1")]
    [InlineData("events", "limit", "many")]
    [InlineData("events", "casefileId", "1.5")]
    [InlineData("events", "signerId", "9223372036854775808")]
    [InlineData("events", "subscriptionId", "x")]
    [InlineData("events", "before", "x")]
    [InlineData("events", "after", "1e3")]
    [InlineData("events", "from", "yesterday")]
    [InlineData("events", "to", "2026-13-01")]
    [InlineData("events", "recognized", "maybe")]
    [InlineData("casefiles", "limit", "0")]
    [InlineData("casefiles", "before", "x")]
    public async Task BadValue_Is400_NamingTheParameter(string list, string name, string value)
    {
        using var answer = await Client.Http.GetAsync($"/api/v1/{list}?{name}={value}", Cancel);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(400, problem.Number("status"));
        Assert.Equal([name], problem.GetProperty("errors").EnumerateObject().Select(x => x.Name));
        Assert.NotEmpty(problem.GetProperty("errors").GetProperty(name)[0].GetString()!);
    }

    [Theory]
    [InlineData("/api/v1/events/999999")]
    [InlineData("/api/v1/events/999999/raw")]
    [InlineData("/api/v1/events/999999/deliveries")]
    [InlineData("/api/v1/events/first")]
    [InlineData("/api/v1/casefiles/999999")]
    [InlineData("/api/v1/subscriptions/999999")]
    [InlineData("/api/v1/nothing")]
    public async Task Unknown_Is404WithProblemDetails(string path)
    {
        using var answer = await Client.Http.GetAsync(path, Cancel);

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(404, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).Number("status"));
    }

    [Fact]
    public async Task Casefiles_NewestActivityFirst_PageByPage()
    {
        var first = await Client.GetAsync("/api/v1/casefiles?limit=15");
        var second = await Client.GetAsync($"/api/v1/casefiles?limit=6&before={first.Number("next")}");

        Assert.Equal([21, .. Enumerable.Range(1, 20).Reverse()], first.Items().Concat(second.Items()).Select(x => (int)x.Number("id")!.Value));
        Assert.Null(second.Number("next"));

        // What is added to it later stands behind.
        Assert.StartsWith(
            """{"id":21,"title":null,"status":5,"statusLabel":"Completed","firstEventAt":"2026-01-03T10:00:00.000000Z","lastEventAt":"2026-01-03T10:00:00.000000Z","lastSequence":21,"eventCount":1,"signerCount":0""",
            first.Items()[0].GetRawText(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Casefile_HasItsSignersAndEvents()
    {
        var casefile = await Client.GetAsync("/api/v1/casefiles/7");

        Assert.Empty(((string[])["id", "title", "status", "statusLabel", "firstEventAt", "lastEventAt", "eventCount", "state", "signers", "events"])
            .Except(casefile.EnumerateObject().Select(x => x.Name)));
        Assert.Equal((7, "Title 7", "Pending"), (casefile.Number("id"), casefile.Text("title"), casefile.Text("statusLabel")));
        Assert.StartsWith(
            """{"id":70,"name":null,"lastEventType":"signed","lastEventAt":"2026-01-02T10:00:07.000007Z","eventCount":1""",
            Assert.Single(casefile.Items("signers")).GetRawText(),
            StringComparison.Ordinal);
        Assert.Equal(70, Assert.Single(casefile.Items("events")).Number("signerId"));
    }

    /// <summary>Twenty signers' events, one casefile's, and one message that is not understood.</summary>
    public sealed class Filled : AppFixture
    {
        public Door Door { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            Door = await Client.SubscribeAsync();
            for (var i = 1; i <= 20; i++)
            {
                await Client.StoreAsync(Door, Messages.Signer(i, i * 10, i % 2 == 0 ? "opened" : "signed", date: string.Create(CultureInfo.InvariantCulture, $"2026-01-02 10:00:{i:00}.{i:000000}"))
                    .Replace("\"status\":1}", $"\"status\":1,\"title\":\"Title {i}\"}}", StringComparison.Ordinal).Replace("} } }", "}}}", StringComparison.Ordinal));
            }

            await Client.StoreAsync(Door, Messages.Casefile(21, date: "2026-01-03 10:00:00.000000"), "100% no JSON");
        }
    }
}
