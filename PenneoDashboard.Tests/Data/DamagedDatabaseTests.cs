using Xunit;

namespace PenneoDashboard.Tests.Data;

/// <summary>A start on files that are not what they should be: one message that says which file and what to do, and nothing is changed.</summary>
public sealed class DamagedDatabaseTests
{
    [Theory]
    [InlineData("garbage", "is damaged")]
    [InlineData("truncated", "is damaged")]
    [InlineData("pages overwritten", "is damaged")]
    [InlineData("missing beside its newest commits", "is missing")]
    [InlineData("emptied beside its newest commits", "is empty")]
    [InlineData("a folder", "Storage:DataDirectory")]
    public async Task Start_FailsWithOneMessage_AndLeavesTheFilesAlone(string what, string reason)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("penneo-dashboard.db");
        await SpoilAsync(what, folder, file);
        var before = Contents(folder);

        await using var app = AppProcess.Start(new AppStart { Environment = new() { ["Storage__DataDirectory"] = folder.Path } });

        Assert.Equal(1, await app.ExitCodeAsync());
        var error = Assert.Single(app.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.StartsWith("PenneoDashboard does not start: " + file, error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Output, StringComparison.Ordinal);
        Assert.Equal(before, Contents(folder));
    }

    private static async Task SpoilAsync(string what, TemporaryFolder folder, string file)
    {
        if (what == "garbage")
        {
            await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("no database ", 2000)), TestContext.Current.CancellationToken);
            return;
        }

        if (what == "a folder")
        {
            Directory.CreateDirectory(file);
            return;
        }

        await using (var app = new TestApp(folder: folder.Path))
        {
            using var client = new AppClient(app.BaseUrl);
            var door = await client.SubscribeAsync();
            await client.StoreAsync(door, Messages.Casefile(1));
            if (what.Contains("newest commits", StringComparison.Ordinal))
                File.Copy(file + "-wal", folder.File("wal"));
        }

        switch (what)
        {
            case "truncated":
                Resize(file, 3 * 4096);
                break;
            case "pages overwritten":
                var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
                Array.Fill(bytes, (byte)0x5A, 4096, bytes.Length - 4096);
                await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
                break;
            default:
                File.Move(folder.File("wal"), file + "-wal");
                if (what.StartsWith("emptied", StringComparison.Ordinal))
                    Resize(file, 0);
                else
                    File.Delete(file);
                break;
        }
    }

    private static void Resize(string file, long length)
    {
        using var stream = new FileStream(file, FileMode.Open);
        stream.SetLength(length);
    }

    /// <summary>What the database's files hold; the index of the -wal file is made anew at will.</summary>
    private static Dictionary<string, string> Contents(TemporaryFolder folder) => Directory.EnumerateFiles(folder.Path, "penneo-dashboard.db*")
        .Where(x => !x.EndsWith("-shm", StringComparison.Ordinal))
        .ToDictionary(x => Path.GetFileName(x)!, x =>
        {
            using var stream = new FileStream(x, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(stream));
        });
}
