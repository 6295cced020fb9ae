using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PenneoDashboard.Events;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.Webhooks;

/// <summary>
/// Takes one delivery: 200 stored, 404 unknown key, 413 too large, 503 not stored. It refuses nothing for what it says,
/// since three failures make Penneo drop the subscription.
/// </summary>
public sealed partial class Receiver(
    ReceiveKeys keys, EventWriter writer, IOptions<WebhookOptions> options, TimeProvider time, ILogger<Receiver> logger)
{
    private const string RetryAfterSeconds = "10";

    private static readonly JsonSerializerOptions HeaderJson = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task ReceiveAsync(string key, HttpContext http)
    {
        var response = http.Response;
        if (keys.Find(key) is not { } subscription)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            var receivedAt = time.GetUtcNow();
            if (await BodyReader.ReadAsync(http.Request, options.Value.MaxBodyBytes) is not { } body)
            {
                LogTooLarge(subscription, options.Value.MaxBodyBytes);
                response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return;
            }

            response.StatusCode = await StoreAsync(subscription, receivedAt, body, http);
            if (response.StatusCode == StatusCodes.Status503ServiceUnavailable)
                response.Headers.RetryAfter = RetryAfterSeconds;
        }
        catch (BadHttpRequestException e)
        {
            // Kestrel's own limits: too large by far, or sent too slowly.
            response.StatusCode = e.StatusCode;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The sender left before the body was whole. Nothing was answered, so it will try again. Without this Kestrel
            // would look for the rest of the body, and log as an error that there is none.
            http.Abort();
            LogAborted(subscription);
        }
    }

    private async Task<int> StoreAsync(long subscription, DateTimeOffset receivedAt, byte[] body, HttpContext http)
    {
        var message = MessageParser.Parse(body);
        var delivery = new IncomingDelivery(
            subscription,
            receivedAt,
            http.Connection.RemoteIpAddress?.ToString(),
            Headers(http.Request.Headers),
            body,
            Verification.Unsigned,
            message,
            EventIdentity.Of(message, http.Request.Headers["x-event-id"]));
        var result = await writer.StoreAsync(delivery with { SenderGone = http.RequestAborted });
        return result == StoreResult.Stored ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
    }

    private static string Headers(IHeaderDictionary headers) => JsonSerializer.Serialize(
        headers.SelectMany(header => header.Value.Select(value => new[] { header.Key, value ?? "" })), HeaderJson);

    [LoggerMessage(LogLevel.Warning, "A delivery to subscription {Subscription} had more than {Limit} bytes and was refused (Webhooks:MaxBodyBytes)")]
    private partial void LogTooLarge(long subscription, int limit);

    [LoggerMessage(LogLevel.Information, "A sender to subscription {Subscription} closed the connection before its body was complete")]
    private partial void LogAborted(long subscription);
}
