using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace PenneoDashboard.Tests;

/// <summary>A subscription made through the API, and the URL that Penneo would call.</summary>
public sealed record Door(long Id, string Url);

/// <summary>Uses an app as Penneo and as a script do: over HTTP only, so it fits an app in this process or in another.</summary>
public sealed class AppClient : IDisposable
{
    /// <summary>What Penneo's legacy service sends, whatever the body is.</summary>
    public const string PenneosContentType = "text/plain; charset=UTF-8";

    /// <param name="token">The bearer token; empty for a stranger, who has none.</param>
    public AppClient(string baseUrl, string? token = null)
    {
        token ??= TestApp.Token;
        Http = new HttpClient { BaseAddress = new Uri(baseUrl) };
        if (token.Length > 0)
            Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public HttpClient Http { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Creates a legacy subscription at the simulator.</summary>
    public async Task<Door> SubscribeAsync(string topic = "casefile")
    {
        using var answer = await Http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "legacy", topic }, Cancel);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return new Door(made.Number("id")!.Value, made.Text("receiveUrl")!);
    }

    public Task<HttpResponseMessage> PostAsync(Door door, string body, params (string Name, string Value)[] headers) =>
        PostAsync(door, Encoding.UTF8.GetBytes(body), headers);

    public async Task<HttpResponseMessage> PostAsync(Door door, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, door.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", PenneosContentType);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return await Http.SendAsync(request, Cancel);
    }

    /// <summary>Posts and expects 200.</summary>
    public async Task StoreAsync(Door door, params IEnumerable<string> bodies)
    {
        foreach (var body in bodies)
        {
            using var answer = await PostAsync(door, body);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    public Task<JsonElement> GetAsync(string path) => Http.GetFromJsonAsync<JsonElement>(path, Cancel);

    /// <summary>A page's first bytes, as a browser that is signed in gets them.</summary>
    public async Task<string> PageAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } };
        using var answer = await Http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    /// <summary>Everything that matches, newest first, read page by page.</summary>
    public async Task<IReadOnlyList<JsonElement>> EventsAsync(string query = "")
    {
        var items = new List<JsonElement>();
        long? before = null;
        do
        {
            var page = await GetAsync($"/api/v1/events?limit=1000&{query}{(before is null ? "" : $"&before={before}")}");
            items.AddRange(page.Items());
            before = page.Number("next");
        }
        while (before is not null);
        return items;
    }

    public async Task<JsonElement> EventAsync(string query = "") => Assert.Single(await EventsAsync(query));

    public Task<byte[]> RawAsync(long sequence) => Http.GetByteArrayAsync($"/api/v1/events/{sequence}/raw", Cancel);

    public Task<byte[]> RawAsync(JsonElement item) => RawAsync(item.Number("sequence")!.Value);

    public async Task<IReadOnlyList<JsonElement>> DeliveriesAsync(JsonElement item) =>
        (await GetAsync($"/api/v1/events/{item.Number("sequence")}/deliveries")).Items();

    public void Dispose() => Http.Dispose();
}
