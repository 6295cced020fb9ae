using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using PenneoDashboard.Bench.Load;

namespace PenneoDashboard.Bench.Servers;

/// <summary>The product itself, as a process of its own on a data folder.</summary>
internal sealed class Product : IAsyncDisposable
{
    /// <summary>The bearer token that the app is started with.</summary>
    public const string Token = "bench-token";

    private static readonly TimeSpan ReadyPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    private readonly HttpClient _http;

    private Product(ChildServer process, string url)
    {
        (Process, Url) = (process, url);
        _http = new HttpClient { BaseAddress = new Uri(url) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public ChildServer Process { get; }

    public string Url { get; }

    /// <summary>From the start of the process to the first 200 of <c>/health/ready</c>.</summary>
    public TimeSpan TimeToReady { get; private set; }

    /// <summary>The app that was built beside this program, in the same configuration.</summary>
    public static string BuiltDll { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "../../../../PenneoDashboard/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/PenneoDashboard.dll"));

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="more">Further environment variables.</param>
    public static async Task<Product> StartAsync(
        string dll, string folder, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? more = null)
    {
        var process = ChildServer.Start(dll, ["--urls", "http://127.0.0.1:0"], new Dictionary<string, string>(more ?? new Dictionary<string, string>())
        {
            ["Penneo__Environment"] = "Simulator",
            ["Storage__DataDirectory"] = folder,
            ["Security__AutomationToken"] = Token,
        });
        try
        {
            var product = new Product(process, await process.ListeningAsync(cancellationToken));
            await product.ReadyAsync(cancellationToken);
            product.TimeToReady = Stopwatch.GetElapsedTime(process.StartedAt);
            return product;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a subscription for each topic, and gives where Penneo would send to.</summary>
    public async Task<LoadTarget> SubscribeAsync(CancellationToken cancellationToken) =>
        new(Url, await SubscribeAsync("casefile", cancellationToken), await SubscribeAsync("signer", cancellationToken));

    /// <summary>Waits for <c>/health/ready</c>.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while ((await GetAsync("/health/ready", cancellationToken)).Status != 200)
        {
            if (Stopwatch.GetElapsedTime(since) > ReadyPatience)
                throw new TimeoutException($"Not ready within {ReadyPatience.TotalSeconds:0} s.\n{Process.Output()}");
            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    /// <summary>The status and the body of a page or of something of the API.</summary>
    public async Task<(int Status, string Body)> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Where the list goes on after the page at this path; null at its end.</summary>
    public async Task<long?> NextAsync(string path, CancellationToken cancellationToken)
    {
        using var page = JsonDocument.Parse((await GetAsync(path, cancellationToken)).Body);
        return page.RootElement.GetProperty("next") is { ValueKind: JsonValueKind.Number } next ? next.GetInt64() : null;
    }

    /// <summary>Reads a file to its end without keeping it; how many bytes it had.</summary>
    public async Task<long> DownloadAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await using var file = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var (buffer, bytes) = (new byte[64 * 1024], 0L);
        while (await file.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            bytes += read;
        return bytes;
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return Process.DisposeAsync();
    }

    private async Task<string> SubscribeAsync(string topic, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync("/api/v1/subscriptions", new { generation = "legacy", topic }, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return new Uri(made.GetProperty("receiveUrl").GetString()!).AbsolutePath;
    }
}
