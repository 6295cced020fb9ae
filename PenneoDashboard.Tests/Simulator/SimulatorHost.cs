using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

/// <summary>What an endpoint received.</summary>
internal sealed record Received(string Hook, string ContentType, IReadOnlyDictionary<string, string> AllHeaders, byte[] Bytes, DateTimeOffset At)
{
    public IEnumerable<string> Headers => AllHeaders.Keys;

    public string? Header(string name) => AllHeaders.GetValueOrDefault(name);

    public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

    public bool IsConfirmation => Json.TryGetProperty("Type", out _);
}

/// <summary>A Kestrel with nothing but the simulator and endpoints that write down what comes.</summary>
internal sealed class SimulatorHost : IAsyncDisposable
{
    public const string Api = "/simulator/penneo/api/v1/webhook/subscriptions";
    public const string CurrentApi = "/simulator/penneo/webhook/api/v1/subscriptions";

    private readonly WebApplication _app;

    private SimulatorHost(WebApplication app)
    {
        _app = app;
        Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Client = new HttpClient { BaseAddress = new Uri(Url) };
        Client.DefaultRequestHeaders.Add("Authorization", "JWT");
        Client.DefaultRequestHeaders.Add("X-Auth-Token", "token-of-a-test");
    }

    public string Url { get; }

    /// <summary>With credentials.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public DeliveryLog Log => Services.GetRequiredService<DeliveryLog>();

    public SubscriptionBook Book => Services.GetRequiredService<SubscriptionBook>();

    public ConcurrentQueue<Received> Received { get; } = new();

    /// <summary>How a hook answers; 200 where nothing is set.</summary>
    public ConcurrentDictionary<string, Func<HttpContext, Task<int>>> Answers { get; } = new();

    public static async Task<SimulatorHost> StartAsync(
        TimeProvider? time = null, Action<SimulatorOptions>? options = null, params string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (time is not null)
            builder.Services.AddSingleton(time);
        builder.AddSimulator();
        builder.Services.Configure<SimulatorOptions>(x => options?.Invoke(x));
        var app = builder.Build();
        app.MapSimulator();
        SimulatorHost? host = null;
        app.MapPost("/hooks/{hook}", (string hook, HttpContext http) => host!.RecordAsync(hook, http));
        await app.StartAsync();
        return host = new SimulatorHost(app);
    }

    public IReadOnlyList<Received> At(string hook) => [.. Received.Where(x => x.Hook == hook)];

    public IReadOnlyList<Received> Notifications(string hook) => [.. At(hook).Where(x => !x.IsConfirmation)];

    public async Task<int> CreateAsync(string topic, string hook)
    {
        var answer = await Client.PostAsJsonAsync(Api, new { topic, endpoint = $"{Url}/hooks/{hook}" });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt32();
    }

    /// <summary>Creates one of the current service.</summary>
    public async Task<string> CreateCurrentAsync(string hook, params string[] eventTypes)
    {
        var answer = await Client.PostAsJsonAsync(CurrentApi, new { endpoint = $"{Url}/hooks/{hook}", eventTypes, isActive = true });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>Creates a subscription and confirms it with the token that came to its hook.</summary>
    public async Task<int> SubscribeAsync(string topic, string hook)
    {
        var id = await CreateAsync(topic, hook);
        await Eventually.TrueAsync(() => At(hook).Count > 0, "the confirmation message");
        var token = At(hook)[0].Json.GetProperty("Token").GetString();
        (await Client.PostAsJsonAsync($"{Api}/{id}/confirm", new { token })).EnsureSuccessStatusCode();
        return id;
    }

    public async Task TestAsync(int id) => (await Client.PostAsync($"{Api}/{id}/test", null)).EnsureSuccessStatusCode();

    /// <summary>Everything it says it has sent.</summary>
    public IReadOnlyList<SentEvent> Sent => Services.GetRequiredService<SentEvents>().Read(0, int.MaxValue);

    public IReadOnlyList<SentEvent> SentOf(int casefileId) => [.. Sent.Where(x => x.CasefileId == casefileId)];

    /// <summary>Turns one of the switches.</summary>
    public async Task ControlAsync(string path, string json) => (await Client.PutAsync($"/simulator/{path}", new StringContent(json))).EnsureSuccessStatusCode();

    /// <summary>Starts a scenario.</summary>
    /// <returns>The id of its first casefile.</returns>
    public async Task<int> PlayAsync(string json)
    {
        var answer = await Client.PostAsync("/simulator/scenarios", new StringContent(json));
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("casefileIds")[0].GetInt32();
    }

    public async Task PlayToTheEndAsync(FakeTimeProvider time)
    {
        var runner = Services.GetRequiredService<ScenarioRunner>();

        // Time stands still while something is being delivered: a busy machine must not look like a slow endpoint.
        await Eventually.TrueAsync(() => runner.Running == 0, "the scenarios end", () => time.Advance(Log.Counters.Pending == 0 ? TimeSpan.FromMilliseconds(250) : TimeSpan.Zero));
        await Eventually.TrueAsync(() => Log.Counters.Pending == 0, "everything is delivered");
    }

    public static async Task AssertErrorAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.True(answer.Headers.Contains("X-Penneo-Request-Id"));
        Assert.True(answer.Headers.Contains("X-B3-TraceId"));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)status, body.GetProperty("statusCode").GetInt32());
        Assert.NotEmpty(body.GetProperty("error").GetString()!);
        Assert.NotEmpty(body.GetProperty("message").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task RecordAsync(string hook, HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var time = Services.GetRequiredService<TimeProvider>();
        Received.Enqueue(new Received(hook, http.Request.ContentType ?? "", http.Request.Headers.ToDictionary(x => x.Key, x => x.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray(), time.GetUtcNow()));
        http.Response.StatusCode = Answers.TryGetValue(hook, out var answer) ? await answer(http) : 200;
    }
}
