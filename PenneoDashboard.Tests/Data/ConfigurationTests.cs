using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using PenneoDashboard.Data;
using PenneoDashboard.Webhooks;
using Xunit;

namespace PenneoDashboard.Tests.Data;

/// <summary>What the app says about its settings, run as a process of its own.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WrongSettings_StopTheStart_EveryOneNamed()
    {
        await File.WriteAllTextAsync(_folder.File("file"), "", TestContext.Current.CancellationToken);
        await using var app = AppProcess.Start(new AppStart
        {
            Arguments = ["--urls", "http://127.0.0.1:0", "--Webhooks:MaxBodyBytes=many", "--Webhooks:SignatureToleranceSeconds=0"],
            Environment = new()
            {
                ["Penneo__Environment"] = "Moon",
                ["Penneo__ApiBaseUrl"] = "ftp://penneo",
                ["Penneo__Authentication__Method"] = "Magic",
                ["Penneo__Authentication__Token"] = "two words",
                ["Webhooks__PublicBaseUrl"] = "hooks.example.com",
                ["Storage__DataDirectory"] = _folder.File("file/data"),
                ["Security__AutomationToken"] = "a b",
                ["ForwardedHeaders__KnownProxies"] = "nginx",
                ["ForwardedHeaders__KnownNetworks__0"] = "10.0.0.0/40",
                ["Webhooks__Urls"] = "http://127.0.0.1:0",
                ["Webhooks__AllowedNetworks"] = "10.0.0.0/8;everyone",
            },
        });

        Assert.Equal(1, await app.ExitCodeAsync());

        string[] keys =
        [
            "Penneo:Environment", "Penneo:ApiBaseUrl", "Penneo:Authentication:Method", "Penneo:Authentication:Token",
            "Webhooks:MaxBodyBytes", "Webhooks:SignatureToleranceSeconds", "Webhooks:PublicBaseUrl", "Storage:DataDirectory", "Security:AutomationToken",
            "ForwardedHeaders:KnownProxies", "ForwardedHeaders:KnownNetworks", "Webhooks:Urls", "Webhooks:AllowedNetworks",
        ];
        Assert.All(keys, x => Assert.Single(app.Error.Split('\n'), line => line.StartsWith("  - ", StringComparison.Ordinal) && line.Contains(x, StringComparison.Ordinal)));
        Assert.DoesNotContain("   at ", app.Error + app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("two words", app.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderInUse_IsSaid_AndTheFirstGoesOn()
    {
        var start = new AppStart { Environment = new() { ["Storage__DataDirectory"] = _folder.File("data") } };
        await using var first = AppProcess.Start(start);
        var url = await first.ListeningAsync();

        await using var second = AppProcess.Start(start);

        Assert.Equal(1, await second.ExitCodeAsync());
        Assert.Contains("Storage:DataDirectory", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Error, StringComparison.Ordinal);
        using var client = new AppClient(url);
        Assert.Equal("healthy", (await client.GetAsync("/health/ready")).Text("status"));
    }

    [Fact]
    public async Task PortInUse_IsSaid()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var app = AppProcess.Start(new AppStart
        {
            Arguments = ["--urls", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"],
            Environment = new() { ["Storage__DataDirectory"] = _folder.File("data") },
        });

        Assert.Equal(1, await app.ExitCodeAsync());
        Assert.Contains("address already in use", app.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("--urls", app.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseThatIsNone_IsSaid()
    {
        Directory.CreateDirectory(_folder.File("data"));
        await File.WriteAllTextAsync(_folder.File("data/penneo-dashboard.db"), new string('x', 5000), TestContext.Current.CancellationToken);
        await using var app = AppProcess.Start(new AppStart { Environment = new() { ["Storage__DataDirectory"] = _folder.File("data") } });

        Assert.Equal(1, await app.ExitCodeAsync());
        Assert.Contains("penneo-dashboard.db", app.Error, StringComparison.Ordinal);
        Assert.Contains("not a database", app.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnvironmentVariables_WinOverTheFile_AndTheCommandLineOverThem()
    {
        await using var app = AppProcess.Start(new AppStart
        {
            Arguments = ["--urls", "http://127.0.0.1:0", "--Webhooks:MaxBodyBytes=3000"],
            Environment = new()
            {
                ["Storage__DataDirectory"] = _folder.File("data"),
                ["Security__AutomationToken"] = "from-the-environment",
                ["Webhooks__MaxBodyBytes"] = "2000",
            },
        });
        using var client = new AppClient(await app.ListeningAsync(), "from-the-environment");
        var door = await client.SubscribeAsync();

        using var taken = await client.PostAsync(door, new byte[3000]);
        using var refused = await client.PostAsync(door, new byte[3001]);
        using var anonymous = new AppClient(client.Http.BaseAddress!.ToString());
        using var unauthorized = await anonymous.Http.GetAsync("/api/v1/events", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.Unauthorized), (taken.StatusCode, refused.StatusCode, unauthorized.StatusCode));
        Assert.True(File.Exists(_folder.File("data/penneo-dashboard.db")));
        Assert.Equal(0, await app.StopAsync());
    }

    [Fact]
    public async Task KeysOfLaterVersions_DoNoHarm()
    {
        await using var app = new TestApp(new()
        {
            ["Penneo:Authentication:ClientId"] = "a",
            ["Penneo:Authentication:ApiKey"] = "b",
            ["Webhooks:SignatureToleranceSeconds"] = "300",
            ["Nonsense:At:All"] = "c",
        });
        using var client = new AppClient(app.BaseUrl);
        Assert.Equal("healthy", (await client.GetAsync("/health/live")).Text("status"));
    }

    [Fact]
    public void DefaultAddress_IsWhatTheReadmeSays()
    {
        var settings = new ConfigurationBuilder().AddJsonFile(Path.Combine(Folders.Root, "appsettings.json")).Build();
        Assert.Equal("http://localhost:5080", settings["Urls"]);
        Assert.Equal(new WebhookOptions().MaxBodyBytes, settings.GetValue<int>("Webhooks:MaxBodyBytes"));
        Assert.Equal(new WebhookOptions().SignatureToleranceSeconds, settings.GetValue<int>("Webhooks:SignatureToleranceSeconds"));
        Assert.Equal(new StorageOptions().DataDirectory, settings["Storage:DataDirectory"]);

        // What the file set would win over what is entered on the page.
        Assert.All(settings.GetSection("Penneo").AsEnumerable(), x => Assert.True(string.IsNullOrEmpty(x.Value), x.Key));
    }
}
