using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

/// <summary>
/// What Penneo's .NET SDK (8.0.1) and PHP SDK (4.0.0) send for webhooks, header by header, and what they read of the answers.
/// Their base is <c>…/api/v3</c> or <c>…/api/v1/</c>; an address that begins with a slash they take from the host's root.
/// </summary>
public sealed class SdkRequestTests
{
    private const string NetAgent = "Penneo%2Fsdk-net%408.0.1";
    private const string PhpAgent = "penneo/penneo-sdk-php v:>=v2.0.0 key:simulato ua:n/a";
    private const string Root = "/webhook/api/v1/subscriptions";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DotNet_Current_CreatesFindsListsAndDeletes()
    {
        await using var host = await SimulatorHost.StartAsync(_time);

        // Mapped are the endpoint and the types only: left out, it is active.
        var created = await NetAsync(host, "POST", Root, $$"""{"endpoint":"{{host.Url}}/hooks/a","eventTypes":["sign.casefile.completed","sign.signer.signed","sign.signer.signedWithImageUploadAndNAP","webhook.subscription.test"]}""");
        var id = created.GetProperty("id").GetString()!;
        Assert.True(created.GetProperty("isActive").GetBoolean());
        Assert.Equal(JsonValueKind.Number, created.GetProperty("customerId").ValueKind);
        Assert.NotEmpty(created.GetProperty("secret").GetString()!);

        var found = await NetAsync(host, "GET", $"{Root}/{id}");
        Assert.Equal(created.GetRawText(), found.GetRawText());
        var list = await NetAsync(host, "GET", Root);
        Assert.Equal([id], list.GetProperty("items").EnumerateArray().Select(x => x.GetProperty("id").GetString()));
        var page = await NetAsync(host, "GET", $"{Root}?per_page=1&page=1", null, ("x-paginate", "true"));
        Assert.Equal(1, page.GetProperty("items").GetArrayLength());
        await NetAsync(host, "DELETE", $"{Root}/{id}");
        Assert.Empty(host.Book.Current);
    }

    [Fact]
    public async Task DotNet_Legacy_ReadsAndDeletes()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        var id = await host.CreateAsync("signer", "a");
        const string Path = "/simulator/penneo/api/v3/webhook/subscriptions";

        var found = await NetAsync(host, "GET", $"{Path}/{id}");
        Assert.Equal(_time.GetUtcNow().ToUnixTimeSeconds(), long.Parse(found.GetProperty("created").GetString()!, CultureInfo.InvariantCulture));
        Assert.Equal(id, Assert.Single((await NetAsync(host, "GET", Path)).EnumerateArray()).GetProperty("id").GetInt32());
        await NetAsync(host, "DELETE", $"{Path}/{id}");
        Assert.Empty(host.Book.All);
    }

    [Fact]
    public async Task Php_Current_CreatesFindsListsReplacesTestsAndDeletes()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        var hook = (host.Url + "/hooks/a").Replace("/", "\\/", StringComparison.Ordinal);

        var created = await PhpAsync(host, "POST", Root, $$"""{"eventTypes":["webhook.subscription.test","sign.signer.requestSent"],"endpoint":"{{hook}}","isActive":true}""");
        var id = created.GetProperty("id").GetString()!;
        Assert.Equal(host.Url + "/hooks/a", created.GetProperty("endpoint").GetString());
        Assert.Equal(id, (await PhpAsync(host, "GET", $"{Root}/{id}")).GetProperty("id").GetString());

        // Its list is taken for one only when "items" is all there is.
        var list = await PhpAsync(host, "GET", Root);
        Assert.Equal(["items"], list.EnumerateObject().Select(x => x.Name));
        await PhpAsync(host, "POST", Root + "/test");
        await Eventually.TrueAsync(() => host.At("a").Count == 1, "the test");
        await PhpAsync(host, "PUT", $"{Root}/{id}", $$"""{"eventTypes":["sign.signer.signed"],"endpoint":"{{hook}}","isActive":false}""");
        Assert.Equal((false, "sign.signer.signed"), (host.Book.Current[0].IsActive, Assert.Single(host.Book.Current[0].EventTypes)));
        await PhpAsync(host, "DELETE", $"{Root}/{id}");
        Assert.Empty(host.Book.Current);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v3")]
    public async Task Php_Legacy_CreatesConfirmsFindsListsAndDeletes(string version)
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        var path = $"/simulator/penneo/api/{version}/webhook/subscriptions";

        var created = await PhpAsync(host, "POST", path, $$"""{"topic":"casefile","endpoint":"{{(host.Url + "/hooks/a").Replace("/", "\\/", StringComparison.Ordinal)}}"}""");
        var id = created.GetProperty("id").GetInt32();
        await Eventually.TrueAsync(() => host.At("a").Count == 1, "the token");
        await PhpAsync(host, "POST", $"{path}/{id}/confirm", $$"""{"token":"{{host.At("a")[0].Json.GetProperty("Token").GetString()}}"}""");
        Assert.True((await PhpAsync(host, "GET", $"{path}/{id}")).GetProperty("confirmed").GetBoolean());
        Assert.Equal(1, (await PhpAsync(host, "GET", path)).GetArrayLength());
        await PhpAsync(host, "DELETE", $"{path}/{id}");
        Assert.Empty(host.Book.All);
    }

    [Fact]
    public async Task Php_SignsInWithApiKeys_AndCallsWithTheToken()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        var (nonce, created) = (RandomNumberGenerator.GetBytes(16), _time.GetUtcNow().ToString("ddd MMM d yyyy HH:mm:ss 'GMT+0000'", CultureInfo.InvariantCulture));
        var grant = JsonSerializer.Serialize(new
        {
            grant_type = "api_keys",
            client_id = "simulator-client",
            client_secret = "simulator-client-secret",
            key = "simulator-key",
            created_at = created,
            nonce = Convert.ToBase64String(nonce),
            digest = Digest([.. nonce, .. Encoding.UTF8.GetBytes(created + "simulator-secret")]),
        });

        var tokens = await SendAsync(host, "POST", "/simulator/penneo/oauth/token", grant, [("User-Agent", "GuzzleHttp/7")]);

        // Both are read without a question whether they are there.
        Assert.Equal((JsonValueKind.String, JsonValueKind.Number), (tokens.GetProperty("access_token").ValueKind, tokens.GetProperty("access_token_expires_at").ValueKind));
        var list = await SendAsync(host, "GET", Root, null, [
            ("Authorization", "Bearer " + tokens.GetProperty("access_token").GetString()), ("Content-type", "application/json"), ("User-Agent", "penneo/penneo-sdk-php v:>=v2.0.0 using OAuth")]);
        Assert.Equal(0, list.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Errors_AreOnesThatTheSdksCanLog()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        using var request = Request("GET", $"{host.Url}{Root}/1ca8abef-3168-46b7-b517-a03f19c66947", null, PhpHeaders());
        using var client = new HttpClient();

        await SimulatorHost.AssertErrorAsync(await client.SendAsync(request, Cancel), HttpStatusCode.NotFound);
    }

    private Task<JsonElement> NetAsync(SimulatorHost host, string method, string path, string? body = null, params (string, string)[] more)
    {
        var created = _time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var nonce = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 16);
        var digest = Digest(Encoding.UTF8.GetBytes(nonce + created + "simulator-secret"));
        return SendAsync(host, method, path, body, [
            .. Wsse(digest, Convert.ToBase64String(Encoding.UTF8.GetBytes(nonce)), created), ("User-Agent", NetAgent),
            ("Accept", "application/json, text/json, text/x-json, text/javascript, *+json, application/xml, text/xml, *+xml, *"), .. more]);
    }

    private Task<JsonElement> PhpAsync(SimulatorHost host, string method, string path, string? body = null) => SendAsync(host, method, path, body, PhpHeaders());

    // It has a content type also where there is no content, a nonce in hexadecimal that it takes for base64, and the time of a mail.
    private (string, string)[] PhpHeaders()
    {
        var created = _time.GetUtcNow().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
        var nonce = Convert.ToHexStringLower(SHA512.HashData(RandomNumberGenerator.GetBytes(16)));
        var digest = Digest([.. Convert.FromBase64String(nonce), .. Encoding.UTF8.GetBytes(created + "simulator-secret")]);
        return [.. Wsse(digest, nonce, created), ("User-Agent", PhpAgent), ("Content-type", "application/json"), ("penneo-api-user", "4711")];
    }

    private static (string, string)[] Wsse(string digest, string nonce, string created) =>
    [
        ("Authorization", "WSSE profile=\"UsernameToken\""),
        ("X-WSSE", $"UsernameToken Username=\"simulator-key\", PasswordDigest=\"{digest}\", Nonce=\"{nonce}\", Created=\"{created}\""),
    ];

    /// <returns>The answer's JSON; undefined when there is none, as the SDKs take it.</returns>
    private static async Task<JsonElement> SendAsync(SimulatorHost host, string method, string path, string? body, (string, string)[] headers)
    {
        using var client = new HttpClient();
        using var request = Request(method, host.Url + path, body, headers);
        using var answer = await client.SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    private static HttpRequestMessage Request(string method, string url, string? body, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body ?? "")) };
        request.Content.Headers.ContentType = body is null ? null : new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in headers)
        {
            if (request.Headers.TryAddWithoutValidation(name, value))
                continue;
            request.Content.Headers.Remove(name);
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

#pragma warning disable CA5350 // Penneo's protocol is SHA-1.
    private static string Digest(byte[] bytes) => Convert.ToBase64String(SHA1.HashData(bytes));
#pragma warning restore CA5350
}
