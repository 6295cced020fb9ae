using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

/// <summary>
/// The seven requests of Penneo's public Postman collection for webhooks, in its order, with what it asserts of each answer.
/// The collection itself has no licence to pass it on, so it is not kept here; <c>docs/api.md</c> tells how to run it.
/// </summary>
public sealed class PostmanCollectionTests
{
    private static readonly string[] CreatedTypes =
        ["sign.casefile.completed", "sign.casefile.rejected", "sign.casefile.expired", "sign.signer.signed", "sign.signer.rejected", "webhook.subscription.test"];

    private static readonly string[] UpdatedTypes =
    [
        "sign.casefile.completed", "sign.casefile.rejected", "sign.casefile.expired", "sign.casefile.failed", "sign.signer.signed", "sign.signer.rejected",
        "sign.signer.reminderSent", "sign.signer.undeliverable", "webhook.subscription.test",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AllSeven_AnswerAsItAsserts()
    {
        await using var host = await SimulatorHost.StartAsync();
        using var client = new HttpClient();

        // 1. Get Access Token
        var (nonce, createdAt) = (RandomNumberGenerator.GetBytes(20), DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
        var token = await SendAsync(HttpMethod.Post, "/simulator/penneo/oauth/token", HttpStatusCode.OK, new Dictionary<string, string>
        {
            ["client_id"] = "simulator-client",
            ["client_secret"] = "simulator-client-secret",
            ["grant_type"] = "api_keys",
            ["key"] = "simulator-key",
            ["nonce"] = Convert.ToBase64String(nonce),
            ["created_at"] = createdAt,
            ["digest"] = Digest([.. nonce, .. Encoding.UTF8.GetBytes(createdAt + "simulator-secret")]),
        });
        Assert.NotEmpty(token.GetProperty("access_token").GetString()!);
        Assert.Equal(JsonValueKind.Number, token.GetProperty("expires_in").ValueKind);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("access_token").GetString());

        // 2. Create Subscription
        var created = await SendAsync(HttpMethod.Post, SimulatorHost.CurrentApi, HttpStatusCode.Created, Settings(CreatedTypes));
        var id = created.GetProperty("id").GetString();
        Assert.NotEmpty(id!);
        Assert.NotEmpty(created.GetProperty("secret").GetString()!);
        Assert.True(created.GetProperty("isActive").GetBoolean());

        // 3. Get Subscription
        var read = await SendAsync(HttpMethod.Get, $"{SimulatorHost.CurrentApi}/{id}", HttpStatusCode.OK);
        Assert.All((string[])["id", "endpoint", "isActive"], x => Assert.True(read.TryGetProperty(x, out _)));
        Assert.Equal(JsonValueKind.Array, read.GetProperty("eventTypes").ValueKind);

        // 4. List Subscriptions
        var list = await SendAsync(HttpMethod.Get, SimulatorHost.CurrentApi, HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.Array, list.GetProperty("items").ValueKind);

        // 5. Test Subscription
        await SendAsync(HttpMethod.Post, SimulatorHost.CurrentApi + "/test", HttpStatusCode.NoContent, new Dictionary<string, string>());
        await Eventually.TrueAsync(() => host.At("a").Count == 1, "the test event");
        Assert.Equal("webhook.subscription.test", host.At("a")[0].Json.GetProperty("eventType").GetString());

        // 6. Update Subscription, 7. Delete Subscription
        await SendAsync(HttpMethod.Put, $"{SimulatorHost.CurrentApi}/{id}", HttpStatusCode.OK, Settings(UpdatedTypes));
        Assert.Equal(UpdatedTypes, Assert.Single(host.Book.Current).EventTypes);
        await SendAsync(HttpMethod.Delete, $"{SimulatorHost.CurrentApi}/{id}", HttpStatusCode.NoContent);
        Assert.Empty(host.Book.Current);

        object Settings(string[] eventTypes) => new { endpoint = host.Url + "/hooks/a", eventTypes, isActive = true };

        async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpStatusCode expected, object? body = null)
        {
            using var request = new HttpRequestMessage(method, host.Url + path) { Content = body is null ? null : JsonContent.Create(body) };
            using var answer = await client.SendAsync(request, Cancel);
            Assert.Equal(expected, answer.StatusCode);
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
        }
    }

#pragma warning disable CA5350 // Penneo's protocol is SHA-1.
    private static string Digest(byte[] bytes) => Convert.ToBase64String(SHA1.HashData(bytes));
#pragma warning restore CA5350
}
