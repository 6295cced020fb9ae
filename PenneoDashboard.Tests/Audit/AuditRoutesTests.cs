using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Audit;
using PenneoDashboard.Security.Users;
using PenneoDashboard.Tests.Security.Passkeys;
using PenneoDashboard.Tests.Simulator;
using PenneoDashboard.Tests.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Audit;

/// <summary>What every route that changes or gives away something leaves in the audit log: who, from where, and no secret.</summary>
public sealed class AuditRoutesTests : IAsyncLifetime
{
    private const string Token = "the-automation-token";
    private const string Elsewhere = "https://someone:their-password@hooks.example.com/in?token=their-token";

    // A new route that changes something has to be walked by one of these tests as well, and to stand here.
    private static readonly string[] Walked =
    [
        "DELETE moves/{id:long}", "DELETE rejected/{id:long}", "DELETE subscriptions/elsewhere/{penneoId}", "DELETE subscriptions/{id:long}", "DELETE subscriptions/{id:long}/receive-key/retired/{keyId:long}",
        "DELETE tokens/{id:long}", "DELETE users/{id:long}", "DELETE users/{id:long}/passkeys", "DELETE users/{id:long}/two-step",
        "POST moves", "POST moves/{id:long}/compare-anew", "POST moves/{id:long}/create", "POST moves/{id:long}/secret/taken", "POST moves/{id:long}/switch-off",
        "POST rejected/{id:long}/accept", "POST rejected/{id:long}/verify", "POST settings/penneo/test",
        "POST subscriptions", "POST subscriptions/elsewhere/{penneoId}/adopt", "POST subscriptions/{id:long}/confirm", "POST subscriptions/{id:long}/receive-key", "POST subscriptions/{id:long}/receive-key/take-back",
        "POST subscriptions/{id:long}/test",
        "POST tokens", "POST users", "POST users/{id:long}/password-link", "POST users/{id:long}/sign-out",
        "PUT moves/{id:long}", "PUT settings/penneo", "PUT settings/stalled", "PUT subscriptions/{id:long}", "PUT users/{id:long}/role",
    ];

    private readonly TestApp _app = new(new() { ["Security:AutomationToken"] = Token });
    private AppClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _client = new AppClient(_app.BaseUrl, Token);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public void EveryRouteThatChangesSomething_IsWalked() => Assert.Equal(
        Walked,
        _app.Services.GetServices<EndpointDataSource>().SelectMany(x => x.Endpoints).OfType<RouteEndpoint>()
            .Where(x => x.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal))
            .SelectMany(x => (x.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} {x.RoutePattern.RawText!["/api/v1/".Length..].Trim('/')}"))
            .Where(x => !x.StartsWith("GET ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Subscriptions_LeaveOneEntryForEachCall()
    {
        var legacy = await LeavesAsync("POST", "subscriptions", new { generation = "legacy", topic = "casefile", autoConfirm = false }, "subscription.created");
        var path = $"subscriptions/{legacy.Number("id")}";
        await Eventually.TrueAsync(async () => (await _client.GetAsync($"/api/v1/{path}")).GetProperty("confirmationReceivedAt").ValueKind == JsonValueKind.String, "Penneo's message");
        await LeavesAsync("PUT", path, new { autoConfirm = false }, "subscription.changed");
        await LeavesAsync("POST", path + "/confirm", null, "subscription.confirmed");
        await LeavesAsync("POST", path + "/test", null, "subscription.tested");
        await LeavesAsync("DELETE", path, null, "subscription.deleted");

        var current = await LeavesAsync("POST", "subscriptions", new { generation = "current", eventTypes = new[] { "webhook.subscription.test" } }, "subscription.created");
        path = $"subscriptions/{current.Number("id")}";
        await LeavesAsync("POST", path + "/test", null, "subscription.tested");
        await LeavesAsync("PUT", path, new { eventTypes = new[] { "webhook.subscription.test", "sign.casefile.completed" } }, "subscription.changed");
        var change = await NewestAsync();
        Assert.Equal(1, change.GetProperty("before").GetProperty("eventTypes").GetArrayLength());
        Assert.Equal(2, change.GetProperty("after").GetProperty("eventTypes").GetArrayLength());
        await LeavesAsync("PUT", path, new { state = "paused" }, "subscription.paused");
        await LeavesAsync("PUT", path, new { state = "active" }, "subscription.resumed");
        var replaced = await LeavesAsync("POST", path + "/receive-key", new { overlapHours = 1 }, "subscription.key-replaced");
        var retired = Assert.Single((await _client.GetAsync($"/api/v1/{path}/receive-key/retired")).Items());
        await LeavesAsync("DELETE", $"{path}/receive-key/retired/{retired.Number("id")}", null, "subscription.key-ended");
        await LeavesAsync("PUT", path, new { endpoint = Elsewhere }, "subscription.changed");

        var foreign = await MakeElsewhereAsync();
        await LeavesAsync("POST", $"subscriptions/elsewhere/{foreign}/adopt", null, "subscription.adopted");
        await LeavesAsync("DELETE", $"subscriptions/elsewhere/{await MakeElsewhereAsync()}", null, "subscription.deleted");
        await HoldsNoSecretAsync("their-password", "their-token", legacy.Text("receiveUrl")!.Split('/')[^1], current.Text("receiveUrl")!.Split('/')[^1], replaced.Text("receiveUrl")!.Split('/')[^1]);
    }

    [Fact]
    public async Task Settings_LeaveWhatChanged_AndNoSecret()
    {
        await LeavesAsync("PUT", "settings/stalled", new { neverOpenedDays = 7 }, "settings.changed");
        var rules = await NewestAsync();
        Assert.Equal((3, 7), (rules.GetProperty("before").Number("neverOpenedDays"), rules.GetProperty("after").Number("neverOpenedDays")));
        await LeavesAsync("POST", "settings/penneo/test", new { apiSecret = "first-secret-of-four" }, "settings.tested");
        await LeavesAsync("PUT", "settings/penneo", new { clientId = "the-client", apiSecret = "first-secret-of-four", apiKey = "second-of-four" }, "settings.changed");
        await LeavesAsync("PUT", "settings/penneo", new { clientId = "another", apiSecret = "third-secret-of-four" }, "settings.changed");

        var change = await NewestAsync();
        Assert.Equal(("the-client", "another"), (change.GetProperty("before").Text("clientId"), change.GetProperty("after").Text("clientId")));
        Assert.Equal(("(a secret)", "(a new secret)"), (change.GetProperty("before").Text("apiSecret"), change.GetProperty("after").Text("apiSecret")));
        await HoldsNoSecretAsync("-of-four");
    }

    [Fact]
    public async Task UsersAndTokens_LeaveWhoMayDoWhat()
    {
        var added = await LeavesAsync("POST", "users", new { name = "a test person", role = "Viewer" }, "user.created");
        var path = $"users/{added.GetProperty("user").Number("id")}";
        var link = (await LeavesAsync("POST", path + "/password-link", null, "user.password-link-made")).Text("path")!;
        await LeavesAsync("PUT", path + "/role", new { role = "Operator" }, "user.role-changed");
        var change = await NewestAsync();
        Assert.Equal(("viewer", "operator"), (change.GetProperty("before").Text("role"), change.GetProperty("after").Text("role")));
        await LeavesAsync("POST", path + "/sign-out", null, "user.signed-out-everywhere");
        await TurnTwoStepOnAsync("a test person");
        await LeavesAsync("DELETE", path + "/two-step", null, "user.two-step-off");
        using var key = new SoftwareKey();
        await key.GiveAsync(_app, "a test person");
        await LeavesAsync("DELETE", path + "/passkeys", null, "passkey.removed");
        await LeavesAsync("DELETE", path, null, "user.deleted");

        var token = await LeavesAsync("POST", "tokens", new { name = "a script", role = "Viewer" }, "token.created");
        await LeavesAsync("DELETE", $"tokens/{token.GetProperty("item").Number("id")}", null, "token.revoked");
        await HoldsNoSecretAsync(token.Text("token")!, link.Split("token=")[1]);
    }

    [Fact]
    public async Task Moves_LeaveTheirSteps()
    {
        await LeavesAsync("POST", "subscriptions", new { generation = "legacy", topic = "signer", endpoint = Elsewhere }, "subscription.created");
        var move = await LeavesAsync("POST", "moves", new { endpoint = Elsewhere }, "move.started");
        var path = $"moves/{move.Number("id")}";
        await LeavesAsync("PUT", path, new { eventTypes = new[] { "sign.signer.signed" } }, "move.changed");
        await LeavesAsync("POST", path + "/create", null, "subscription.created", "move.created");
        var secret = (await LeavesAsync("GET", path + "/secret", null, "secret.viewed")).Text("secret")!;
        await LeavesAsync("POST", path + "/secret/taken", null, "secret.taken");
        await LeavesAsync("POST", path + "/switch-off", new { anyway = true }, "move.switched-off", "subscription.deleted");
        await HoldsNoSecretAsync(secret, "their-password", "their-token");
    }

    [Fact]
    public async Task MovesOfThisDashboard_LeaveTheRest()
    {
        await _client.SubscribeAsync();
        var path = $"moves/{(await SendAsync("POST", "moves", null)).Number("id")}";
        await SendAsync("POST", path + "/create", null);
        await Eventually.TrueAsync(async () => (await EntriesAsync()).Any(x => x.Text("action") == "subscription.confirmed"), "the confirmation");
        var confirmed = (await EntriesAsync()).Single(x => x.Text("action") == "subscription.confirmed");
        Assert.Equal(("", "system", JsonValueKind.Null), (confirmed.Text("actor"), confirmed.Text("actorKind"), confirmed.GetProperty("address").ValueKind));
        await LeavesAsync("POST", path + "/compare-anew", null, "move.compared-anew");
        await LeavesAsync("DELETE", path, null, "subscription.deleted", "move.undone");
    }

    [Fact]
    public async Task Rejected_LeaveWhatBecameOfThem()
    {
        const string Right = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
        var door = await SignedDelivery.DoorAsync(_app, "not-the-right-one");
        for (var id = 1; id <= 2; id++)
        {
            var body = Messages.Casefile(id);
            using var refused = await _client.PostAsync(door, body, SignedDelivery.Headers(Right, TimeProvider.System.GetUtcNow(), body, Guid.NewGuid().ToString()));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        IReadOnlyList<JsonElement> rejected = [];
        await Eventually.TrueAsync(async () => (rejected = (await _client.GetAsync("/api/v1/rejected")).Items()).Count == 2, "both stand in the list");
        await _app.Services.GetRequiredService<PenneoDashboard.Subscriptions.SubscriptionSecrets>().SetAsync(door.Id, Right, Cancel);
        await LeavesAsync("POST", $"rejected/{rejected[0].Number("id")}/verify", null, "rejected.verified");
        await LeavesAsync("POST", $"rejected/{rejected[0].Number("id")}/accept", null, "rejected.accepted");
        await LeavesAsync("DELETE", $"rejected/{rejected[1].Number("id")}", null, "rejected.discarded");
        await HoldsNoSecretAsync(Right, "not-the-right-one");
    }

    [Fact]
    public async Task Exports_AreWrittenDownBeforeTheyLeave()
    {
        await LeavesAsync("GET", "events/export?format=ndjson&topic=signer", null, "export.started");
        var entry = await NewestAsync();
        Assert.Equal(("events", "ndjson", "signer"), (entry.Text("subject"), entry.GetProperty("after").Text("format"), entry.GetProperty("after").GetProperty("filter").Text("topic")));
        await LeavesAsync("GET", "audit/export?format=ndjson&action=export.started", null, "export.started");
    }

    [Fact]
    public async Task Refused_LeavesNothing()
    {
        foreach (var (method, path) in ((string, string)[])[("DELETE", "subscriptions/77"), ("POST", "moves/77/create"), ("GET", "moves/77/secret"), ("DELETE", "rejected/77"), ("POST", "rejected/77/accept")])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/{path}");
            using var answer = await _client.Http.SendAsync(request, Cancel);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.Empty(await EntriesAsync());
    }

    private async Task TurnTwoStepOnAsync(string name)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        Assert.True((await users.SetTwoFactorEnabledAsync((await users.FindByNameAsync(name))!, true)).Succeeded);
    }

    /// <summary>Sends, and expects exactly these entries of it, in this order, by whom the token names and from where this test runs.</summary>
    private async Task<JsonElement> LeavesAsync(string method, string path, object? body, params string[] actions)
    {
        var before = (await EntriesAsync()).Select(x => x.Number("id")).Max() ?? 0;
        var answer = await SendAsync(method, path, body);
        var left = (await EntriesAsync()).Where(x => x.Number("id") > before && x.Text("actorKind") != "system").Reverse().ToList();

        Assert.Equal(actions, left.Select(x => x.Text("action")));
        Assert.All(left, x =>
        {
            Assert.Equal(("automation", "automation", "127.0.0.1"), (x.Text("actor"), x.Text("actorKind"), x.Text("address")));
            Assert.Contains(x.Text("action")!, AuditActions.All);
        });
        return answer;
    }

    private async Task<JsonElement> SendAsync(string method, string path, object? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _client.Http.SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode} {text}");
        return answer.Content.Headers.ContentType?.MediaType == "application/json" ? JsonSerializer.Deserialize<JsonElement>(text) : default;
    }

    private async Task<IReadOnlyList<JsonElement>> EntriesAsync() => (await _client.GetAsync("/api/v1/audit?limit=1000")).Items();

    private async Task<JsonElement> NewestAsync() => (await EntriesAsync())[0];

    private async Task<string> MakeElsewhereAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/simulator/penneo/api/v1/webhook/subscriptions")
        {
            Content = JsonContent.Create(new { topic = "casefile", endpoint = Elsewhere }),
            Headers = { { "Authorization", "JWT" }, { "X-Auth-Token", "another system" } },
        };
        using var http = _app.Http();
        using var made = await http.SendAsync(request, Cancel);
        return $"{(await made.Content.ReadFromJsonAsync<JsonElement>(Cancel)).Number("id")}";
    }

    private async Task HoldsNoSecretAsync(params string[] secrets)
    {
        await using var connection = new SqliteConnection($"Data Source={Assert.Single(Directory.GetFiles(_app.Folder, "*.db"))}");
        await connection.OpenAsync(Cancel);
        var text = await AppendOnlyTests.TextAsync(connection);
        Assert.All([.. secrets, Token], x => Assert.DoesNotContain(x, text, StringComparison.Ordinal));
    }
}
