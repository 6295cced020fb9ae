using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

public sealed class AuthorizationTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private readonly FakeTimeProvider _clock = new(Now);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Grant_GivesATokenThatOpensTheApiUntilItExpires()
    {
        await using var host = await SimulatorHost.StartAsync(_clock);

        using var answer = await GrantAsync(host, Grant());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.Contains("X-Penneo-Request-Id"));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(("Bearer", 600, Now.ToUnixTimeSeconds() + 600), (body.GetProperty("token_type").GetString(), body.GetProperty("expires_in").GetInt32(), body.GetProperty("access_token_expires_at").GetInt64()));
        var token = body.GetProperty("access_token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, "Bearer " + token));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, "Bearer " + token));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, "Bearer simulated-guessed"));
    }

    [Theory]
    [InlineData("grant_type", "client_credentials", 400, "unsupported_grant_type")]
    [InlineData("client_id", "other", 401, "invalid_client")]
    [InlineData("client_secret", "other", 401, "invalid_client")]
    [InlineData("client_secret", null, 401, "invalid_client")]
    [InlineData("key", "other", 400, "invalid_grant")]
    [InlineData("key", null, 400, "invalid_grant")]
    [InlineData("nonce", "not base64", 400, "invalid_grant")]
    [InlineData("nonce", "AAAA", 400, "invalid_grant")]
    [InlineData("created_at", "yesterday", 400, "invalid_grant")]
    [InlineData("created_at", "2026-03-04T05:06:08.000Z", 400, "invalid_grant")]
    [InlineData("digest", "AAAA", 400, "invalid_grant")]
    public async Task Grant_WithAnythingWrong_IsRefused(string name, string? value, int status, string error)
    {
        await using var host = await SimulatorHost.StartAsync(_clock);
        var grant = Grant();
        grant[name] = value;

        using var answer = await GrantAsync(host, grant);

        Assert.Equal(status, (int)answer.StatusCode);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(error, body.GetProperty("error").GetString());
        Assert.NotEmpty(body.GetProperty("error_description").GetString()!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"grant_type":7}""")]
    public async Task Grant_WithAnotherBody_IsRefused(string body)
    {
        await using var host = await SimulatorHost.StartAsync(_clock);

        using var answer = await host.Client.PostAsync("/simulator/penneo/oauth/token", new StringContent(body), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Grant_Twice_IsRefusedForItsNonce()
    {
        await using var host = await SimulatorHost.StartAsync(_clock);
        using var first = await GrantAsync(host, Grant());

        using var second = await GrantAsync(host, Grant());

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (first.StatusCode, second.StatusCode));
        Assert.Contains("nonce", await second.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public async Task Wsse_OnlyHoldsForAWhile(int seconds, bool accepted)
    {
        await using var host = await SimulatorHost.StartAsync(_clock);

        var status = await CallAsync(host, "WSSE profile=\"UsernameToken\"", Wsse(created: Now.AddSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)));

        Assert.Equal(accepted ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, status);
    }

    [Theory]
    [InlineData("2026-03-04T05:06:07Z")]
    [InlineData("2026-03-04T05:06:07.123Z")]
    [InlineData("2026-03-04T06:06:07+01:00")]
    [InlineData("Wed, 04 Mar 2026 05:06:07 +0000")]
    [InlineData("Wed Mar 04 2026 05:06:07 GMT+0000")]
    [InlineData("Wed Mar 4 2026 05:06:07 GMT+0000")]
    public async Task Wsse_WithTheTimeAsPenneosSdksWriteIt_IsLetIn(string created)
    {
        await using var host = await SimulatorHost.StartAsync(_clock);

        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, "WSSE profile=\"UsernameToken\"", Wsse(created: created)));
    }

    [Fact]
    public async Task Wsse_Replayed_IsRefused_UntilItsTimeIsOver()
    {
        await using var host = await SimulatorHost.StartAsync(_clock);
        var header = Wsse();

        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, "WSSE profile=\"UsernameToken\"", header));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, "WSSE profile=\"UsernameToken\"", header));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, "WSSE profile=\"UsernameToken\"", header.Replace("AQIDBA==", "AQIDBB==", StringComparison.Ordinal)));
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, "WSSE profile=\"UsernameToken\"", header));
    }

    [Fact]
    public async Task Wsse_WithOneCharacterChanged_IsRefused()
    {
        await using var host = await SimulatorHost.StartAsync(_clock);
        var digests = host.Services.GetRequiredService<DigestCheck>();
        Gen.Select(Gen.Byte.Array[4, 40], Gen.Int[0, 3], Gen.Int[0, 1000]).Sample((nonce, part, at) =>
        {
            string[] parts = ["simulator-key", Convert.ToBase64String(nonce), "2026-03-04T05:06:07Z", Digest(nonce, "2026-03-04T05:06:07Z")];
            var changed = parts.ToArray();
            var one = changed[part].ToCharArray();

            // The last characters of base64 have bits that mean nothing.
            at %= part is 1 or 3 ? one.Length - 4 : one.Length;
            one[at] = one[at] == 'A' ? 'B' : 'A';
            changed[part] = new string(one);
            return digests.Problem(changed[0], changed[1], changed[2], changed[3]) is not null;
        });
    }

    [Fact]
    public async Task ConfiguredKeys_AreTheAccounts()
    {
        await using var host = await SimulatorHost.StartAsync(_clock, args: ["--Penneo:Authentication:ApiKey=mine", "--Penneo:Authentication:ApiSecret=my-secret"]);

        Assert.Equal(HttpStatusCode.OK, await CallAsync(host, "WSSE profile=\"UsernameToken\"", Wsse("mine", secret: "my-secret")));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(host, "WSSE profile=\"UsernameToken\"", Wsse()));
    }

    private static Dictionary<string, string?> Grant(string created = "2026-03-04T05:06:07.000Z") => new()
    {
        ["grant_type"] = "api_keys",
        ["client_id"] = "simulator-client",
        ["client_secret"] = "simulator-client-secret",
        ["key"] = "simulator-key",
        ["nonce"] = "AQIDBA==",
        ["created_at"] = created,
        ["digest"] = Digest([1, 2, 3, 4], created),
    };

    private static string Wsse(string key = "simulator-key", string created = "2026-03-04T05:06:07Z", string secret = "simulator-secret") =>
        $"""UsernameToken Username="{key}", PasswordDigest="{Digest([1, 2, 3, 4], created, secret)}", Nonce="AQIDBA==", Created="{created}" """.TrimEnd();

#pragma warning disable CA5350 // Penneo's protocol is SHA-1.
    private static string Digest(byte[] nonce, string created, string secret = "simulator-secret") =>
        Convert.ToBase64String(SHA1.HashData([.. nonce, .. Encoding.UTF8.GetBytes(created + secret)]));
#pragma warning restore CA5350

    private static Task<HttpResponseMessage> GrantAsync(SimulatorHost host, Dictionary<string, string?> grant) =>
        host.Client.PostAsJsonAsync("/simulator/penneo/oauth/token", grant, Cancel);

    private static async Task<HttpStatusCode> CallAsync(SimulatorHost host, string authorization, string? wsse = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, host.Url + SimulatorHost.Api);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (wsse is not null)
            request.Headers.TryAddWithoutValidation("X-WSSE", wsse);
        using var client = new HttpClient();
        using var answer = await client.SendAsync(request, Cancel);
        return answer.StatusCode;
    }
}
