using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace PenneoDashboard.Tests;

/// <summary>The whole app on a real port of Kestrel and a real database file in a folder of its own.</summary>
public sealed class TestApp : WebApplicationFactory<Program>
{
    /// <summary>The automation token of every test's app, unless the test sets another.</summary>
    public const string Token = "token-of-the-tests";

    private const int HashRounds = 1_000;

    private readonly Dictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _services;
    private readonly bool _ownsFolder;

    /// <param name="folder">A data folder to go on with, as after a restart; it is then left to the caller.</param>
    /// <param name="port">Where to listen; 0 takes any free port.</param>
    public TestApp(Dictionary<string, string?>? settings = null, string? folder = null, Action<IServiceCollection>? services = null, int port = 0)
    {
        UseKestrel(port);
        _settings = settings ?? [];
        _services = services;
        _ownsFolder = folder is null;
        Folder = folder ?? NewFolder();
    }

    public string Folder { get; }

    /// <summary>Where it listens, without a slash at the end; starts it on first use.</summary>
    public string BaseUrl
    {
        get
        {
            StartServer();
            return ClientOptions.BaseAddress.ToString().TrimEnd('/');
        }
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("penneo-dashboard-test-").FullName;

    /// <summary>A script's client, let in by <see cref="Token"/>.</summary>
    public HttpClient Http()
    {
        StartServer();
        var http = new HttpClient { BaseAddress = ClientOptions.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        return http;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        ConnectionPools.Clear(Path.Combine(Folder, "penneo-dashboard.db"));
        if (_ownsFolder && Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("Storage:DataDirectory", Folder);
        builder.UseSetting("Security:AutomationToken", Token);

        // All tests of an app sign in from the same address.
        builder.UseSetting("Security:SignInsPerMinute", "100000");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");

        // Tests provoke what is warned of by the hundred, and a failure's own report would drown in it.
        builder.UseSetting("Logging:Console:LogLevel:Default", Environment.GetEnvironmentVariable("TEST_LOG_LEVEL") ?? "None");
        builder.UseSetting("Logging:LogLevel:Microsoft.AspNetCore.DataProtection", "Error");
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);

        // What is slow on purpose would take minutes of all the tests that sign somebody in.
        builder.ConfigureTestServices(services => services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashRounds));
        if (_services is not null)
            builder.ConfigureTestServices(_services);
    }
}
