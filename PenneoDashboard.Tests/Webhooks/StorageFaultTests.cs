using System.Collections.Concurrent;
using System.Net;
using Microsoft.Data.Sqlite;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks;

/// <summary>The disk or the file fails under a running app: 503 and a reason while it does, nothing lost, and back without a restart.</summary>
public sealed class StorageFaultTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FullDisk_UnderLoad_Is503_AndRecoversByItself_WithAllThatWasAcknowledgedOnce()
    {
        using var disk = SmallDisk.Mount();
        await using var app = new TestApp(folder: disk.Path);
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();
        await using var load = new Load(client, door);
        await Eventually.TrueAsync(() => load.Acknowledged.Count > 100, "it runs");

        disk.Fill();
        await load.RefusedAsync();
        await Eventually.TrueAsync(() => NotReadyAsync(client, "full"), "not ready, because the disk is full");

        // Whatever else is written to the folder meanwhile must not end the app, and reading goes on.
        using (await client.Http.PostAsync("/simulator/scenarios", null, Cancel))
        using (await client.Http.PostAsync("/api/v1/subscriptions", new StringContent("""{"generation":"legacy","topic":"signer"}""", null, "application/json"), Cancel))
        {
            // Whether these few bytes still fit is chance.
        }

        Assert.Contains("</html>", await client.PageAsync("/timeline"), StringComparison.Ordinal);
        Assert.NotEmpty((await client.GetAsync("/api/v1/events?limit=5")).Items());
        await Eventually.TrueAsync(() => NotReadyAsync(client, "full"), "still not ready");

        disk.MakeRoom();
        await load.AcknowledgedAgainAsync();
        await Eventually.TrueAsync(() => ReadyAsync(client), "ready again");
        await load.StopAsync();
        var stored = (await client.EventsAsync($"subscriptionId={door.Id}")).Select(x => x.Number("casefileId")!.Value).ToList();
        Assert.Equal(stored.Count, stored.Distinct().Count());
        Assert.Empty(load.Acknowledged.Except(stored));
    }

    [Fact]
    public async Task FullDisk_WithoutTraffic_IsReadyAgainByItself()
    {
        using var disk = SmallDisk.Mount(40);
        await using var app = new TestApp(folder: disk.Path);
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();
        disk.Fill();
        await Eventually.TrueAsync(() => RefusedAsync(client, door, new string('x', 500_000)), "one is refused");
        Assert.True(await NotReadyAsync(client, "KiB left"));

        disk.MakeRoom();

        await Eventually.TrueAsync(() => ReadyAsync(client), "ready again");
    }

    [Fact]
    public async Task ReadOnlyDisk_Is503_AndRecoversByItself()
    {
        using var disk = SmallDisk.Mount();
        await using var app = new TestApp(folder: disk.Path);
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();
        await client.StoreAsync(door, Messages.Casefile(1));

        // The failure makes the writer open the file anew, as an error of the disk does that makes the kernel protect it.
        disk.Fill();
        await Eventually.TrueAsync(() => RefusedAsync(client, door, Messages.Casefile(2)), "one is refused");
        disk.MakeReadOnly();
        await Eventually.TrueAsync(() => NotReadyAfterAsync(client, door, Messages.Casefile(2), "readonly"), "it is read-only");
        disk.MakeWritable();
        disk.MakeRoom();

        await Eventually.TrueAsync(() => StoredAsync(client, door, Messages.Casefile(3)), "the next is stored");
        await Eventually.TrueAsync(() => ReadyAsync(client), "ready again");
        Assert.Contains((await client.EventsAsync()), x => x.Number("casefileId") == 3);
    }

    [Fact]
    public async Task FileMovedAway_Is503_UntilItIsBack()
    {
        await using var app = new TestApp();
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();
        await client.StoreAsync(door, Messages.Casefile(1));
        var (file, away) = (Path.Combine(app.Folder, "penneo-dashboard.db"), Path.Combine(app.Folder, "away"));

        File.Move(file, away);
        Assert.True(await RefusedAsync(client, door, Messages.Casefile(2)));
        Assert.True(await NotReadyAsync(client, "deleted or moved away"));
        ConnectionPools.Clear(file);
        Assert.True(await RefusedAsync(client, door, Messages.Casefile(2)));
        Assert.False(File.Exists(file));
        File.Move(away, file);

        await client.StoreAsync(door, Messages.Casefile(2));
        Assert.True(await ReadyAsync(client));
        Assert.Equal([2, 1], (await client.EventsAsync()).Select(x => x.Number("sequence")!.Value));
    }

    [Fact]
    public async Task DeletedWal_Is503_AndLosesNothingWhenTheAppIsStopped()
    {
        using var folder = new TemporaryFolder();
        await using (var app = new TestApp(folder: folder.Path))
        {
            using var client = new AppClient(app.BaseUrl);
            var door = await client.SubscribeAsync();
            await client.StoreAsync(door, Messages.Casefile(1), Messages.Casefile(2));

            File.Delete(folder.File("penneo-dashboard.db-wal"));

            Assert.True(await RefusedAsync(client, door, Messages.Casefile(3)));
            Assert.True(await NotReadyAsync(client, "-wal"));
        }

        await using var again = new TestApp(folder: folder.Path);
        using var reader = new AppClient(again.BaseUrl);
        Assert.Equal([2, 1], (await reader.EventsAsync()).Select(x => x.Number("casefileId")!.Value));
    }

    [Fact]
    public async Task FileReplaced_Is503()
    {
        await using var app = new TestApp();
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();
        await client.StoreAsync(door, Messages.Casefile(1));
        var file = Path.Combine(app.Folder, "penneo-dashboard.db");

        File.Copy(file, file + ".copy");
        File.Move(file + ".copy", file, overwrite: true);

        Assert.True(await RefusedAsync(client, door, Messages.Casefile(2)));
        Assert.True(await NotReadyAsync(client, "replaced by another file"));
    }

    [Fact]
    public async Task DeletedFile_CanBeSavedAsTheManualSays()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("penneo-dashboard.db");
        await using (var app = new TestApp(folder: folder.Path))
        {
            using var client = new AppClient(app.BaseUrl);
            var door = await client.SubscribeAsync();
            await client.StoreAsync(door, Enumerable.Range(1, 9).Select(x => Messages.Casefile(x)));
            File.Delete(file);
            File.Delete(file + "-wal");
            Assert.True(await RefusedAsync(client, door, Messages.Casefile(10)));

            Assert.All([file, file + "-wal"], SaveDeleted);
        }

        await using var again = new TestApp(folder: folder.Path);
        using var reader = new AppClient(again.BaseUrl);
        Assert.Equal(Enumerable.Range(1, 9).Reverse().Select(x => (long)x), (await reader.EventsAsync()).Select(x => x.Number("casefileId")!.Value));
    }

    [Fact]
    public async Task DamageFoundWhileRunning_Is503_AndStaysNotReady()
    {
        await using var app = new TestApp();
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();
        await Task.WhenAll(Enumerable.Range(1, 200).Select(x => client.StoreAsync(door, Messages.Casefile(x))));
        await DamageAsync(Path.Combine(app.Folder, "penneo-dashboard.db"));

        Assert.True(await RefusedAsync(client, door, Messages.Casefile(1)));

        Assert.True(await NotReadyAsync(client, "malformed"));
        Assert.True(await NotReadyAsync(client, "restore a backup"));
    }

    /// <summary>Copies a deleted file back from the first descriptor of it that stays open; readers come and go meanwhile.</summary>
    private static void SaveDeleted(string path)
    {
        foreach (var descriptor in Directory.EnumerateFileSystemEntries("/proc/self/fd").Where(x => new FileInfo(x).LinkTarget == path + " (deleted)"))
        {
            try
            {
                File.Copy(descriptor, path);
                return;
            }
            catch (FileNotFoundException)
            {
                // Closed since it was listed; the app holds another for as long as it runs.
            }
        }

        Assert.Fail($"No descriptor of {path} is open.");
    }

    /// <summary>Overwrites every page but the first, and makes connections forget what they have in memory.</summary>
    private static async Task DamageAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version = 7; PRAGMA wal_checkpoint(TRUNCATE);";
        await command.ExecuteNonQueryAsync(Cancel);
        await using (var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            var garbage = new byte[stream.Length - 4096];
            Array.Fill(garbage, (byte)0x5A);
            stream.Position = 4096;
            await stream.WriteAsync(garbage, Cancel);
        }

        command.CommandText = "PRAGMA user_version = 8";
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task<bool> StoredAsync(AppClient client, Door door, string body)
    {
        using var answer = await client.PostAsync(door, body);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private static async Task<bool> RefusedAsync(AppClient client, Door door, string body)
    {
        using var answer = await client.PostAsync(door, body);
        return (answer.StatusCode, answer.Headers.RetryAfter?.ToString()) == (HttpStatusCode.ServiceUnavailable, "10");
    }

    private static async Task<bool> NotReadyAfterAsync(AppClient client, Door door, string body, string reason) =>
        await RefusedAsync(client, door, body) && await NotReadyAsync(client, reason);

    private static async Task<bool> ReadyAsync(AppClient client)
    {
        using var answer = await client.Http.GetAsync("/health/ready", Cancel);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private static async Task<bool> NotReadyAsync(AppClient client, string reason)
    {
        using var answer = await client.Http.GetAsync("/health/ready", Cancel);
        return answer.StatusCode == HttpStatusCode.ServiceUnavailable
            && (await answer.Content.ReadAsStringAsync(Cancel)).Contains(reason, StringComparison.Ordinal);
    }

    /// <summary>Senders that go on as Penneo does: what was refused is sent again.</summary>
    private sealed class Load : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        private readonly AppClient _client;
        private readonly Door _door;
        private readonly Task _running;
        private long _last;
        private int _refused;

        public Load(AppClient client, Door door)
        {
            (_client, _door) = (client, door);
            _running = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(SendAsync, Cancel)));
        }

        public ConcurrentQueue<long> Acknowledged { get; } = [];

        public Task RefusedAsync() => Eventually.TrueAsync(() => Volatile.Read(ref _refused) > 8, "deliveries are refused");

        public Task AcknowledgedAgainAsync()
        {
            var before = Acknowledged.Count;
            return Eventually.TrueAsync(() => Acknowledged.Count > before + 50, "deliveries are stored again");
        }

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _running;
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            _stop.Dispose();
        }

        private async Task SendAsync()
        {
            while (!_stop.IsCancellationRequested)
            {
                var id = Interlocked.Increment(ref _last);
                while (!await StoredAsync(_client, _door, Messages.Casefile(id)))
                {
                    Interlocked.Increment(ref _refused);
                    if (_stop.IsCancellationRequested)
                        return;
                }

                Acknowledged.Enqueue(id);
            }
        }
    }
}
