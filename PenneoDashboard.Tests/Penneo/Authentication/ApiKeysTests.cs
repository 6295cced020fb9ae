using System.Globalization;
using System.Net;
using PenneoDashboard.Penneo;
using PenneoDashboard.Penneo.Authentication;
using Xunit;

namespace PenneoDashboard.Tests.Penneo.Authentication;

public sealed class ApiKeysTests : IAsyncLifetime
{
    private FakePenneo _penneo = null!;
    private FakeOAuth _oauth = null!;
    private ApiHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _penneo = await FakePenneo.StartAsync();
        _oauth = await FakeOAuth.StartAsync();
        _host = new ApiHost(
            _penneo,
            ("Penneo:OAuthBaseUrl", _oauth.Url), ("Penneo:Authentication:Method", "ApiKeys"), ("Penneo:Authentication:ClientId", "the-client"),
            ("Penneo:Authentication:ClientSecret", "client-s3cr3t"), ("Penneo:Authentication:ApiKey", "the-key"), ("Penneo:Authentication:ApiSecret", "api-s3cr3t"));
        foreach (var call in Enum.GetValues<PenneoCall>())
            _penneo.Fail(call, _oauth.Guard(call is PenneoCall.List ? "[]" : call is PenneoCall.Create ? """{"id":7}""" : ""));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _penneo.DisposeAsync();
        await _oauth.DisposeAsync();
    }

    [Fact]
    public async Task Grant_IsWhatPenneoDocuments()
    {
        _host.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 24, 11, 41, 0, 123, TimeSpan.Zero));

        await _host.Api.ListAsync(Stop);

        var (path, body) = Assert.Single(_oauth.Requests);
        Assert.Equal("/oauth/token", path);
        Assert.Equal(
            ["api_keys", "the-client", "client-s3cr3t", "the-key", "2026-11-24T11:41:00.123Z"],
            ((string[])["grant_type", "client_id", "client_secret", "key", "created_at"]).Select(x => body.GetProperty(x).GetString()!));
        var nonce = body.GetProperty("nonce").GetString()!;
        Assert.Equal(PasswordDigest.Make("api-s3cr3t", "2026-11-24T11:41:00.123Z", Convert.FromBase64String(nonce)).Digest, body.GetProperty("digest").GetString());
        Assert.DoesNotContain("api-s3cr3t", body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(7, body.EnumerateObject().Count());
        Assert.Equal("Bearer token-1", Assert.Single(_penneo.Requests).Headers["Authorization"]);
        Assert.DoesNotContain("X-Auth-Token", _penneo.Requests.Single().Headers.Keys);
    }

    [Fact]
    public async Task FiftyAtOnce_ShareOneToken()
    {
        var gate = new TaskCompletionSource();
        _oauth.Open = gate.Task;
        var calls = Enumerable.Range(0, 50).Select(_ => _host.Api.ListAsync(Stop)).ToList();
        await Simulator.Eventually.TrueAsync(() => !_oauth.Requests.IsEmpty, "the request for a token");
        gate.SetResult();

        await Task.WhenAll(calls);

        Assert.Single(_oauth.Requests);
        Assert.Equal(50, _penneo.Calls(PenneoCall.List));
        Assert.All(_penneo.Requests, x => Assert.Equal("Bearer token-1", x.Headers["Authorization"]));
    }

    [Fact]
    public async Task HundredAtOnceWithATokenThatEnded_AskForOneMore()
    {
        await _host.Api.ListAsync(Stop);
        _oauth.Good.Clear();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _host.Api.ListAsync(Stop)));

        Assert.Equal(2, _oauth.Requests.Count);
    }

    [Fact]
    public async Task Renewal_HappensBeforeTheTokenEnds()
    {
        await _host.Api.ListAsync(Stop);
        _host.Clock.Advance(TimeSpan.FromSeconds(530));
        await _host.Api.ListAsync(Stop);
        Assert.Single(_oauth.Requests);

        _host.Clock.Advance(TimeSpan.FromSeconds(15));
        await _host.Api.ListAsync(Stop);

        Assert.Equal("Bearer token-2", _penneo.Requests.Last().Headers["Authorization"]);
        Assert.Equal(3, _penneo.Requests.Count);
        Assert.Equal(2, _oauth.Requests.Select(x => x.Body.GetProperty("nonce").GetString()).Distinct().Count());
    }

    [Theory]
    [InlineData(PenneoCall.List)]
    [InlineData(PenneoCall.Create)]
    public async Task Refused_AsksForAnotherTokenAndTriesOnceMore(PenneoCall call)
    {
        await _host.CallAsync(call);
        _oauth.Good.Clear();

        await _host.CallAsync(call);

        Assert.Equal(["Bearer token-1", "Bearer token-1", "Bearer token-2"], _penneo.Requests.Select(x => x.Headers["Authorization"]));
        Assert.Single(_penneo.Requests.Select(x => x.Body).Distinct());
    }

    [Fact]
    public async Task RefusedAgain_IsGivenOn()
    {
        _penneo.Fail(PenneoCall.Create, Answers.Error(401, "Never."));

        var failure = await _host.FailureAsync(PenneoCall.Create);

        Assert.Equal((2, 2), (_penneo.Calls(PenneoCall.Create), _oauth.Requests.Count));
        Assert.StartsWith("Penneo's API did not accept the access token its own sign-in had given (401).", failure.Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Unauthorized, Answers.RequestId, Answers.TraceId, true), (failure.Status, failure.RequestId, failure.TraceId, failure.NothingDone));
    }

    [Theory]
    [InlineData(401, "invalid_client", "Penneo does not know our OAuth client (401). Check Penneo:Authentication:ClientId and Penneo:Authentication:ClientSecret.")]
    [InlineData(400, "invalid_client", "Penneo does not know our OAuth client (400). Check Penneo:Authentication:ClientId and Penneo:Authentication:ClientSecret.")]
    [InlineData(400, "invalid_grant", "Penneo did not accept our API key (400). Check Penneo:Authentication:ApiKey and Penneo:Authentication:ApiSecret.")]
    [InlineData(403, "access_denied", "Penneo did not accept our API key (403). Check Penneo:Authentication:ApiKey and Penneo:Authentication:ApiSecret.")]
    [InlineData(404, "nothing", "Signing in: Penneo knows nothing at this address (404).")]
    [InlineData(302, "nothing", "Signing in: Penneo sent us elsewhere (302). Check Penneo:OAuthBaseUrl.")]
    public async Task RefusedSignIn_SaysWhichKeyToCheck(int status, string error, string message)
    {
        SetClockRight();
        _oauth.Instead = _ => Answers.Text(status, "application/json", $$"""{"error":"{{error}}","error_description":"Because."}""");

        var failure = await Assert.ThrowsAsync<PenneoException>(() => _host.CallAsync(PenneoCall.Create));

        Assert.Equal(message + " Its message: Because.", failure.Message);
        Assert.Equal((status, Answers.RequestId, true, true), ((int)failure.Status!, failure.RequestId, failure.IsSignIn, failure.NothingDone));
        Assert.Empty(_penneo.Requests);
        Assert.Single(_oauth.Requests);
    }

    [Theory]
    [InlineData(140, "2 hours ahead of")]
    [InlineData(-125, "2 hours behind")]
    [InlineData(-4000, "3 days behind")]
    public async Task ClockThatIsOff_IsSaidByHowMuch(int minutes, string words)
    {
        SetClockRight(TimeSpan.FromMinutes(minutes));
        _oauth.Instead = _ => Answers.Text(400, "application/json", """{"error":"invalid_grant"}""");

        var failure = await Assert.ThrowsAsync<PenneoException>(() => _host.CallAsync(PenneoCall.List));

        Assert.Contains($"This machine's clock is {words} Penneo's: set it right", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.ClockOff!.Value.TotalMinutes, minutes - 20, minutes + 20);
    }

    [Fact]
    public async Task SignInOutOfOrder_IsAskedAgainWithAnotherNonce()
    {
        _oauth.Instead = count => count < 3 ? Answers.Error(503, "Not now.") : null;

        await _host.AfterWaitingAsync(_host.Api.ListAsync(Stop));

        Assert.Equal(3, _oauth.Requests.Select(x => x.Body.GetProperty("nonce").GetString()).Distinct().Count());
        Assert.Single(_penneo.Requests);
    }

    [Theory]
    [InlineData("{}", "without an access token.")]
    [InlineData("""{"access_token":""}""", "without an access token.")]
    [InlineData("""{"access_token":7}""", "without an access token.")]
    [InlineData("""{"access_token":"two words"}""", "without an access token.")]
    [InlineData("[]", "without an access token.")]
    [InlineData("", "without an access token.")]
    [InlineData("<html>", "without an access token: a web page came. Check the address in Penneo:OAuthBaseUrl.")]
    public async Task AnswerWithoutAToken_IsAFailureInWords(string body, string message)
    {
        _oauth.Instead = _ => Answers.Text(200, "application/json", body);

        var failure = await _host.FailureAsync(PenneoCall.List);

        Assert.Equal("Signing in: Penneo answered, but " + message, failure.Message);
        Assert.True(failure.NothingDone);
    }

    [Theory]
    [InlineData("expires_in", "\"600\"", 530, 1)]
    [InlineData("expires_in", "600", 545, 2)]
    [InlineData("expires_in", "null", 545, 2)]
    [InlineData("expires_in", "-1", 530, 1)]
    [InlineData("expires_in", "1e300", 530, 1)]
    [InlineData("access_token_expires_at", "+100", 70, 1)]
    [InlineData("access_token_expires_at", "+100", 85, 2)]
    [InlineData("access_token_expires_at", "0", 530, 1)]
    public async Task Lifetime_IsReadHoweverItIsWritten(string name, string value, int seconds, int tokens)
    {
        var written = value.StartsWith('+')
            ? (_host.Clock.GetUtcNow().ToUnixTimeSeconds() + long.Parse(value, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture)
            : value;
        _oauth.Good["a"] = true;
        _oauth.Instead = _ => Answers.Text(200, "application/json", $$"""{"access_token":"a","refresh_token":"r","{{name}}":{{written}}}""");
        await _host.Api.ListAsync(Stop);
        _host.Clock.Advance(TimeSpan.FromSeconds(seconds));

        await _host.Api.ListAsync(Stop);

        Assert.Equal(tokens, _oauth.Requests.Count);
    }

    [Fact]
    public async Task NobodySignsIn_NothingIsSent()
    {
        await using var host = new ApiHost(
            _penneo, ("Penneo:OAuthBaseUrl", "http://127.0.0.1:1"), ("Penneo:Authentication:Method", "ApiKeys"), ("Penneo:Authentication:ClientId", "a"),
            ("Penneo:Authentication:ClientSecret", "b"), ("Penneo:Authentication:ApiKey", "c"), ("Penneo:Authentication:ApiSecret", "d"));

        var failure = await host.FailureAsync(PenneoCall.Create);

        Assert.StartsWith("Signing in: Penneo can't be reached at 127.0.0.1:1", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.NothingDone);
        Assert.Empty(_penneo.Requests);
    }

    [Fact]
    public async Task MissingKeys_AreAllNamed()
    {
        await using var host = new ApiHost(
            _penneo, ("Penneo:OAuthBaseUrl", _oauth.Url), ("Penneo:Authentication:Method", "ApiKeys"), ("Penneo:Authentication:ClientId", "a"), ("Penneo:Authentication:ApiKey", "c"));

        var failure = await host.FailureAsync(PenneoCall.Create);

        Assert.Equal("Nothing proves to Penneo who we are: Penneo:Authentication:ClientSecret, Penneo:Authentication:ApiSecret are not set.", failure.Message);
        Assert.Empty(_oauth.Requests);
    }

    private void SetClockRight(TimeSpan off = default) => _host.Clock.SetUtcNow(TimeProvider.System.GetUtcNow() + off);
}
