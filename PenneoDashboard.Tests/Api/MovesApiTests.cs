using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Api;

/// <summary>A script's whole move off legacy, over HTTP, with the simulator for Penneo.</summary>
public sealed class MovesApiTests : IAsyncLifetime
{
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
    public async Task Planned_Created_Compared_SwitchedOff()
    {
        await ActiveAsync("casefile");
        await ActiveAsync("signer");
        var plan = await _client.GetAsync("/api/v1/moves/plan");
        var group = Assert.Single(plan.Items());
        Assert.Equal(("2026-11-30", true, 2, 17), (plan.Text("shutdown"), group.GetProperty("pointsHere").GetBoolean(), group.GetProperty("legacy").GetArrayLength(), group.GetProperty("eventTypes").GetArrayLength()));

        var move = await SendAsync(HttpStatusCode.Created, HttpMethod.Post, "/api/v1/moves", new { });
        var path = $"/api/v1/moves/{move.Number("id")}";
        Assert.Equal("plan", move.Text("step"));
        var without = group.GetProperty("eventTypes").EnumerateArray().Select(x => x.GetString()).Where(x => x != "sign.signer.deleted").ToList();
        var changed = await SendAsync(HttpStatusCode.OK, HttpMethod.Put, path, new { eventTypes = without });
        Assert.Equal(16, changed.GetProperty("eventTypes").GetArrayLength());
        var made = await SendAsync(HttpStatusCode.OK, HttpMethod.Post, path + "/create");
        Assert.Equal(("sideBySide", "active"), (made.Text("step"), made.GetProperty("current").Text("state")));
        await RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, path + "/create");
        await RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, path + "/switch-off");
        await RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Get, path + "/secret");

        var since = made.GetProperty("comparison").GetProperty("since").GetDateTimeOffset();
        await Eventually.TrueAsync(() => DateTimeOffset.UtcNow > since, "the time from which on it is compared");
        using var started = await _client.Http.PostAsJsonAsync("/simulator/scenarios", new { signers = 1, speed = "fast" }, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        await Eventually.TrueAsync(async () => (await _client.GetAsync(path)).GetProperty("verdict").GetProperty("isSafe").GetBoolean(), "the comparison");
        Assert.DoesNotContain((await _client.GetAsync(path + "/differences?through=legacy")).Items(), x => !x.GetProperty("isWaiting").GetBoolean());
        var finished = await SendAsync(HttpStatusCode.OK, HttpMethod.Post, path + "/switch-off", new { anyway = true });

        Assert.Equal("finished", finished.Text("step"));
        Assert.Equal(["current"], (await _client.GetAsync("/api/v1/subscriptions")).Items().Select(x => x.Text("generation")));
        Assert.Empty((await _client.GetAsync("/api/v1/moves/plan")).Items());
        Assert.Equal("finished", Assert.Single((await _client.GetAsync("/api/v1/moves")).Items()).Text("step"));
        await RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Delete, path);
    }

    [Fact]
    public async Task AnotherSystem_GetsTheSecret_UntilItIsTaken()
    {
        using var made = await _client.Http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "legacy", topic = "signer", endpoint = "http://127.0.0.1:9/hook" }, Cancel);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var move = await SendAsync(HttpStatusCode.Created, HttpMethod.Post, "/api/v1/moves", new { endpoint = "http://127.0.0.1:9/hook" });
        var path = $"/api/v1/moves/{move.Number("id")}";
        await SendAsync(HttpStatusCode.OK, HttpMethod.Post, path + "/create");

        Assert.True(Guid.TryParse((await _client.GetAsync(path + "/secret")).Text("secret"), out _));
        Assert.DoesNotContain("\"secret\"", (await _client.GetAsync(path)).GetRawText(), StringComparison.Ordinal);
        using var taken = await _client.Http.PostAsync(path + "/secret/taken", null, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        await RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Get, path + "/secret");

        using var undone = await _client.Http.DeleteAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, undone.StatusCode);
        await RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, path);
        Assert.Equal(["legacy"], (await _client.GetAsync("/api/v1/subscriptions")).Items().Select(x => x.Text("generation")));
    }

    [Fact]
    public async Task Nonsense_IsRefused()
    {
        await ActiveAsync("casefile");
        await RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, "/api/v1/moves", new { endpoint = "https://nobody.example.com" });
        var path = $"/api/v1/moves/{(await SendAsync(HttpStatusCode.Created, HttpMethod.Post, "/api/v1/moves")).Number("id")}";

        await RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Put, path, new { });
        await RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Put, path, new { eventTypes = new[] { "case_file.signed" } });
        await RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Put, path, new { endpoint = "ftp://x" });
        await RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Put, path, new { endpoint = "https://elsewhere.example.com/x" });
        await RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Get, path + "/differences?limit=0");
        await RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Get, path + "/differences?through=both");
        await RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, path + "/switch-off", new { anyway = true });
        await RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, path + "/compare-anew");
        foreach (var route in (string[])["/create", "/switch-off", "/compare-anew", "/secret/taken"])
            await RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, "/api/v1/moves/77" + route);
        await RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/api/v1/moves/77/differences");
        await RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Delete, "/api/v1/moves/77");
    }

    private async Task ActiveAsync(string topic)
    {
        var door = await _client.SubscribeAsync(topic);
        await Eventually.TrueAsync(async () => (await _client.GetAsync($"/api/v1/subscriptions/{door.Id}")).Text("state") == "active", "the confirmation");
    }

    private async Task<JsonElement> SendAsync(HttpStatusCode expected, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _client.Http.SendAsync(request, Cancel);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private async Task RefusedAsync(HttpStatusCode expected, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _client.Http.SendAsync(request, Cancel);
        await ApiRefusalTests.ProblemAsync(answer, expected);
    }
}
