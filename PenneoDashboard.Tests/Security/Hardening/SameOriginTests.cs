using System.Net;
using System.Net.WebSockets;
using Xunit;

namespace PenneoDashboard.Tests.Security.Hardening;

/// <summary>Another site's page, open in the browser of somebody who may reach the app.</summary>
public sealed class SameOriginTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private const string Foreign = "https://evil.example";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Authority => fixture.Client.Http.BaseAddress!.Authority;

    [Theory]
    [InlineData("/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("/hubs/events/negotiate?negotiateVersion=1")]
    [InlineData("/api/v1/subscriptions")]
    [InlineData("/API/v1/subscriptions")]
    [InlineData("/simulator/reset")]
    public async Task Post_OfAnotherOrigin_IsRefused(string path)
    {
        string[] origins = [Foreign, "null", "http://" + Authority + ".evil.example", "http://localhost:1", "not an origin", "file://"];
        foreach (var origin in origins)
        {
            using var answer = await PostAsync(path, origin);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{origin}: {answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("/hubs/events/negotiate?negotiateVersion=1")]
    public async Task Post_OfOurOwn_IsTaken(string path)
    {
        // A proxy that ends TLS and is not known shows us http where the browser sees https.
        foreach (var (origin, host) in new[] { ("http://" + Authority, Authority), ("https://dash.example.com", "dash.example.com"), ("http://dash.example.com:8080", "DASH.example.com:8080") })
        {
            using var answer = await PostAsync(path, origin, host);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{origin}: {answer.StatusCode}");
        }

        using var program = await PostAsync(path, origin: null);
        Assert.Equal(HttpStatusCode.OK, program.StatusCode);
    }

    [Theory]
    [InlineData("/_blazor")]
    [InlineData("/hubs/events")]
    public async Task WebSocket_OfAnotherOrigin_IsRefused(string path)
    {
        using var foreign = new ClientWebSocket();
        foreign.Options.SetRequestHeader("Origin", Foreign);
        foreign.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => foreign.ConnectAsync(new Uri($"ws://{Authority}{path}"), Cancel));
        Assert.Equal(HttpStatusCode.Forbidden, foreign.HttpStatusCode);

        using var ours = new ClientWebSocket();
        ours.Options.SetRequestHeader("Origin", "http://" + Authority);
        ours.Options.SetRequestHeader("Authorization", "Bearer " + TestApp.Token);
        await ours.ConnectAsync(new Uri($"ws://{Authority}{path}"), Cancel);
        Assert.Equal(WebSocketState.Open, ours.State);
    }

    [Fact]
    public async Task Delivery_IsTakenWhateverItsOrigin()
    {
        var door = await fixture.Client.SubscribeAsync();
        using var answer = await fixture.Client.PostAsync(door, Messages.Casefile(fixture.NewId()), ("Origin", Foreign));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string? origin, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { Host = host } };
        if (origin is not null)
            request.Headers.TryAddWithoutValidation("Origin", origin);
        return await fixture.Client.Http.SendAsync(request, Cancel);
    }
}
