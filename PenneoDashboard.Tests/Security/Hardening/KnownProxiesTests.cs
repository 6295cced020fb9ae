using System.Net;
using Xunit;

namespace PenneoDashboard.Tests.Security.Hardening;

/// <summary>Whose word counts for where a request came from and by which scheme.</summary>
public sealed class KnownProxiesTests
{
    private static readonly (string, string) ForwardedFor = ("X-Forwarded-For", "203.0.113.9");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null, "203.0.113.9", "127.0.0.1")]
    [InlineData("ForwardedHeaders:KnownProxies", "10.0.0.1", "203.0.113.9", "127.0.0.1")]
    [InlineData("ForwardedHeaders:KnownProxies", "10.0.0.1, 127.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("ForwardedHeaders:KnownProxies:0", "127.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("ForwardedHeaders:KnownNetworks:0", "127.0.0.0/8", "2001:db8::7", "2001:db8::7")]

    // What the sender itself put before the proxies' own entries does not count.
    [InlineData("ForwardedHeaders:KnownProxies", "127.0.0.1;10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9")]
    public async Task Sender_IsWhomAKnownProxyNames(string? key, string? value, string header, string expected)
    {
        // The variable by which the framework would believe everyone changes nothing.
        var settings = new Dictionary<string, string?> { ["FORWARDEDHEADERS_ENABLED"] = "true" };
        if (key is not null)
            settings[key] = value;
        await using var app = new TestApp(settings);
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();

        using var answer = await client.PostAsync(door, Messages.Casefile(1), ("X-Forwarded-For", header));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var delivery = Assert.Single(await client.DeliveriesAsync(await client.EventAsync("casefileId=1")));
        Assert.Equal(expected, IPAddress.Parse(delivery.Text("remoteAddress")!).MapToIPv4OrSelf());
    }

    [Fact]
    public async Task Http_ThroughAKnownProxy_IsLedToHttps()
    {
        await using var app = new TestApp(new() { ["ForwardedHeaders:KnownProxies"] = "127.0.0.1" });
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();
        using var http = Http(app);

        using var page = await SendAsync(http, HttpMethod.Get, "/sign-in?q=a%20b", "http");
        using var secure = await SendAsync(http, HttpMethod.Get, "/sign-in", "https");
        using var health = await SendAsync(http, HttpMethod.Get, "/health/live", "http");
        using var delivery = await SendAsync(http, HttpMethod.Post, new Uri(door.Url).AbsolutePath, "http");
        using var local = await SendAsync(http, HttpMethod.Get, "/sign-in", "http", "localhost:5080");
        using var inside = await SendAsync(http, HttpMethod.Get, "/sign-in", scheme: null);

        Assert.Equal((HttpStatusCode.TemporaryRedirect, "https://dash.example.com/sign-in?q=a%20b"), (page.StatusCode, page.Headers.Location!.AbsoluteUri));
        Assert.Equal(HttpStatusCode.OK, secure.StatusCode);
        Assert.Contains("max-age=31536000", Assert.Single(secure.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        Assert.All([health, delivery, local, inside], x => Assert.Equal(HttpStatusCode.OK, x.StatusCode));
        Assert.All([page, health, delivery, local, inside], x => Assert.False(x.Headers.Contains("Strict-Transport-Security")));
    }

    [Fact]
    public async Task Proto_OfAStranger_ChangesNothing()
    {
        await using var app = new TestApp();
        using var http = Http(app);

        using var plain = await SendAsync(http, HttpMethod.Get, "/sign-in", "http");
        using var secure = await SendAsync(http, HttpMethod.Get, "/sign-in", "https");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (plain.StatusCode, secure.StatusCode));
        Assert.False(secure.Headers.Contains("Strict-Transport-Security"));
    }

    private static HttpClient Http(TestApp app) => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.BaseUrl) };

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, string? scheme, string host = "dash.example.com")
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Host = host } };
        request.Headers.Add(ForwardedFor.Item1, ForwardedFor.Item2);
        if (scheme is not null)
            request.Headers.Add("X-Forwarded-Proto", scheme);
        if (method == HttpMethod.Post)
            request.Content = new StringContent(Messages.Casefile(2));
        return await http.SendAsync(request, Cancel);
    }
}

file static class Addresses
{
    public static string MapToIPv4OrSelf(this IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
