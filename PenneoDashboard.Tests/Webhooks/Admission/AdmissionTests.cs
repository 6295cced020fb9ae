using System.Net;
using PenneoDashboard.Tests.EndToEnd;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks.Admission;

/// <summary>A receiver with an address of its own, and one that only some networks may reach.</summary>
public sealed class AdmissionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Webhooks__Urls", "127.0.0.1")]
    [InlineData("Webhooks__Urls__0", "localhost")]
    public async Task OwnAddress_HasTheReceiverAndNothingElse(string key, string host)
    {
        var (pages, own) = (LiveTimelineTests.FreePort(), LiveTimelineTests.FreePort());
        await using var app = AppProcess.Start(new AppStart
        {
            Arguments = ["--urls", $"http://127.0.0.1:{pages}"],
            Environment = new() { ["Storage__DataDirectory"] = _folder.File("data"), [key] = $"http://{host}:{own}" },
        });
        await app.ListeningAsync();
        using var client = new AppClient($"http://127.0.0.1:{pages}");
        using var outside = new HttpClient { BaseAddress = new Uri($"http://{host}:{own}") };

        // Without an address as Penneo sees it, what the simulator is given is where the receiver listens.
        var door = await client.SubscribeAsync();
        Assert.StartsWith($"http://{host}:{own}/webhooks/penneo/", door.Url, StringComparison.Ordinal);
        using var taken = await client.PostAsync(door, Messages.Casefile(1));
        using var elsewhere = await client.PostAsync(door with { Url = $"http://127.0.0.1:{pages}{new Uri(door.Url).AbsolutePath}" }, Messages.Casefile(2));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (taken.StatusCode, elsewhere.StatusCode));
        Assert.Single(await client.EventsAsync($"subscriptionId={door.Id}"));
        foreach (var path in new[] { "/", "/timeline", "/api/v1/events", "/openapi/v1.json", "/app.js", "/_blazor", "/hubs/events", "/simulator" })
        {
            using var answer = await outside.GetAsync(path, Cancel);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path}: {answer.StatusCode}");
        }

        using var health = await outside.GetAsync("/health/ready", Cancel);
        using var timeline = await client.Http.GetAsync("/timeline", Cancel);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (health.StatusCode, timeline.StatusCode));
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}", "Webhooks:Urls")]
    [InlineData("http://*:{0}", "Webhooks:Urls")]
    [InlineData("ftp://127.0.0.1:5", "Webhooks:Urls")]
    [InlineData("127.0.0.1", "Webhooks:Urls")]
    [InlineData("http://127.0.0.1:5/path", "Webhooks:Urls")]
    public async Task OwnAddress_ThatCanNotBe_StopsTheStart(string url, string key)
    {
        var port = LiveTimelineTests.FreePort();
        await using var app = AppProcess.Start(new AppStart
        {
            Arguments = ["--urls", $"http://127.0.0.1:{port}"],
            Environment = new() { ["Storage__DataDirectory"] = _folder.File("data"), ["Webhooks__Urls"] = string.Format(System.Globalization.CultureInfo.InvariantCulture, url, port) },
        });

        Assert.Equal(1, await app.ExitCodeAsync());
        Assert.Contains("  - " + key, app.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Networks_ThatAreNotAllowed_AreRefusedBeforeTheBody()
    {
        await using var app = new TestApp(new() { ["ForwardedHeaders:KnownProxies"] = "127.0.0.1", ["Webhooks:AllowedNetworks"] = "10.0.0.0/8, 2001:db8::/32" });
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();

        foreach (var (from, status) in new[] { ("10.200.1.1", HttpStatusCode.OK), ("2001:db8:7::1", HttpStatusCode.OK), ("::ffff:10.1.1.1", HttpStatusCode.OK), ("192.0.2.1", HttpStatusCode.Forbidden), ("2001:db9::1", HttpStatusCode.Forbidden) })
        {
            using var answer = await client.PostAsync(door, Messages.Casefile(1), ("X-Forwarded-For", from));
            Assert.True(answer.StatusCode == status, $"{from}: {answer.StatusCode}");
        }

        using var connection = await RawConnection.OpenAsync(door.Url);
        await connection.SendAsync(RawConnection.Head(door, "Content-Length: 100000"));
        Assert.Equal(403, await connection.StatusAsync());
        using var page = await client.Http.GetAsync("/timeline", Cancel);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(3, (await client.EventAsync("casefileId=1")).Number("deliveryCount"));
    }
}
