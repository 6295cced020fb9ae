using System.Net;
using System.Text.Json;
using Polly.Timeout;

namespace PenneoDashboard.Penneo;

/// <summary>
/// Penneo's legacy webhook API, <c>/api/v1/webhook/subscriptions</c>. Every method throws <see cref="PenneoException"/>
/// when the call fails.
/// </summary>
public sealed class LegacyWebhookApi(HttpClient http, PenneoHosts hosts)
{
    private const string Path = "api/v1/webhook/subscriptions";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task<IReadOnlyList<LegacySubscription>> ListAsync(CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(HttpMethod.Get, Path, null, cancellationToken);
        return await ReadAsync(answer, ReadList, cancellationToken);
    }

    /// <summary>Penneo posts the confirmation token to <paramref name="endpoint"/>, possibly before this returns.</summary>
    public async Task<LegacySubscription> CreateAsync(string topic, string endpoint, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(HttpMethod.Post, Path, new { topic, endpoint }, cancellationToken);
        return await ReadAsync(answer, text => JsonSerializer.Deserialize<LegacySubscription>(text, Json), cancellationToken);
    }

    public async Task ConfirmAsync(string id, string token, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"{Path}/{Uri.EscapeDataString(id)}/confirm", new { token }, cancellationToken);
    }

    public async Task TestAsync(string id, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"{Path}/{Uri.EscapeDataString(id)}/test", null, cancellationToken);
    }

    /// <summary>Deletes one; that Penneo does not have it any more is success too.</summary>
    public async Task DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            using var answer = await SendAsync(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(id)}", null, cancellationToken);
        }
        catch (PenneoException e) when (e is { Status: HttpStatusCode.NotFound, IsWebPage: false })
        {
            // Gone already, which is what was asked for.
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(hosts.Api, path));
        if (body is not null)
        {
            // Penneo's page sends application/json without parameters.
            request.Content = new StringContent(JsonSerializer.Serialize(body, Json), System.Text.Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        }

        HttpResponseMessage? answer = null;
        try
        {
            answer = await http.SendAsync(request, cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw await PenneoErrors.ReadAsync(answer, cancellationToken);

            // A proxy's sign-in page has status 200 too, and the calls with an empty answer would take it for success.
            if (PenneoErrors.IsWebPage(await answer.Content.ReadAsStringAsync(cancellationToken)))
                throw PenneoErrors.NotPromised(answer, isWebPage: true);
            (var result, answer) = (answer, null);
            return result;
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
        {
            throw new PenneoException($"Penneo can't be reached at {hosts.Api.Authority}: {e.Message}.", e) { NeverArrived = true };
        }
        catch (HttpRequestException e)
        {
            throw new PenneoException($"The connection to Penneo at {hosts.Api.Authority} broke before its answer was complete: {e.Message}", e);
        }
        catch (TimeoutRejectedException e)
        {
            throw new PenneoException($"Penneo at {hosts.Api.Authority} did not answer within {PenneoFeature.LongestAttempt.TotalSeconds:0} seconds.", e);
        }
        finally
        {
            answer?.Dispose();
        }
    }

    private static List<LegacySubscription>? ReadList(string text)
    {
        var list = JsonSerializer.Deserialize<JsonElement>(text, Json);
        if (list.ValueKind == JsonValueKind.Object && list.TryGetProperty("items", out var items))
            list = items;
        return list.Deserialize<List<LegacySubscription?>>(Json)?.OfType<LegacySubscription>().ToList();
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, Func<string, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return read(text) ?? throw PenneoErrors.NotPromised(answer, isWebPage: false);
        }
        catch (JsonException e)
        {
            throw PenneoErrors.NotPromised(answer, isWebPage: false, e);
        }
    }
}
