using System.CommandLine;
using System.Diagnostics;
using PenneoDashboard.Bench.Load;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Runs;

/// <summary>How soon the history, a search, an export and the overview answer over millions of events.</summary>
internal sealed class QueryRun(QueryOptions options)
{
    private const int PagesDeep = 1000;

    // Enough that the code is compiled in its last form, and the pages of the file are read.
    private const int WarmUps = 3;

    public static Command Command()
    {
        var events = RunOptions.Number("--events", 5_000_000, "How many there are.");
        var repetitions = RunOptions.Number("--repetitions", 20, "How often each question is asked.");
        var database = new Option<string>("--database") { Description = "The folder of the log. It is made where it is missing, and kept.", Required = true };
        var app = RunOptions.App();
        var command = new Command("query", "The history, search, export and overview over millions of events.") { events, repetitions, database, app };
        command.SetAction((parsed, cancellationToken) => new QueryRun(new QueryOptions(
            parsed.GetRequiredValue(events),
            parsed.GetRequiredValue(repetitions),
            parsed.GetRequiredValue(database),
            parsed.GetRequiredValue(app))).RunAsync(cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var shape = new LogShape(options.Events);
        var log = new FilledLog(options.Database, shape);
        await log.FillAsync(cancellationToken);
        await using var product = await Product.StartAsync(options.App, options.Database, cancellationToken);
        await log.LevelAsync(cancellationToken);
        var answers = new List<QueryTimes>();
        foreach (var (name, bar, queries) in new Questions(shape).Groups())
        {
            answers.Add(new QueryTimes(name, bar, await AskAsync(product, queries, cancellationToken)));
            Console.WriteLine(answers[^1].Text());
        }

        answers.Add(new QueryTimes("overview", 100, await OverviewTimes.MeasureAsync(options.Database, options.Repetitions, cancellationToken)));
        answers.AddRange(await PageDeepAsync(product, cancellationToken));
        var exports = new List<ExportTimes>();
        foreach (var format in new[] { "csv", "ndjson", "xlsx" })
            exports.Add(await ExportTimes.MeasureAsync(product, format, cancellationToken));
        await product.Process.StopAsync();
        QueryReport.Print(options, new StoredLog(options.Database), answers, exports);
        return 0;
    }

    private async Task<double[]> AskAsync(Product product, IReadOnlyList<string> queries, CancellationToken cancellationToken)
    {
        foreach (var query in queries)
        {
            for (var i = 0; i < WarmUps; i++)
                await GetAsync(product, query, cancellationToken);
        }

        // As many questions of each kind as of any other, whatever the number of them.
        var times = new List<double>();
        for (var i = 0; i < Math.Max(options.Repetitions, 200 / queries.Count); i++)
        {
            foreach (var query in queries)
            {
                var started = Stopwatch.GetTimestamp();
                await GetAsync(product, query, cancellationToken);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        return [.. times];
    }

    private static async Task GetAsync(Product product, string query, CancellationToken cancellationToken)
    {
        var path = query.Contains("limit=", StringComparison.Ordinal) ? $"/api/v1/events?{query}" : $"/api/v1/events?limit=50&{query}";
        if ((await product.GetAsync(path, cancellationToken)) is { Status: not 200 } refused)
            throw new InvalidOperationException($"{path} was answered {refused.Status}: {refused.Body}");
    }

    private static async Task<IReadOnlyList<QueryTimes>> PageDeepAsync(Product product, CancellationToken cancellationToken)
    {
        var (first, deep) = (new List<double>(), new List<double>());
        foreach (var query in new[] { "", "topic=signer", "q=kontrakt", "subscriptionId=2&from=2020-01-01" })
        {
            var next = "";
            for (var page = 1; page <= PagesDeep + 100 && next is not null; page++)
            {
                var started = Stopwatch.GetTimestamp();
                next = (await product.NextAsync($"/api/v1/events?limit=50&{query}{next}", cancellationToken)) is { } before ? $"&before={before}" : null;
                (page <= 100 ? first : page > PagesDeep ? deep : []).Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        return [new QueryTimes("pages 1 to 100", double.NaN, [.. first]), new QueryTimes("pages 1001 to 1100", double.NaN, [.. deep])];
    }
}

internal sealed record QueryOptions(int Events, int Repetitions, string Database, string App);
