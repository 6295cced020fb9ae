using Microsoft.Extensions.Options;
using PenneoDashboard.Events;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Health;
using PenneoDashboard.Webhooks.Admission;

namespace PenneoDashboard.Webhooks;

/// <summary>
/// Takes one delivery: 200 stored, 401 not signed as it must be, 404 or 429 unknown key, 413 too large, 503 not stored.
/// It refuses nothing for what it says, since three failures make Penneo drop the subscription.
/// </summary>
public sealed partial class Receiver(
    ReceiveKeys keys, SubscriptionSecrets secrets, SignatureVerifier signatures, IEnumerable<IRefusalListener> refusals, EventWriter writer,
    ReceiverAnswers answers, GuessLimit guesses, IOptions<WebhookOptions> options, TimeProvider time, ILogger<Receiver> logger)
{
    private const string RetryAfterSeconds = "10";

    private readonly IRefusalListener[] _refusals = [.. refusals];

    public async Task ReceiveAsync(string key, HttpContext http)
    {
        var response = http.Response;
        if (keys.Find(key) is not { } subscription)
        {
            guesses.Answer(http);
            return;
        }

        try
        {
            var receivedAt = time.GetUtcNow();
            if (await BodyReader.ReadAsync(http.Request, options.Value.MaxBodyBytes, http.RequestAborted) is not { } body)
            {
                LogTooLarge(subscription, options.Value.MaxBodyBytes);
                response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                answers.Note(subscription, response.StatusCode, receivedAt, TimeSpan.Zero);
                return;
            }

            var read = time.GetTimestamp();

            var verification = Verification.Unsigned;
            if (secrets.Of(subscription) is { Count: > 0 } known)
            {
                var verdict = signatures.Verify(known, http.Request.Headers, body, receivedAt);
                if (verdict != SignatureVerdict.Verified)
                {
                    Refuse(subscription, receivedAt, body, http, verdict);
                    return;
                }

                verification = Verification.Verified;
            }

            response.StatusCode = await StoreAsync(subscription, receivedAt, body, verification, http);
            if (response.StatusCode == StatusCodes.Status503ServiceUnavailable)
                response.Headers.RetryAfter = RetryAfterSeconds;
            answers.Note(subscription, http.RequestAborted.IsCancellationRequested ? ReceiverAnswers.HungUp : response.StatusCode, receivedAt, time.GetElapsedTime(read));
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
            answers.Note(subscription, ReceiverAnswers.HungUp, time.GetUtcNow(), TimeSpan.Zero);
            LogAborted(subscription);
        }
    }

    private void Refuse(long subscription, DateTimeOffset receivedAt, byte[] body, HttpContext http, SignatureVerdict verdict)
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        LogRefused(subscription, verdict);
        foreach (var listener in _refusals)
        {
            if (listener.Wants(subscription, body.Length))
                listener.OnRefused(new RefusedDelivery(subscription, receivedAt, Remote(http), HeaderText.Of(http.Request.Headers), body, verdict));
        }
    }

    private async Task<int> StoreAsync(long subscription, DateTimeOffset receivedAt, byte[] body, Verification verification, HttpContext http)
    {
        var message = MessageParser.Parse(body);
        var delivery = new IncomingDelivery(
            subscription,
            receivedAt,
            Remote(http),
            HeaderText.Of(http.Request.Headers),
            body,
            verification,
            message,
            EventIdentity.Of(message, http.Request.Headers["x-event-id"]))
        {
            SenderGone = http.RequestAborted,
        };
        var result = await writer.StoreAsync(delivery);
        return result == StoreResult.Stored ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
    }

    private static string? Remote(HttpContext http) => http.Connection.RemoteIpAddress?.ToString();

    [LoggerMessage(LogLevel.Warning, "A delivery to subscription {Subscription} had more than {Limit} bytes and was refused (Webhooks:MaxBodyBytes)")]
    private partial void LogTooLarge(long subscription, int limit);

    // Not a warning: whoever knows the URL could fill the log, and the page of rejected deliveries tells more.
    [LoggerMessage(LogLevel.Debug, "A delivery to subscription {Subscription} was refused: {Verdict}")]
    private partial void LogRefused(long subscription, SignatureVerdict verdict);

    [LoggerMessage(LogLevel.Information, "A sender to subscription {Subscription} closed the connection before its body was complete")]
    private partial void LogAborted(long subscription);
}
