using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using PenneoDashboard.Data;
using Xunit;

namespace PenneoDashboard.Tests.Data;

/// <summary>From whatever directory it is started, the app finds its settings, assets and data.</summary>
public sealed partial class StartAnywhereTests(StartAnywhereTests.Published published) : IClassFixture<StartAnywhereTests.Published>, IDisposable
{
    private readonly TemporaryFolder _elsewhere = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _elsewhere.Dispose();

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task BuildOutput_FindsSettingsAndAssets(string environment)
    {
        await using var app = AppProcess.Start(new AppStart
        {
            WorkingDirectory = _elsewhere.Path,
            Environment = new() { ["ASPNETCORE_ENVIRONMENT"] = environment, ["Storage__DataDirectory"] = _elsewhere.File("data") },
        });

        await AssertServesAsync(app);
        Assert.Equal(0, await app.StopAsync());
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task PublishedApp_FindsSettingsAssetsAndItsDataBesideIt(string environment)
    {
        await using var app = AppProcess.Start(new AppStart
        {
            Dll = Path.Combine(published.Folder, "PenneoDashboard.dll"),
            WorkingDirectory = _elsewhere.Path,
            Environment = new() { ["ASPNETCORE_ENVIRONMENT"] = environment },
        });

        await AssertServesAsync(app);
        Assert.Equal(0, await app.StopAsync());
        Assert.True(File.Exists(Path.Combine(published.Folder, "data", "penneo-dashboard.db")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_elsewhere.Path));
    }

    [Fact]
    public async Task AspNetCoreUrls_WinOverTheFile()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        await using var app = AppProcess.Start(new AppStart
        {
            Arguments = [],
            Environment = new() { ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}", ["Storage__DataDirectory"] = _elsewhere.File("data") },
        });

        Assert.Equal($"http://127.0.0.1:{port}", await app.ListeningAsync());
        Assert.Equal(0, await app.StopAsync());
    }

    [Fact]
    public void RelativeDataDirectory_LiesBesideTheSolutionOrTheProgram()
    {
        Assert.Equal(Folders.Root, StorageOptions.HomeOf(Path.GetDirectoryName(AppStart.BuiltDll)!));
        Assert.Equal(Folders.Root, StorageOptions.HomeOf(Path.Combine(Folders.Root, "PenneoDashboard")));
        Assert.Equal(published.Folder, StorageOptions.HomeOf(published.Folder));
    }

    private static async Task AssertServesAsync(AppProcess app)
    {
        using var client = new AppClient(await app.ListeningAsync());
        var html = await client.Http.GetStringAsync("/sign-in", Cancel);
        var assets = Assets().Matches(html).Select(x => x.Groups[1].Value).ToList();
        Assert.Contains(assets, x => x.Contains("_framework/blazor.web", StringComparison.Ordinal));
        Assert.Contains(assets, x => x.Contains("_content/MudBlazor/MudBlazor", StringComparison.Ordinal) && x.EndsWith(".css", StringComparison.Ordinal));
        Assert.Contains(assets, x => x.StartsWith("app.", StringComparison.Ordinal) && x.EndsWith(".css", StringComparison.Ordinal));
        Assert.Contains(assets, x => x.Contains("PenneoDashboard", StringComparison.Ordinal) && x.EndsWith(".styles.css", StringComparison.Ordinal));

        // A missing web root answers 200 with nothing in it.
        foreach (var asset in assets)
            Assert.True((await client.Http.GetByteArrayAsync(asset, Cancel)).Length > 100, asset);

        // The main job, in short.
        var door = await client.SubscribeAsync();
        await client.StoreAsync(door, Messages.CasefileSample);
        Assert.Equal(531, (await client.EventAsync()).Number("casefileId"));

        // Without the settings file every request would be logged.
        Assert.DoesNotContain("Request starting", app.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+\\.(?:js|css))\"")]
    private static partial Regex Assets();

    /// <summary>What <c>dotnet publish</c> makes of the build, made once for all tests of the class.</summary>
    public sealed class Published : IAsyncLifetime
    {
        public string Folder { get; } = TestApp.NewFolder();

        public async ValueTask InitializeAsync()
        {
            var configuration = AppStart.BuiltDll.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
            using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", "PenneoDashboard", "--no-build", "-c", configuration, "-o", Folder, "--nologo"])
            {
                WorkingDirectory = Folders.Root,
                RedirectStandardOutput = true,
                Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" },
            })!;
            var output = await publish.StandardOutput.ReadToEndAsync();
            await publish.WaitForExitAsync();
            Assert.True(publish.ExitCode == 0, output);
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
