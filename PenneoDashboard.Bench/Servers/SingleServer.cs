using System.CommandLine;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using PenneoDashboard.Webhooks;

namespace PenneoDashboard.Bench.Servers;

/// <summary>One <c>SaveChanges</c> a request: how a receiver is usually written. It stores the same rows as the product.</summary>
internal static class SingleServer
{
    private const int MostBytes = 1024 * 1024;

    public static Command Command()
    {
        var folder = new Option<string>("--folder") { Required = true };
        var command = new Command(Baseline.SingleCommand) { folder };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => ServeAsync(parsed.GetRequiredValue(folder), cancellationToken));
        return command;
    }

    private static Task<int> ServeAsync(string folder, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration["Storage:DataDirectory"] = folder;
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddStorage();
        builder.Services.AddSingleton<SaveChangesStore>();
        var app = builder.Build();

        // SQLite has one writer; waiting here is cheaper than waiting in it.
        var gate = new SemaphoreSlim(1);
        app.Run(http => StoreAsync(http, gate));
        return Baseline.ServeAsync(app, cancellationToken);
    }

    private static async Task StoreAsync(HttpContext http, SemaphoreSlim gate)
    {
        var body = await BodyReader.ReadAsync(http.Request, MostBytes, http.RequestAborted);
        var message = MessageParser.Parse(body!);
        var headers = JsonSerializer.Serialize(http.Request.Headers.SelectMany(x => x.Value.Select(value => new[] { x.Key, value ?? "" })));
        var delivery = new IncomingDelivery(
            1, DateTimeOffset.UtcNow, http.Connection.RemoteIpAddress?.ToString(), headers, body!, Verification.Unsigned, message, EventIdentity.Of(message, null));
        await gate.WaitAsync(http.RequestAborted);
        try
        {
            await http.RequestServices.GetRequiredService<SaveChangesStore>().StoreAsync([delivery], CancellationToken.None);
        }
        finally
        {
            gate.Release();
        }
    }
}
