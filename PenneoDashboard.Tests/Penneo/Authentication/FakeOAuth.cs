using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PenneoDashboard.Tests.Penneo.Authentication;

/// <summary>A hand-written OAuth service on a real port, which gives out <c>token-1</c>, <c>token-2</c> and so on.</summary>
internal sealed class FakeOAuth : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _given;

    private FakeOAuth(WebApplication app)
    {
        _app = app;
        Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    public string Url { get; }

    public ConcurrentQueue<(string Path, JsonElement Body)> Requests { get; } = new();

    /// <summary>Answers wait for it.</summary>
    public Task Open { get; set; } = Task.CompletedTask;

    /// <summary>Answers instead of the token; the argument counts the requests from 1.</summary>
    public Func<int, RequestDelegate?> Instead { get; set; } = _ => null;

    public object? Lifetime { get; set; } = 600;

    /// <summary>The tokens that an API takes.</summary>
    public ConcurrentDictionary<string, bool> Good { get; } = new();

    public static async Task<FakeOAuth> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        FakeOAuth? fake = null;
        app.Run(http => fake!.AnswerAsync(http));
        await app.StartAsync();
        return fake = new FakeOAuth(app);
    }

    /// <summary>An answer of Penneo's API that asks for a good token.</summary>
    public RequestDelegate Guard(string body) => http =>
        http.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] && Good.ContainsKey(token)
            ? Answers.Text(200, "application/json", body)(http)
            : Answers.Error(401, "The token is not good.")(http);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        Requests.Enqueue((http.Request.Path, (await JsonDocument.ParseAsync(http.Request.Body)).RootElement));
        var count = Requests.Count;
        await Open;
        if (Instead(count) is { } other)
        {
            await other(http);
            return;
        }

        var token = $"token-{Interlocked.Increment(ref _given)}";
        Good[token] = true;
        await http.Response.WriteAsJsonAsync(new { access_token = token, token_type = "Bearer", expires_in = Lifetime });
    }
}
