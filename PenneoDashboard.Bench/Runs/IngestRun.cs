using System.CommandLine;
using PenneoDashboard.Bench.Load;

namespace PenneoDashboard.Bench.Runs;

/// <summary>The whole way of a delivery, beside bare Kestrel and beside one transaction a request.</summary>
internal sealed class IngestRun(IngestOptions options)
{
    public static Command Command()
    {
        var connections = new Option<int[]>("--connections")
        {
            Description = "How many send at once; several are measured one after the other.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [16, 64, 256],
        };
        var seconds = RunOptions.Seconds("--seconds", 5, "Measured time of each server.");
        var warmUp = RunOptions.Seconds("--warmup", 2, "Time under the same load before it.");
        var repetitions = RunOptions.Number("--repetitions", 5, "How often; the three servers take turns.");
        var only = new Option<string[]>("--only")
        {
            Description = "Only some of product, bare and single.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [IngestServers.Product, IngestServers.Bare, IngestServers.Single],
        };
        only.AcceptOnlyFromAmong(IngestServers.Product, IngestServers.Bare, IngestServers.Single);
        var (casefiles, app, folder) = (RunOptions.Casefiles(), RunOptions.App(), RunOptions.Folder());
        var command = new Command("ingest", "Requests/s, latency, memory and disk of the receiver.") { connections, seconds, warmUp, repetitions, only, casefiles, app, folder };
        command.SetAction((parsed, cancellationToken) => new IngestRun(new IngestOptions(
            parsed.GetRequiredValue(connections),
            parsed.GetRequiredValue(seconds),
            parsed.GetRequiredValue(warmUp),
            parsed.GetRequiredValue(repetitions),
            parsed.GetRequiredValue(only),
            parsed.GetRequiredValue(casefiles),
            parsed.GetRequiredValue(app),
            parsed.GetRequiredValue(folder))).RunAsync(cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        OneThread.Use();
        var servers = new IngestServers(options);
        var results = new List<IngestLevel>();
        foreach (var connections in options.Connections)
        {
            var level = new IngestLevel(connections);
            for (var repetition = 1; repetition <= options.Repetitions; repetition++)
            {
                foreach (var server in options.Only)
                {
                    var measured = await servers.MeasureAsync(server, connections, cancellationToken);
                    level.Add(measured);
                    Console.WriteLine($"{connections,4} connections, {repetition}/{options.Repetitions}: {measured.Words}");
                }
            }

            results.Add(level);
        }

        Console.WriteLine();
        IngestReport.Print(options, results);
        return results.All(x => x.AllStored) ? 0 : 1;
    }
}

internal sealed record IngestOptions(
    IReadOnlyList<int> Connections, double Seconds, double WarmUp, int Repetitions, IReadOnlyList<string> Only, int Casefiles, string App, string Folder);
