using System.Text.RegularExpressions;
using PenneoDashboard.Penneo;
using PenneoDashboard.Penneo.Authentication;
using Xunit;

namespace PenneoDashboard.Tests.Penneo.Authentication;

public sealed partial class WsseTests : IAsyncLifetime
{
    private FakePenneo _penneo = null!;
    private ApiHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _penneo = await FakePenneo.StartAsync();
        _host = new ApiHost(
            _penneo, ("Penneo:Authentication:Method", "Wsse"), ("Penneo:Authentication:ApiKey", "the-key"), ("Penneo:Authentication:ApiSecret", "api-s3cr3t"));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _penneo.DisposeAsync();
    }

    [Fact]
    public async Task Headers_AreWhatPenneoDocuments()
    {
        _host.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 24, 11, 41, 7, 999, TimeSpan.Zero));

        await _host.CallAsync(PenneoCall.List);

        var request = Assert.Single(_penneo.Requests);
        Assert.Equal("WSSE profile=\"UsernameToken\"", request.Headers["Authorization"]);
        var parts = Header().Match(request.Headers["X-WSSE"]);
        Assert.True(parts.Success, request.Headers["X-WSSE"]);
        Assert.Equal(("the-key", "2026-11-24T11:41:07Z"), (parts.Groups["key"].Value, parts.Groups["created"].Value));
        Assert.Equal(PasswordDigest.Make("api-s3cr3t", "2026-11-24T11:41:07Z", Convert.FromBase64String(parts.Groups["nonce"].Value)).Digest, parts.Groups["digest"].Value);
        Assert.DoesNotContain("X-Auth-Token", request.Headers.Keys);
    }

    [Fact]
    public async Task EachAttempt_HasANonceOfItsOwn()
    {
        _penneo.Fail(PenneoCall.List, Answers.Error(503, "Not now."));

        await _host.FailureAsync(PenneoCall.List);

        var nonces = _penneo.Requests.Select(x => Header().Match(x.Headers["X-WSSE"]).Groups["nonce"].Value).ToList();
        Assert.Equal(3, nonces.Count);
        Assert.Equal(3, nonces.Distinct().Count());
    }

    [Fact]
    public async Task Refused_IsNotTriedAgain_AndSaysWhatToCheck()
    {
        _host.Clock.SetUtcNow(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(130));
        _penneo.Fail(PenneoCall.List, Answers.Error(401, "Because."));

        var failure = await Assert.ThrowsAsync<PenneoException>(() => _host.CallAsync(PenneoCall.List));

        Assert.Equal(
            "Penneo did not accept our authorization (401). Check Penneo:Authentication:ApiKey and Penneo:Authentication:ApiSecret. Its message: Because. "
            + "This machine's clock is 2 hours behind Penneo's: set it right, because what proves who we are holds for a short time only.",
            failure.Message);
        Assert.Single(_penneo.Requests);
    }

    [Fact]
    public async Task MissingKeys_AreAllNamed()
    {
        await using var host = new ApiHost(_penneo, ("Penneo:Authentication:Method", "Wsse"));

        Assert.Equal(
            "Nothing proves to Penneo who we are: Penneo:Authentication:ApiKey, Penneo:Authentication:ApiSecret are not set.",
            (await host.FailureAsync(PenneoCall.List)).Message);
        Assert.Empty(_penneo.Requests);
    }

    [GeneratedRegex("""^UsernameToken Username="(?<key>[^"]+)", PasswordDigest="(?<digest>[^"]+)", Nonce="(?<nonce>[^"]+)", Created="(?<created>[^"]+)"$""")]
    private static partial Regex Header();
}
