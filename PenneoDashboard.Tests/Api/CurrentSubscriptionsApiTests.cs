using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Api;

/// <summary>A script's whole use of current subscriptions, over HTTP, with the simulator for Penneo.</summary>
public sealed class CurrentSubscriptionsApiTests : IAsyncLifetime
{
    private const string Test = "webhook.subscription.test";
    private readonly TestApp _app = new();
    private AppClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _client = new AppClient(_app.BaseUrl);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Created_IsTested_GetsSignedEvents_Changed_Paused_AndDeleted()
    {
        var made = await CreateAsync(["sign.casefile.completed", "sign.signer.signed", Test]);
        var path = $"/api/v1/subscriptions/{made.Number("id")}";
        Assert.Equal(("current", "active"), (made.Text("generation"), made.Text("state")));
        Assert.Equal(["sign.casefile.completed", "sign.signer.signed", Test], Texts(made, "eventTypes"));
        Assert.Equal(JsonValueKind.Null, made.GetProperty("topic").ValueKind);
        Assert.True(made.GetProperty("hasSecret").GetBoolean());
        Assert.DoesNotContain(made.EnumerateObject(), x => x.Name == "secret");

        using var tested = await _client.Http.PostAsync(path + "/test", null, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, tested.StatusCode);
        await Eventually.TrueAsync(async () => (await _client.GetAsync(path)).GetProperty("lastTestAt").ValueKind == JsonValueKind.String, "the test event");

        using var scenario = await _client.Http.PostAsJsonAsync("/simulator/scenarios", new { signers = 2, speed = "fast" }, Cancel);
        var casefile = (await scenario.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("casefileIds")[0].GetInt64();
        await Eventually.TrueAsync(async () => (await _client.EventsAsync($"casefileId={casefile}")).Count == 3, "two signatures and the completion");
        var events = await _client.EventsAsync($"casefileId={casefile}");
        Assert.Equal(["completed", "signed", "signed"], events.Select(x => x.Text("eventType")).Order());
        Assert.All(events, x => Assert.Equal((made.Number("id"), "verified"), (x.Number("subscriptionId"), x.Text("verification"))));

        var changed = await PutAsync(path, new { eventTypes = new[] { "sign.casefile.rejected", Test }, state = "paused" });
        Assert.Equal("paused", changed.Text("state"));
        Assert.Equal(["sign.casefile.rejected", Test], Texts(changed, "eventTypes"));
        using var pausedTest = await _client.Http.PostAsync(path + "/test", null, Cancel);
        await ApiRefusalTests.ProblemAsync(pausedTest, HttpStatusCode.Conflict);
        var resumed = await PutAsync(path, new { isActive = true });
        Assert.Equal("active", resumed.Text("state"));
        Assert.Equal(["sign.casefile.rejected", Test], Texts(resumed, "eventTypes"));

        using var deleted = await _client.Http.DeleteAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty((await _client.GetAsync("/simulator/status")).GetProperty("currentSubscriptions").EnumerateArray());
    }

    [Fact]
    public async Task TheSixthActiveOne_IsPenneosRefusal_AndAnEndpointTwiceIsAConflict()
    {
        for (var i = 0; i < 5; i++)
            await CreateAsync([Test]);
        using var sixth = await PostAsync(new { generation = "current", eventTypes = new[] { Test } });
        var problem = await ApiRefusalTests.ProblemAsync(sixth, HttpStatusCode.BadGateway);
        Assert.Equal(422, problem.Number("penneoStatus"));
        Assert.Contains("the limit", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(5, (await _client.GetAsync("/api/v1/subscriptions")).Items().Count);

        var endpoint = (await _client.GetAsync("/api/v1/subscriptions/1")).Text("endpoint");
        using var twice = await PostAsync(new { generation = "current", eventTypes = new[] { Test }, endpoint });
        Assert.Equal(409, (await ApiRefusalTests.ProblemAsync(twice, HttpStatusCode.BadGateway)).Number("penneoStatus"));
    }

    [Fact]
    public async Task Nonsense_IsNamedByItsMember()
    {
        var made = await CreateAsync([Test]);
        var path = $"/api/v1/subscriptions/{made.Number("id")}";

        await AssertErrorsAsync(PostAsync(new { eventTypes = new[] { Test } }), "generation");
        await AssertErrorsAsync(PostAsync(new { generation = "current" }), "eventTypes");
        await AssertErrorsAsync(PostAsync(new { generation = "current", eventTypes = new[] { "case_file.signed" } }), "eventTypes");
        await AssertErrorsAsync(_client.Http.PutAsJsonAsync(path, new { }, Cancel), "eventTypes");
        await AssertErrorsAsync(_client.Http.PutAsJsonAsync(path, new { autoConfirm = true }, Cancel), "eventTypes");
        await AssertErrorsAsync(_client.Http.PutAsJsonAsync(path, new { eventTypes = Array.Empty<string>() }, Cancel), "eventTypes");
        await AssertErrorsAsync(_client.Http.PutAsJsonAsync(path, new { endpoint = "hook" }, Cancel), "endpoint");
        await AssertErrorsAsync(_client.Http.PutAsJsonAsync(path, new { state = "failed" }, Cancel), "state");
        await AssertErrorsAsync(_client.Http.PutAsJsonAsync(path, new { state = "paused", isActive = true }, Cancel), "state");
        using var unknown = await _client.Http.PutAsJsonAsync("/api/v1/subscriptions/99", new { isActive = true }, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static async Task AssertErrorsAsync(Task<HttpResponseMessage> call, string member)
    {
        using var answer = await call;
        Assert.Equal([member], (await ApiRefusalTests.ProblemAsync(answer, HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateObject().Select(x => x.Name));
    }

    private static IEnumerable<string> Texts(JsonElement item, string name) => item.GetProperty(name).EnumerateArray().Select(x => x.GetString()!);

    private Task<HttpResponseMessage> PostAsync(object input) => _client.Http.PostAsJsonAsync("/api/v1/subscriptions", input, Cancel);

    private async Task<JsonElement> CreateAsync(string[] eventTypes)
    {
        using var answer = await PostAsync(new { generation = "current", eventTypes });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private async Task<JsonElement> PutAsync(string path, object input)
    {
        using var answer = await _client.Http.PutAsJsonAsync(path, input, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }
}
