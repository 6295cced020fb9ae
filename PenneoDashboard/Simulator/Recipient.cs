using Microsoft.Net.Http.Headers;

namespace PenneoDashboard.Simulator;

/// <summary>One attempt's address and headers.</summary>
/// <param name="Subscription">For the page.</param>
/// <param name="ClientName">Which HTTP client makes the attempt.</param>
public sealed record Envelope(string Subscription, string ClientName, string Endpoint, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>The names of the headers that the signature covers; empty without a signature.</summary>
    public IReadOnlyList<string> Signed { get; init; } = [];
}

/// <summary>Whom a lane delivers to, by the rules of that one's service.</summary>
internal interface IRecipient
{
    /// <summary>Addresses the next attempt; null when the message may not be sent any more.</summary>
    Envelope? Address(OutgoingMessage message);

    /// <summary>The wait after a failed attempt, counted from 1; null when it was the last.</summary>
    TimeSpan? RetryAfter(int attempt);

    void GivenUp(OutgoingMessage message);
}

/// <summary>A subscription of the legacy service: it is dropped when a message fails for the last time.</summary>
internal sealed class LegacyRecipient(int id, SubscriptionBook book, SimulatorOptions options) : IRecipient
{
    /// <summary>What Penneo always says, although the body is JSON.</summary>
    private static readonly KeyValuePair<string, string>[] Headers = [new(HeaderNames.ContentType, "text/plain; charset=UTF-8")];

    public Envelope? Address(OutgoingMessage message) =>
        !book.Switches.LegacyShutDown && book.Find(id) is { } subscription && (message.IsConfirmation || subscription.Receives)
            ? new Envelope(subscription.Name, DeliveryClient.LegacyClient, subscription.Endpoint, Headers)
            : null;

    public TimeSpan? RetryAfter(int attempt) => attempt <= options.Retries ? options.RetryDelay : null;

    public void GivenUp(OutgoingMessage message)
    {
        // A confirmation that never arrived leaves the subscription unconfirmed, not dropped.
        if (!message.IsConfirmation)
            book.MarkDropping(id);
    }
}

/// <summary>A subscription of the current service: every attempt is signed anew, and a lost message ends nothing else.</summary>
internal sealed class CurrentRecipient(string id, SubscriptionBook book, SimulatorOptions options, TimeProvider time) : IRecipient
{
    public Envelope? Address(OutgoingMessage message)
    {
        if (book.FindCurrent(id) is not { } subscription || !subscription.Receives(message.CurrentType))
            return null;
        KeyValuePair<string, string>[] signed = [new("x-event-id", message.EventId), new("x-event-type", message.CurrentType)];
        var signature = PenneoSignature.Of(subscription.Secret, time.GetUtcNow(), signed, message.Body);
        return new Envelope(
            id, DeliveryClient.CurrentClient, subscription.Endpoint, [new(HeaderNames.ContentType, "application/json"), .. signed, new(PenneoSignature.HeaderName, signature)])
        {
            Signed = [.. signed.Select(x => x.Key)],
        };
    }

    public TimeSpan? RetryAfter(int attempt) => attempt <= options.CurrentRetryDelays.Count ? options.CurrentRetryDelays[attempt - 1] : null;

    public void GivenUp(OutgoingMessage message)
    {
        // The message is lost, and the log counts it.
    }
}
