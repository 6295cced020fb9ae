using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using PenneoDashboard.Bench.Load;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using PenneoDashboard.Webhooks;

namespace PenneoDashboard.Bench.Servers;

/// <summary>A folder with a large log in it, made once by the product's own parser and store, in batches and without HTTP.</summary>
internal sealed class FilledLog(string folder, LogShape shape)
{
    private const int BatchLength = 2000;
    private const int BatchesAhead = 4;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly string _file = Path.Combine(folder, "penneo-dashboard.db");

    /// <summary>Makes what is missing of it.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var contexts = new PooledDbContextFactory<DashboardDb>(new DbContextOptionsBuilder<DashboardDb>()
            .UseSqlite(DatabaseFile.ConnectionString(_file)).AddInterceptors(new SqliteSettings()).Options);
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            await db.Database.MigrateAsync(cancellationToken);
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken);
        }

        var first = new StoredLog(folder).LastSequence() + 1;
        if (first > shape.Events)
            return;
        var started = Stopwatch.GetTimestamp();
        using var store = new BatchStore(contexts);
        var batches = Channel.CreateBounded<List<IncomingDelivery>>(BatchesAhead);
        var making = Task.Run(() => MakeAsync(batches.Writer, first, cancellationToken), cancellationToken);
        await foreach (var batch in batches.Reader.ReadAllAsync(cancellationToken))
            await store.StoreAsync(batch, cancellationToken);
        await making;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{shape.Events - first + 1} events made in {seconds:0} s."));
    }

    /// <summary>Waits until everything that follows the log has come to its end.</summary>
    public async Task LevelAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await using var connection = new SqliteConnection(DatabaseFile.ConnectionString(_file, SqliteOpenMode.ReadWrite, pooling: false));
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(min(Sequence), 0) FROM LogFollowers";
        while (Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) < shape.Events)
            await Task.Delay(BetweenLooks, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"What follows the log was level after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s."));
    }

    private async Task MakeAsync(ChannelWriter<List<IncomingDelivery>> to, long first, CancellationToken cancellationToken)
    {
        try
        {
            for (var number = first; number <= shape.Events; number += BatchLength)
            {
                var batch = new List<IncomingDelivery>(BatchLength);
                for (var i = number; i < Math.Min(number + BatchLength, shape.Events + 1); i++)
                    batch.Add(Delivery(i));
                await to.WriteAsync(batch, cancellationToken);
            }
        }
        finally
        {
            to.Complete();
        }
    }

    private IncomingDelivery Delivery(long number)
    {
        var body = shape.Body(number);
        var message = MessageParser.Parse(body);
        return new IncomingDelivery(
            LogShape.SubscriptionOf(number),
            new DateTimeOffset(shape.TimeOf(number)).AddSeconds(2),
            "192.0.2.7",
            """[["Host","dashboard.example"],["Content-Type","text/plain; charset=UTF-8"],["User-Agent","Penneo"]]""",
            body,
            number % 10 == 9 ? Verification.Verified : Verification.Unsigned,
            message,
            EventIdentity.Of(message, null));
    }
}
