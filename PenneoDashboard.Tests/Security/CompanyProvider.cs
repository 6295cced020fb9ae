using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Xunit;

namespace PenneoDashboard.Tests.Security;

/// <summary>An OpenID provider as a process of its own, with the accounts that a test gives it.</summary>
public sealed partial class CompanyProvider : IAsyncDisposable
{
    private const string Callback = "/sign-in/company/callback";
    private const int MostHops = 12;

    private static readonly string Source = Path.Combine(Folders.Root, "PenneoDashboard.Tests", "Security", "OpenIdProvider");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly SemaphoreSlim Installing = new(1);

    private readonly Process _process;

    private CompanyProvider(Process process, string url) => (_process, Url) = (process, url);

    /// <summary>The issuer.</summary>
    public string Url { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<CompanyProvider> StartAsync()
    {
        var folder = await InstallAsync();
        var process = Process.Start(Node("node", folder, "provider.mjs"))!;

        // It listens on a port that is free then, so nothing else can have taken it.
        while (await process.StandardOutput.ReadLineAsync(Cancel).AsTask().WaitAsync(Patience, Cancel) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
                return new CompanyProvider(process, match.Groups[1].Value);
        }

        throw new InvalidOperationException("The provider ended instead of listening.\n" + await process.StandardError.ReadToEndAsync(Cancel));
    }

    /// <summary>An app's settings for this provider, or for one at another address.</summary>
    public Dictionary<string, string?> Settings() => SettingsFor(Url);

    /// <inheritdoc cref="Settings"/>
    public static Dictionary<string, string?> SettingsFor(string url) => new()
    {
        ["Security:OpenIdConnect:Authority"] = url,
        ["Security:OpenIdConnect:ClientId"] = "dashboard",
        ["Security:OpenIdConnect:ClientSecret"] = "the-secret-of-the-dashboard",
        ["Security:OpenIdConnect:AdministratorValue"] = "dashboard-admin",
        ["Security:OpenIdConnect:OperatorValue"] = "dashboard-operate",
        ["Security:OpenIdConnect:ViewerValue"] = "dashboard-view",
    };

    /// <summary>Adds an account, or changes what its claims say.</summary>
    public async Task SetAsync(string account, string name, params string[] roles)
    {
        using var http = new HttpClient();
        using var answer = await http.PutAsJsonAsync($"{Url}/accounts/{account}", new { preferred_username = name, roles }, Cancel);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Goes the whole way from the app to the provider and back, and on to the last page.</summary>
    /// <param name="account">Who to be at the provider, unless this browser is somebody there already; empty refuses.</param>
    public static async Task<HttpResponseMessage> SignInAsync(Visitor visitor, string account, string path) =>
        await FollowAsync(visitor, await visitor.GetAsync(await ToCallbackAsync(visitor, account, path)));

    /// <summary>Goes until the provider's answer, and tells where that would lead, without going there.</summary>
    public static async Task<string> ToCallbackAsync(Visitor visitor, string account, string path)
    {
        var answer = await FollowAsync(visitor, await visitor.GetAsync(path));
        if (answer.Headers.Location is null)
        {
            var choose = answer.RequestMessage!.RequestUri!.AbsoluteUri;
            Assert.Contains("/choose/", choose, StringComparison.Ordinal);
            answer.Dispose();
            answer = await FollowAsync(visitor, await visitor.PostAsync(choose, ("account", account)));
        }

        using (answer)
            return answer.Headers.Location!.AbsoluteUri;
    }

    /// <summary>Follows redirects, except one to the app's callback.</summary>
    public static async Task<HttpResponseMessage> FollowAsync(Visitor visitor, HttpResponseMessage answer)
    {
        for (var i = 0; answer.Headers.Location is { } to && !to.OriginalString.Contains(Callback + "?", StringComparison.Ordinal); i++)
        {
            Assert.True(i < MostHops, "It leads in a circle.");
            var next = new Uri(answer.RequestMessage!.RequestUri!, to);
            answer.Dispose();
            answer = await visitor.GetAsync(next.AbsoluteUri);
        }

        return answer;
    }

    /// <summary>Takes it down, for good.</summary>
    public async Task StopAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    // Once for each lock file and machine; the packages stay out of the source tree.
    private static async Task<string> InstallAsync()
    {
        var hash = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Source, "package-lock.json"), Cancel)))[..12];
        var folder = Path.Combine(Path.GetTempPath(), $"penneo-dashboard-openid-provider-{Environment.UserName}-{hash}");
        await Installing.WaitAsync(Cancel);
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var file in Directory.GetFiles(Source))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
            var done = Path.Combine(folder, "installed");
            if (!File.Exists(done))
            {
                using var npm = Process.Start(Node("npm", folder, "ci", "--no-audit", "--no-fund"))!;
                var said = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(Cancel), npm.StandardError.ReadToEndAsync(Cancel)).WaitAsync(Patience, Cancel);
                await npm.WaitForExitAsync(Cancel);
                Assert.True(npm.ExitCode == 0, string.Concat(said));
                await File.WriteAllTextAsync(done, "", Cancel);
            }

            return folder;
        }
        finally
        {
            Installing.Release();
        }
    }

    private static ProcessStartInfo Node(string program, string folder, params string[] arguments) =>
        new(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

    [GeneratedRegex(@"Listening on (\S+)")]
    private static partial Regex Listening();
}
