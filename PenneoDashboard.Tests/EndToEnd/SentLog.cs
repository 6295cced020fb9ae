using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>Another system that a current subscription calls: it keeps each event once, by its id, and so tells what was sent.</summary>
internal sealed class SentLog : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _byId = new();

    private SentLog(WebApplication app)
    {
        _app = app;
        Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/sent";
    }

    public string Url { get; }

    public IReadOnlyCollection<string> Bodies => [.. _byId.Values];

    public static async Task<SentLog> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        SentLog? log = null;
        app.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            log!._byId[http.Request.Headers["x-event-id"].ToString()] = await reader.ReadToEndAsync();
        });
        await app.StartAsync();
        return log = new SentLog(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
