using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace PenneoDashboard.Tests.Security.Hardening;

/// <summary>What a browser is told with each answer.</summary>
public sealed partial class ResponseHeadersTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private HttpClient Http => fixture.Client.Http;

    [Theory]
    [InlineData("/")]
    [InlineData("/timeline")]
    [InlineData("/sign-in")]
    [InlineData("/error")]
    [InlineData("/nothing-here")]
    [InlineData("/events/987654321")]
    public async Task Pages_HaveAllHeaders_AndNoScriptButByTheirNonce(string path)
    {
        using var answer = await GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync(Cancel);

        var policy = Policy(answer);
        Assert.Equal(["'self'", Assert.Single(policy["script-src"], x => x.StartsWith("'nonce-", StringComparison.Ordinal))], policy["script-src"]);
        Assert.Equal(["'none'"], policy["default-src"]);
        Assert.Equal(["'none'"], policy["object-src"]);
        Assert.Equal(["'none'"], policy["frame-ancestors"]);
        Assert.Equal(["'self'"], policy["base-uri"]);
        Assert.Equal(["'self'"], policy["form-action"]);
        Assert.Contains($"ws://{Http.BaseAddress!.Authority}", policy["connect-src"]);
        Assert.Equal("DENY", One(answer, "X-Frame-Options"));
        Assert.Equal("same-origin", One(answer, "Cross-Origin-Opener-Policy"));
        Assert.Contains("camera=()", One(answer, "Permissions-Policy"), StringComparison.Ordinal);
        AssertCommon(answer, "same-origin");
        Assert.True(answer.Headers.CacheControl!.NoStore);

        // Every script is a file of ours, or is known by the nonce.
        var nonce = policy["script-src"][1]["'nonce-".Length..^1];
        Assert.All(Scripts().Matches(html).Select(x => x.Value), x => Assert.True(x.Contains("src=\"", StringComparison.Ordinal) || x.Contains($"nonce=\"{nonce}\"", StringComparison.Ordinal), x));
        Assert.DoesNotMatch(Handlers(), html);
    }

    [Fact]
    public async Task Nonce_IsNewWithEachPage()
    {
        using var first = await GetAsync("/timeline");
        using var second = await GetAsync("/timeline");

        Assert.NotEqual(Policy(first)["script-src"], Policy(second)["script-src"]);
    }

    [Theory]
    [InlineData("/api/v1/events", HttpStatusCode.OK)]
    [InlineData("/api/v1/events?limit=none", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("/health/ready", HttpStatusCode.OK)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    public async Task Answers_ToPrograms_AreNeitherKeptNorRun(string path, HttpStatusCode status)
    {
        using var answer = await Http.GetAsync(path, Cancel);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(["'none'"], Policy(answer)["default-src"]);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        AssertCommon(answer, "same-origin");
    }

    [Fact]
    public async Task Files_MayBeKept()
    {
        var html = await Http.GetStringAsync("/sign-in", Cancel);
        var script = FileName().Match(html).Groups[1].Value;

        using var answer = await Http.GetAsync("/" + script, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.CacheControl!.NoStore);
        AssertCommon(answer, "same-origin");
    }

    [Fact]
    public async Task Receiver_TellsNothingOfItself()
    {
        var door = await fixture.Client.SubscribeAsync();
        using var stored = await fixture.Client.PostAsync(door, Messages.Casefile(fixture.NewId()));
        using var unknown = await Http.PostAsync("/webhooks/penneo/unknown", new StringContent("{}"), Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (stored.StatusCode, unknown.StatusCode));
        Assert.All([stored, unknown], x =>
        {
            AssertCommon(x, referrer: null);
            Assert.True(x.Headers.CacheControl!.NoStore);
        });
    }

    [Fact]
    public async Task Host_ThatIsNone_GetsNoPlaceInThePolicy()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Accept", "text/html" } } };
        request.Headers.TryAddWithoutValidation("Host", "a;script-src");
        using var answer = await Http.SendAsync(request, Cancel);

        if (answer.StatusCode == HttpStatusCode.OK)
            Assert.Equal(["'self'"], Policy(answer)["connect-src"]);
        else
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Body_BeyondWhatAnyPageSends_IsRefused()
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes($$"""{"generation":"{{new string('x', 5_000_000)}}"}"""));
        body.Headers.ContentType = new("application/json");

        // Asking first: who sends on while it is refused may find the connection closed before the answer is read.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/subscriptions") { Content = body, Headers = { ExpectContinue = true } };
        using var answer = await Http.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static void AssertCommon(HttpResponseMessage answer, string? referrer)
    {
        Assert.Equal("nosniff", One(answer, "X-Content-Type-Options"));
        Assert.Equal(referrer, answer.Headers.TryGetValues("Referrer-Policy", out var policy) ? Assert.Single(policy) : null);
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }

    private static string One(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));

    private static Dictionary<string, string[]> Policy(HttpResponseMessage answer) =>
        One(answer, "Content-Security-Policy").Split(';', StringSplitOptions.TrimEntries).Select(x => x.Split(' ')).ToDictionary(x => x[0], x => x[1..]);

    private Task<HttpResponseMessage> GetAsync(string path) =>
        Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } }, Cancel);

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Scripts();

    [GeneratedRegex("""<[^>]*\son\w+=""")]
    private static partial Regex Handlers();

    [GeneratedRegex("""src="(app\.[^"]+\.js)""")]
    private static partial Regex FileName();
}
