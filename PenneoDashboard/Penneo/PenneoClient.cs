using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace PenneoDashboard.Penneo;

/// <summary>
/// Sends calls to Penneo's API by the connection in use, authorized, with time limits, and only reads repeated. What goes
/// wrong becomes a <see cref="PenneoException"/>.
/// </summary>
public sealed class PenneoClient
{
    internal const string HttpClientName = "penneo";
    private readonly IHttpClientFactory _http;
    private readonly Func<PenneoConnection> _connection;
    private readonly TimeProvider _time;
    private readonly PenneoClock? _clock;

    /// <param name="clock">Told the time of each answer.</param>
    internal PenneoClient(IHttpClientFactory http, Func<PenneoConnection> connection, TimeProvider time, PenneoClock? clock = null) =>
        (_http, _connection, _time, _clock) = (http, connection, time, clock);

    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <summary>The same by a connection that is not the one in use.</summary>
    internal PenneoClient By(PenneoConnection connection) => new(_http, () => connection, _time);

    /// <param name="path">Below the API's base, without a slash at its start.</param>
    /// <param name="body">Sent as JSON; null for none.</param>
    /// <returns>A successful answer, read whole, which is no web page.</returns>
    internal async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        var connection = _connection();
        using var request = new HttpRequestMessage(method, new Uri(connection.Api, path));
        connection.Carry(request);
        if (body is not null)
        {
            // Penneo's page sends application/json without parameters.
            request.Content = new StringContent(JsonSerializer.Serialize(body, Json), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        HttpResponseMessage? answer = null;
        try
        {
            using var client = _http.CreateClient(HttpClientName);
            answer = await client.SendAsync(request, cancellationToken);
            _clock?.Saw(ClockOffset.Of(answer, _time));
            if (!answer.IsSuccessStatusCode)
                throw await PenneoErrors.ReadAsync(answer, connection, _time, cancellationToken);

            // A proxy's sign-in page has status 200 too, and the calls with an empty answer would take it for success.
            if (PenneoErrors.IsWebPage(await answer.Content.ReadAsStringAsync(cancellationToken)))
                throw PenneoErrors.NotPromised(answer, _time, isWebPage: true);
            (var result, answer) = (answer, null);
            return result;
        }
        catch (Exception e) when (ConnectionErrors.Describe(e, connection.Api) is { } problem)
        {
            throw problem;
        }
        finally
        {
            answer?.Dispose();
        }
    }

    /// <summary>Reads an answer's body, where null or JSON of another shape is no answer.</summary>
    internal async Task<T> ReadAsync<T>(HttpResponseMessage answer, Func<string, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return read(text) ?? throw PenneoErrors.NotPromised(answer, _time, isWebPage: false);
        }
        catch (JsonException e)
        {
            throw PenneoErrors.NotPromised(answer, _time, isWebPage: false, e);
        }
    }
}
