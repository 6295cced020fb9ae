using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Events.Behind;
using Xunit;

namespace PenneoDashboard.Tests.Events.Behind;

public sealed class LogFollowersTests : IAsyncLifetime
{
    private readonly LogFixture _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task WhatIsThere_AndWhatComes_IsTakenOnceAndInOrder()
    {
        var list = new Listing();
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5), LogFixture.Casefile(2, "completed", 5), LogFixture.Casefile(3, "completed", 5));
        using var followers = await StartAsync(list);
        await followers.WaitUntilLevelAsync(list.Name, 3, Cancel);

        await _log.StoreAsync(LogFixture.Casefile(4, "completed", 5));
        followers.OnCommitted(_log.Batches[^1]);
        await followers.WaitUntilLevelAsync(list.Name, 4, Cancel);

        Assert.Equal("1,2,3,4", Listing.Read(_log));
        Assert.Equal(new FollowerProgress(4, 4), followers.Progress(list.Name));
        Assert.All(list.Calls, x => Assert.InRange(x.UpTo - x.After, 1, list.MostEvents));
        await followers.StopAsync(Cancel);
    }

    [Fact]
    public async Task Restart_GoesOnWhereItWas()
    {
        var before = new Listing();
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5));
        using (var followers = await StartAsync(before))
        {
            await followers.WaitUntilLevelAsync(before.Name, 1, Cancel);
            await followers.StopAsync(Cancel);
        }

        await _log.StoreAsync(LogFixture.Casefile(2, "completed", 5));
        var after = new Listing();
        using var again = await StartAsync(after);
        await again.WaitUntilLevelAsync(after.Name, 2, Cancel);

        Assert.Equal([(1, 2)], after.Calls);
        Assert.Equal("1,2", Listing.Read(_log));
        await again.StopAsync(Cancel);
    }

    [Fact]
    public async Task AnotherVersion_IsMadeAnew()
    {
        var before = new Listing();
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5), LogFixture.Casefile(2, "completed", 5));
        using (var followers = await StartAsync(before))
        {
            await followers.WaitUntilLevelAsync(before.Name, 2, Cancel);
            await followers.StopAsync(Cancel);
        }

        var after = new Listing { Version = 2 };
        using var again = await StartAsync(after);
        await again.WaitUntilLevelAsync(after.Name, 2, Cancel);

        Assert.Equal("1,2", Listing.Read(_log));
        Assert.Equal((0, 2), after.Calls[0]);
        await again.StopAsync(Cancel);
    }

    [Fact]
    public async Task Failure_LeavesNothingBehind_AndIsTriedAgain()
    {
        var time = new FakeTimeProvider();
        var list = new Listing { Failing = true };
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5));
        using var followers = await StartAsync(list, time);
        await list.Failed.Task.WaitAsync(Cancel);
        Assert.Equal("", Listing.Read(_log));

        list.Failing = false;
        var level = followers.WaitUntilLevelAsync(list.Name, 1, Cancel);
        while (!level.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        await level;
        Assert.Equal("1", Listing.Read(_log));
        await followers.StopAsync(Cancel);
    }

    private async Task<LogFollowers> StartAsync(Listing list, TimeProvider? time = null)
    {
        var followers = new LogFollowers([list], _log.Contexts, time ?? TimeProvider.System, NullLogger<LogFollowers>.Instance);
        await followers.StartAsync(Cancel);
        return followers;
    }

    /// <summary>Copies the casefile of each event into a table of its own.</summary>
    private sealed class Listing : ILogFollower
    {
        public string Name => "listing";

        public int Version { get; init; } = 1;

        public int MostEvents => 2;

        public bool Failing { get; set; }

        public TaskCompletionSource Failed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<(long After, long UpTo)> Calls { get; } = [];

        public void Clear(SqliteConnection connection, SqliteTransaction transaction) =>
            Execute(connection, transaction, "DROP TABLE IF EXISTS Listing; CREATE TABLE Listing (Sequence INTEGER PRIMARY KEY, Casefile INTEGER)");

        public void Follow(SqliteConnection connection, SqliteTransaction transaction, long after, long upTo)
        {
            Execute(connection, transaction, $"INSERT INTO Listing SELECT Sequence, CasefileId FROM Events WHERE Sequence > {after} AND Sequence <= {upTo}");
            if (Failing)
            {
                Failed.TrySetResult();
                throw new InvalidOperationException("It fails as it was told to.");
            }

            Calls.Add((after, upTo));
        }

        public static string Read(LogFixture log)
        {
            using var db = log.Contexts.CreateDbContext();
            return string.Join(',', db.Database.SqlQueryRaw<long>("SELECT Casefile AS Value FROM Listing ORDER BY Sequence"));
        }

        private static void Execute(SqliteConnection connection, SqliteTransaction transaction, string sql)
        {
            using var command = connection.CreateCommand();
            (command.Transaction, command.CommandText) = (transaction, sql);
            command.ExecuteNonQuery();
        }
    }
}
