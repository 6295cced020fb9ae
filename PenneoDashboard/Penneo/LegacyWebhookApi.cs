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
        var list = await ReadAsync<JsonElement>(answer, cancellationToken);
        if (list.ValueKind == JsonValueKind.Object && list.TryGetProperty("items", out var items))
            list = items;
        return Checked(() => list.Deserialize<List<LegacySubscription>>(Json)!, answer);
    }

    /// <summary>Penneo posts the confirmation token to <paramref name="endpoint"/>, possibly before this returns.</summary>
    public async Task<LegacySubscription> CreateAsync(string topic, string endpoint, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(HttpMethod.Post, Path, new { topic, endpoint }, cancellationToken);
        return await ReadAsync<LegacySubscription>(answer, cancellationToken);
    }

    public async Task ConfirmAsync(string id, string token, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"{Path}/{Uri.EscapeDataString(id)}/confirm", new { token }, cancellationToken);
    }

    public async Task TestAsync(string id, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"{Path}/{Uri.EscapeDataString(id)}/test", null, cancellationToken);
    }

    public async Task DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(id)}", null, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(hosts.Api, path));
        if (body is not null)
        {
            // Penneo's page sends application/json without parameters.
            request.Content = new StringContent(JsonSerializer.Serialize(body, Json), System.Text.Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        }

        try
        {
            var answer = await http.SendAsync(request, cancellationToken);
            if (answer.IsSuccessStatusCode)
                return answer;
            using (answer)
                throw await PenneoErrors.ReadAsync(answer, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new PenneoException($"Penneo can't be reached at {hosts.Api.Host}: {e.Message}", e);
        }
        catch (Exception e) when (e is TimeoutRejectedException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new PenneoException($"Penneo at {hosts.Api.Host} did not answer in time.", e);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return Checked(() => JsonSerializer.Deserialize<T>(text, Json) ?? throw new JsonException("null"), answer);
    }

    private static T Checked<T>(Func<T> read, HttpResponseMessage answer)
    {
        try
        {
            return read();
        }
        catch (JsonException e)
        {
            throw PenneoErrors.NotJson(answer, e);
        }
    }
}
