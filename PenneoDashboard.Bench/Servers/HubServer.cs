using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PenneoDashboard.Events;
using PenneoDashboard.Webhooks;

namespace PenneoDashboard.Bench.Servers;

/// <summary>SignalR alone: parses the body, sends it to every client, stores nothing, looks at no filter.</summary>
internal static class HubServer
{
    public static Command Command()
    {
        var command = new Command(Baseline.HubCommand) { Hidden = true };
        command.SetAction((_, cancellationToken) => ServeAsync(cancellationToken));
        return command;
    }

    private static Task<int> ServeAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSignalR().AddJsonProtocol(json => EventJson.Configure(json.PayloadSerializerOptions));
        var app = builder.Build();
        app.MapHub<EveryoneHub>("/hubs/events");
        app.MapPost("/webhooks/penneo/{topic}", SendAsync);
        return Baseline.ServeAsync(app, cancellationToken);
    }

    private static async Task SendAsync(HttpContext http, IHubContext<EveryoneHub> hub)
    {
        var body = await BodyReader.ReadAsync(http.Request, limit: 1024 * 1024, http.RequestAborted);
        await hub.Clients.All.SendAsync("event", (IncomingEvent)MessageParser.Parse(body!));
    }

    private sealed class EveryoneHub : Hub;
}
