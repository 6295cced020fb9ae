using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Polly.Timeout;

namespace PenneoDashboard.Penneo;

/// <summary>
/// Sends calls to Penneo's API, authorized, with a time limit, and only reads repeated. What goes wrong becomes a
/// <see cref="PenneoException"/>.
/// </summary>
public sealed class PenneoClient(HttpClient http, PenneoHosts hosts)
{
    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <param name="path">Below the API's base, without a slash at its start.</param>
    /// <param name="body">Sent as JSON; null for none.</param>
    /// <returns>A successful answer, read whole, which is no web page.</returns>
    internal async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(hosts.Api, path));
        if (body is not null)
        {
            // Penneo's page sends application/json without parameters.
            request.Content = new StringContent(JsonSerializer.Serialize(body, Json), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
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

    /// <summary>Reads an answer's body, where null or JSON of another shape is no answer.</summary>
    internal static async Task<T> ReadAsync<T>(HttpResponseMessage answer, Func<string, T?> read, CancellationToken cancellationToken)
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
