using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace PenneoDashboard.Bench.Servers;

/// <summary>What this program's own servers, which the product is measured against, have in common.</summary>
internal static class Baseline
{
    public const string BareCommand = "serve-bare";
    public const string SingleCommand = "serve-single";
    public const string HubCommand = "serve-hub";

    /// <summary>Starts this program once more, as one of them.</summary>
    public static ChildServer Start(string command, params string[] arguments) =>
        ChildServer.Start(typeof(Baseline).Assembly.Location, [command, .. arguments], new Dictionary<string, string>
        {
            // As the product runs, and unlike the load generator.
            ["DOTNET_gcServer"] = "1",
            ["DOTNET_gcConcurrent"] = "1",
        });

    /// <summary>Serves until it is asked to end, or until whoever started it is gone.</summary>
    public static async Task<int> ServeAsync(WebApplication app, CancellationToken cancellationToken)
    {
        await app.StartAsync(cancellationToken);
        Console.WriteLine("Now listening on: " + app.Urls.First());

        // Standard input ends with its other end; the console's reader has no asynchronous way to wait for that.
        _ = Task.Run(
            () =>
            {
                Console.In.ReadToEnd();
                app.Lifetime.StopApplication();
            },
            CancellationToken.None);
        await app.WaitForShutdownAsync(cancellationToken);
        await app.DisposeAsync();
        return 0;
    }
}
