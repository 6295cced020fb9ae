using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Penneo;
using PenneoDashboard.Tests.Penneo.Authentication;
using Xunit;

namespace PenneoDashboard.Tests.Penneo.Settings;

/// <summary>"Test connection" of the whole app, against hosts that behave in every wrong way.</summary>
public sealed class ConnectionTestTests : IAsyncLifetime
{
    private FakePenneo _penneo = null!;
    private FakeOAuth _oauth = null!;
    private TestApp _app = null!;
    private AppClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _penneo = await FakePenneo.StartAsync();
        _oauth = await FakeOAuth.StartAsync();
        _app = new TestApp();
        _client = new AppClient(_app.BaseUrl);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _oauth.DisposeAsync();
        await _penneo.DisposeAsync();
    }

    [Fact]
    public async Task Simulator_IsFineWithoutAnySetting()
    {
        await _client.SubscribeAsync();
        using var answer = await _client.Http.PostAsync("/api/v1/settings/penneo/test", null, Cancel);

        var result = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        Assert.Equal("ok", result.Text("outcome"));
        Assert.Equal(1, result.Number("legacySubscriptions"));
        Assert.Contains("1 subscription with the legacy service", result.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BothServices_AreCounted()
    {
        _penneo.Add("casefile", "https://a.example.com");
        FailLists(http => http.Request.Path.StartsWithSegments("/webhook/api/v1/subscriptions")
            ? Answers.Text(200, "application/json", """{"items":[{},{}]}""")(http)
            : Answers.Text(200, "application/json", "[{}]")(http));

        var result = await TestAsync();

        Assert.Equal(("ok", 2, 1), (result.Text("outcome"), result.Number("subscriptions"), result.Number("legacySubscriptions")));
        Assert.Equal("Penneo accepts us. It shows 2 subscriptions with the current service and 1 subscription with the legacy service.", result.Text("message"));
        Assert.Contains(_penneo.Requests, x => x.Headers["Authorization"] == "Bearer a-token" && x.Path == "/webhook/api/v1/subscriptions");
        Assert.Contains(_penneo.Requests, x => x.Headers["Authorization"] == "JWT" && x.Headers["X-Auth-Token"] == "a-token" && x.Path == "/api/v1/webhook/subscriptions");
    }

    [Fact]
    public async Task OneServiceGone_TheOtherIsEnough()
    {
        FailLists(http => http.Request.Path.StartsWithSegments("/webhook/api/v1/subscriptions")
            ? Answers.Text(200, "application/json", "[]")(http)
            : Answers.Error(410, "Shut down.")(http));

        var result = await TestAsync();

        Assert.Equal(("ok", null), (result.Text("outcome"), result.Text("details")));
    }

    public static TheoryData<string, int, string, string> Failures => new()
    {
        { "wrongKey", 401, "No.", "Penneo does not accept the token: it is mistyped, has expired, or belongs to another environment than Custom." },
        { "noWebhookRights", 403, "No.", "Penneo knows us, but our user may not manage webhooks." },
        { "notPenneo", 404, "No.", "but not Penneo's API. Check the API host." },
        { "notPenneo", 302, "No.", "but not Penneo's API. Check the API host." },
        { "penneoFails", 500, "No.", "can't do it now" },
        { "penneoFails", 429, "No.", "can't do it now" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task EachStatus_HasItsWords(string outcome, int status, string error, string words)
    {
        FailLists(Answers.Error(status, error));

        var result = await TestAsync();

        Assert.Equal((outcome, Answers.RequestId, Answers.TraceId), (result.Text("outcome"), result.Text("penneoRequestId"), result.Text("penneoTraceId")));
        Assert.Contains(words, result.Text("message"), StringComparison.Ordinal);
        Assert.InRange(_penneo.Requests.Count, 1, 2);
    }

    [Theory]
    [InlineData(200, "<html>", "notPenneo")]
    [InlineData(200, "hello", "notPenneo")]
    [InlineData(200, "{}", "notPenneo")]
    [InlineData(401, "<html>", "notPenneo")]
    public async Task SomethingElse_IsNotPenneo(int status, string body, string outcome)
    {
        FailLists(Answers.Text(status, "text/html", body));

        Assert.Equal(outcome, (await TestAsync()).Text("outcome"));
    }

    [Fact]
    public async Task WrongHosts_AreToldApart()
    {
        var refused = await TestAsync(new { environment = "custom", apiBaseUrl = "http://127.0.0.1:1", token = "t" });
        var plain = await TestAsync(new { environment = "custom", apiBaseUrl = _penneo.Url.Replace("http:", "https:", StringComparison.Ordinal), token = "t" });
        FailLists(Answers.Close);
        var closed = await TestAsync();

        Assert.Equal(["unreachable", "notSecure", "unreachable"], new[] { refused, plain, closed }.Select(x => x.Text("outcome")));
        Assert.Contains("nobody listens at that port", refused.Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, SocketError.HostNotFound)]
    [InlineData(HttpRequestError.ConnectionError, SocketError.TryAgain)]
    public async Task UnknownName_IsAWrongHost(HttpRequestError error, SocketError socket)
    {
        // No name server is asked, so that the test depends on none.
        await using var app = new TestApp(services: services => services.AddHttpClient(PenneoClient.HttpClientName)
            .ConfigurePrimaryHttpMessageHandler(() => new FailingNetwork(new HttpRequestException(error, "No such name", new SocketException((int)socket)))));
        using var client = new AppClient(app.BaseUrl);

        var result = await TestAsync(new { environment = "custom", apiBaseUrl = "https://nothing.example.com", token = "t" }, client);

        Assert.Equal("wrongHost", result.Text("outcome"));
        Assert.Contains("There is no host named nothing.example.com", result.Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "invalid_client", "Penneo does not know the client.")]
    [InlineData(400, "invalid_grant", "Penneo knows the client, but does not accept API key and secret.")]
    public async Task WrongKeys_AreToldApart(int status, string error, string words)
    {
        _oauth.Instead = _ => Answers.Text(status, "application/json", $$"""{"error":"{{error}}"}""");

        var result = await TestAsync(ApiKeys);

        Assert.Equal("wrongKey", result.Text("outcome"));
        Assert.StartsWith(words, result.Text("message"), StringComparison.Ordinal);
        Assert.Empty(_penneo.Requests);
    }

    [Fact]
    public async Task SignInElsewhere_IsNotPenneosSignIn()
    {
        _oauth.Instead = _ => Answers.Html(200);

        var result = await TestAsync(ApiKeys);

        Assert.Equal("notPenneo", result.Text("outcome"));
        Assert.Contains("not Penneo's sign-in. Check the sign-in host.", result.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClockOff_IsSaidByHowMuch_WhetherItFailsYetOrNot()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(130));
        await using var app = new TestApp(services: services => services.AddSingleton<TimeProvider>(clock));
        using var client = new AppClient(app.BaseUrl);
        FailLists(_oauth.Guard("[]"));

        var works = await TestAsync(ApiKeys, client);
        _oauth.Instead = _ => Answers.Text(400, "application/json", """{"error":"invalid_grant"}""");
        var fails = await TestAsync(ApiKeys, client);

        Assert.Equal(("ok", "clockOff"), (works.Text("outcome"), fails.Text("outcome")));
        Assert.Contains("this machine's clock is 2 hours behind Penneo's", works.Text("message"), StringComparison.Ordinal);
        Assert.StartsWith("This machine's clock is 2 hours behind Penneo's", fails.Text("message"), StringComparison.Ordinal);
        Assert.InRange(fails.GetProperty("clockOffSeconds").GetDouble(), -150 * 60, -110 * 60);
    }

    [Fact]
    public async Task MissingKeys_AreNamed_AndNothingIsKept()
    {
        var result = await TestAsync(new { environment = "sandbox", method = "wsse" });

        Assert.Equal("incomplete", result.Text("outcome"));
        Assert.Contains("Penneo:Authentication:ApiKey, Penneo:Authentication:ApiSecret are not set", result.Text("message"), StringComparison.Ordinal);
        Assert.Equal("simulator", (await _client.GetAsync("/api/v1/settings/penneo")).Text("environment"));
    }

    [Fact]
    public async Task HostLeftAlone_IsAskedAllTheSame()
    {
        FailLists(Answers.Error(500, "Broken."));
        for (var i = 0; i < 12; i++)
            await TestAsync();
        _penneo.Heal();

        Assert.Equal("ok", (await TestAsync()).Text("outcome"));
    }

    private object ApiKeys => new
    {
        environment = "custom",
        apiBaseUrl = _penneo.Url,
        oAuthBaseUrl = _oauth.Url,
        method = "apiKeys",
        clientId = "a",
        clientSecret = "b",
        apiKey = "c",
        apiSecret = "d",
    };

    // The test looks at the lists of both services.
    private void FailLists(RequestDelegate answer)
    {
        _penneo.Fail(PenneoCall.List, answer);
        _penneo.Fail(PenneoCall.CurrentList, answer);
    }

    private async Task<JsonElement> TestAsync(object? settings = null, AppClient? client = null)
    {
        settings ??= new { environment = "custom", apiBaseUrl = _penneo.Url, token = "a-token" };
        using var answer = await (client ?? _client).Http.PostAsJsonAsync("/api/v1/settings/penneo/test", settings, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private sealed class FailingNetwork(Exception failure) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw failure;
    }
}
