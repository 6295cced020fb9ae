using System.CommandLine;
using PenneoDashboard.Bench.Runs;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench;

/// <summary>Measures what the product promises. Each command is a run of its own; <c>README.md</c> says how to read them.</summary>
internal static class Program
{
    // Children are asked to stop and folders are deleted before the process goes.
    private static readonly TimeSpan CleanUpPatience = TimeSpan.FromSeconds(30);

    private static Task<int> Main(string[] args)
    {
        var root = new RootCommand("Measurements of PenneoDashboard, each beside a baseline on the same machine. Load goes to 127.0.0.1 only.")
        {
            IngestRun.Command(),
            CrashRun.Command(),
            RestartRun.Command(),
            LiveRun.Command(),
            SoakRun.Command(),
            DiskFullRun.Command(),
            FuzzRun.Command(),
            QueryRun.Command(),
            PagesRun.Command(),
            BareServer.Command(),
            SingleServer.Command(),
            HubServer.Command(),
        };
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = CleanUpPatience });
    }
}
