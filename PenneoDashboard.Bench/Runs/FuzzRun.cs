using System.CommandLine;
using System.Globalization;
using PenneoDashboard.Bench.Load;
using PenneoDashboard.Bench.Reports;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Runs;

/// <summary>Throws anything at the receiver: it must answer without an error of its own, and keep what it says it keeps.</summary>
internal sealed class FuzzRun(FuzzOptions options)
{
    private const int Limit = 1024 * 1024;
    private static readonly TimeSpan BetweenWords = TimeSpan.FromSeconds(10);

    public static Command Command()
    {
        var requests = RunOptions.Number("--requests", 1_000_000, "How many are sent.");
        var connections = RunOptions.Number("--connections", 32, "How many send at once.");
        var seed = RunOptions.Number("--seed", 1, "The same seed gives the same requests on each connection.");
        var (app, folder) = (RunOptions.App(), RunOptions.Folder());
        var command = new Command("fuzz", "Generated and mutated bodies and headers: no 5xx, nothing lost, every byte kept.") { requests, connections, seed, app, folder };
        command.SetAction((parsed, cancellationToken) => new FuzzRun(new FuzzOptions(
            parsed.GetRequiredValue(requests),
            parsed.GetRequiredValue(connections),
            parsed.GetRequiredValue(seed),
            parsed.GetRequiredValue(app),
            parsed.GetRequiredValue(folder))).RunAsync(cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        OneThread.Use();
        using var folder = new DataFolder(options.Folder);
        FuzzLoad load;
        FuzzReads reads;
        double before, after;
        await using (var product = await Product.StartAsync(options.App, folder.Path, cancellationToken))
        {
            var target = await product.SubscribeAsync(cancellationToken);
            before = product.Process.Memory();
            load = new FuzzLoad(target, options.Requests, options.Connections, options.Seed, Limit);
            await WithWordsAsync(load, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            after = product.Process.Memory();

            // What was stored must not break those who look at it.
            reads = await FuzzReads.OfAsync(product, cancellationToken);
            await product.Process.StopAsync();
        }

        var account = FuzzAccount.Of(load, new StoredLog(folder.Path));
        Print(load, account, reads, before, after);
        return account.IsGood && reads.IsGood && load.PerStatus.Keys.All(x => x < 500) ? 0 : 1;
    }

    private static async Task WithWordsAsync(FuzzLoad load, CancellationToken cancellationToken)
    {
        var sending = load.RunAsync(cancellationToken);
        while (await Task.WhenAny(sending, Task.Delay(BetweenWords, cancellationToken)) != sending)
            Console.WriteLine($"{load.Sent} sent");
        await sending;
    }

    private void Print(FuzzLoad load, FuzzAccount account, FuzzReads reads, double before, double after)
    {
        Console.WriteLine();
        Report.Table(
        [
            ["answer", "requests"],
            .. load.PerStatus.Select(x => new[] { x.Key == FuzzLoad.NoAnswer ? "none (broken requests)" : Text(x.Key), Text(x.Value) }),
        ]);
        Report.Table(
        [
            ["after it", ""],
            ["answered 2xx", Text(account.Acknowledged)],
            ["  stored as exactly one delivery", Text(account.Stored)],
            ["  missing", Text(account.Missing)],
            ["  stored more than once", Text(account.Twice)],
            ["  body differs from the bytes sent", Text(account.Different)],
            ["stored though not answered 2xx", Text(account.Unasked)],
            ["pages and lists read afterwards", Text(reads.Count)],
            ["  of these with an error", Text(reads.Failed.Count)],
            ["RSS MB before, after", string.Create(CultureInfo.InvariantCulture, $"{before:0}, {after:0}")],
        ]);
        foreach (var failed in reads.Failed)
            Console.WriteLine("FAILED: " + failed);
        var errors = load.PerStatus.Where(x => x.Key >= 500).Sum(x => x.Value);
        Console.WriteLine(errors == 0 && account.IsGood && reads.IsGood ? "No answer of 5xx, nothing lost, every body as it was sent.\n" : $"NOT GOOD: {errors} answers of 5xx; see above.\n");
        Report.Line("fuzz", Machine.Of(options.Folder), options, new { answers = load.PerStatus, account, reads, memoryBefore = before, memoryAfter = after });
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

internal sealed record FuzzOptions(int Requests, int Connections, int Seed, string App, string Folder);
