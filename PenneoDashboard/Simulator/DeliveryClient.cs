using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Simulator;

/// <summary>Makes one attempt over HTTP and records it.</summary>
public sealed class DeliveryClient(
    IHttpClientFactory clients,
    DeliveryLog log,
    Chaos chaos,
    IOptions<SimulatorOptions> options,
    TimeProvider time)
{
    public const string LegacyClient = "simulator-legacy";

    /// <summary>Gives up connecting after <see cref="SimulatorOptions.ConnectTimeout"/>.</summary>
    public const string CurrentClient = "simulator-current";

    /// <param name="stop">Ends the attempt without a record: the simulator is going down.</param>
    /// <returns>How it went; without an error the endpoint answered 2xx in time.</returns>
    internal async Task<DeliveryAttempt> AttemptAsync(Envelope envelope, OutgoingMessage message, int attempt, CancellationToken stop, SentRecord? record = null)
    {
        var started = time.GetTimestamp();
        var (sent, body, done) = chaos.Tamper(envelope, message.Body);
        var (status, error) = await PostAsync(sent, body, stop);
        var made = new DeliveryAttempt(
            0, time.GetUtcNow(), envelope.Subscription, message.Topic, message.EventType, message.CasefileId, attempt, status, time.GetElapsedTime(started), error)
        {
            EventId = message.EventId,
            Chaos = done,
        };
        record?.Attempted(made);
        log.Add(made with { Chaos = record?.Words(done) ?? done });
        return made;
    }

    private async Task<(int? Status, string? Error)> PostAsync(Envelope envelope, byte[] body, CancellationToken stop)
    {
        var limit = options.Value.DeliveryTimeout;
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        using var request = new HttpRequestMessage(HttpMethod.Post, envelope.Endpoint) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in envelope.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var client = clients.CreateClient(envelope.ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)response.StatusCode;
            return (status, response.IsSuccessStatusCode ? null : $"Answered {status} {response.ReasonPhrase}".TrimEnd());
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return (null, $"No answer within {limit.TotalSeconds:0.#} s");
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException && !stop.IsCancellationRequested)
        {
            return (null, $"No connection within {options.Value.ConnectTimeout.TotalMilliseconds:0} ms");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidOperationException)
        {
            return (null, exception.InnerException is SocketException socket ? socket.Message : exception.Message);
        }
    }
}
