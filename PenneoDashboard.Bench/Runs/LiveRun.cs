using System.CommandLine;

namespace PenneoDashboard.Bench.Runs;

/// <summary>How long a stored event takes to those who watch, and what their watching costs the sender.</summary>
internal static class LiveRun
{
    public static Command Command()
    {
        var rates = Numbers("--rates", [50, 1000], "Events a second; each is measured with each number of readers.");
        var readers = Numbers("--readers", [1, 20, 200], "How many watch.");
        var watch = new Option<string[]>("--watch")
        {
            Description = "hub: clients of the SignalR hub; view: open timelines inside the app, without browsers.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [LiveServers.Hub, LiveServers.View],
        };
        watch.AcceptOnlyFromAmong(LiveServers.Hub, LiveServers.View);
        var seconds = RunOptions.Seconds("--seconds", 5, "Measured time of each.");
        var warmUp = RunOptions.Seconds("--warmup", 3, "Time under the same load before it.");
        var repetitions = RunOptions.Number("--repetitions", 5, "How often; the servers take turns.");
        var (casefiles, app, folder) = (RunOptions.Casefiles(), RunOptions.App(), RunOptions.Folder());
        var command = new Command("live", "From the answer to those who watch; and the answer's own latency meanwhile.")
        {
            rates, readers, watch, seconds, warmUp, repetitions, casefiles, app, folder,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new LiveOptions(
                parsed.GetRequiredValue(rates),
                parsed.GetRequiredValue(readers),
                parsed.GetRequiredValue(watch),
                parsed.GetRequiredValue(seconds),
                parsed.GetRequiredValue(warmUp),
                parsed.GetRequiredValue(repetitions),
                parsed.GetRequiredValue(casefiles),
                parsed.GetRequiredValue(app),
                parsed.GetRequiredValue(folder)),
            cancellationToken));
        return command;
    }

    private static Option<int[]> Numbers(string name, int[] usual, string what) =>
        new(name) { Description = what, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => usual };

    private static async Task<int> RunAsync(LiveOptions options, CancellationToken cancellationToken)
    {
        var servers = new LiveServers(options);
        var results = new List<LiveLevel>();
        foreach (var rate in options.Rates)
        {
            foreach (var readers in options.Readers)
            {
                var level = new LiveLevel(rate, readers);
                for (var repetition = 1; repetition <= options.Repetitions; repetition++)
                {
                    foreach (var server in options.Servers)
                    {
                        var measured = await servers.MeasureAsync(server, rate, readers, cancellationToken);
                        level.Add(measured);
                        Console.WriteLine($"{rate,5}/s, {readers,3} readers, {repetition}/{options.Repetitions}: {measured.Words}");
                    }
                }

                results.Add(level);
            }
        }

        Console.WriteLine();
        LiveReport.Print(options, results);
        return results.All(x => x.AllSeen) ? 0 : 1;
    }
}

internal sealed record LiveOptions(
    IReadOnlyList<int> Rates, IReadOnlyList<int> Readers, IReadOnlyList<string> Watch, double Seconds, double WarmUp, int Repetitions, int Casefiles, string App, string Folder)
{
    /// <summary>Nobody watching is the baseline of the answer, a hub alone that of the way to a hub's client.</summary>
    public IEnumerable<string> Servers => [LiveServers.Nobody, .. Watch.Contains(LiveServers.Hub) ? [LiveServers.BareHub] : Array.Empty<string>(), .. Watch];

    /// <summary>Events of one measurement.</summary>
    public long Events(int rate) => (long)(Seconds * rate) + (long)(WarmUp * rate);
}
