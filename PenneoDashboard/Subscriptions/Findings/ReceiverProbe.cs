using System.Net;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Subscriptions.Findings;

/// <summary>Asks our own receiver at its public address, as far as that can be done from here.</summary>
public sealed class ReceiverProbe(IHttpClientFactory http, IOptions<PublicAddressOptions> options, PublicAddress address, TimeProvider time) : IDisposable
{
    internal const string HttpClientName = "receiver-probe";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1);
    private (long At, Uri Address)? _checked;

    // Found once, and told to readers of either language.
    private Func<string>? _problem;

    /// <summary>Why it does not answer, in a sentence; null when it does, or was not asked.</summary>
    public string? Problem => _problem?.Invoke();

    /// <summary>Asks, unless that was done within the last minute, or the address is none that anyone outside could reach.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(options.Value.PublicBaseUrl) || address.Base.IsLoopback)
            return;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_checked is { } last && last.Address == address.Base && time.GetElapsedTime(last.At) < Fresh)
                return;
            _problem = await AskAsync(new Uri(address.ReceiveUrl("reachable")), cancellationToken);
            _checked = (time.GetTimestamp(), address.Base);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    // A POST would be answered too, but look like someone who guesses keys.
    private async Task<Func<string>?> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var client = http.CreateClient(HttpClientName);
            using var answer = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return answer.StatusCode == HttpStatusCode.MethodNotAllowed && answer.Content.Headers.Allow.Contains(HttpMethods.Post)
                ? null
                : Unexpected(url.Host, (int)answer.StatusCode);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return () => Say($"{url.Host} does not answer within {Patience.TotalSeconds:0} s.");
        }
        catch (HttpRequestException e)
        {
            return e.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => () => Say($"There is no host named {url.Host}, as far as this machine can tell."),
                HttpRequestError.SecureConnectionError => () => Say($"{url.Host} answers, but no secure connection comes about: Penneo would not accept its certificate either."),
                _ => () => Say($"{url.Authority} can't be reached."),
            };
        }
    }

    private static Func<string> Unexpected(string host, int status) =>
        () => Say($"{host} answers {status}, and not as this receiver does: what stands in front may not pass /webhooks/penneo/ on.");
}
