using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PenneoDashboard.Bench.Servers;

/// <summary>Kestrel alone: reads the body, answers 200 and stores nothing. No receiver can be faster.</summary>
internal static class BareServer
{
    public static Command Command()
    {
        var command = new Command(Baseline.BareCommand) { Hidden = true };
        command.SetAction((_, cancellationToken) => ServeAsync(cancellationToken));
        return command;
    }

    private static Task<int> ServeAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(ReadAsync);
        return Baseline.ServeAsync(app, cancellationToken);
    }

    private static async Task ReadAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync();
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }
}
