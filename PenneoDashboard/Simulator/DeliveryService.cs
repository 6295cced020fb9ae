using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Simulator;

/// <summary>Takes notifications to the endpoints of those who subscribed. Nothing here waits for an endpoint.</summary>
public sealed class DeliveryService(
    SubscriptionBook book,
    DeliveryClient client,
    DeliveryLog log,
    SentEvents sent,
    Chaos chaos,
    IOptions<SimulatorOptions> options,
    TimeProvider time,
    ILogger<DeliveryService> logger) : IAsyncDisposable
{
    /// <summary>What an endpoint gets to finish answering when the app stops.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Lazy<DeliveryLane>> _lanes = new();
    private bool _stopped;

    /// <summary>To every subscription of either service that is to hear of it now.</summary>
    public void Publish(OutgoingMessage message)
    {
        sent.Happened(message);
        foreach (var subscription in book.Switches.LegacyShutDown ? [] : book.All)
        {
            if (subscription.Receives && subscription.Topic == message.Topic)
                Send(subscription, message);
        }

        foreach (var subscription in book.Current)
        {
            if (subscription.Receives(message.CurrentType))
                Deliver(message, subscription.Id, "current", subscription.Endpoint, new CurrentRecipient(subscription.Id, book, options.Value, time));
        }
    }

    /// <summary>To one legacy subscription, in the order of the calls.</summary>
    public void Send(SimulatedSubscription subscription, OutgoingMessage message)
    {
        var recipient = new LegacyRecipient(subscription.Id, book, options.Value);

        // Without its confirmation a subscription would never come about, so no chaos is made of it.
        if (message.IsConfirmation)
            Enqueue(subscription.Name, recipient, new Dispatch(message));
        else
            Deliver(message, subscription.Name, "legacy", subscription.Endpoint, recipient);
    }

    /// <summary>Ends the deliveries of a subscription that was deleted.</summary>
    public async Task ForgetAsync(string subscription)
    {
        if (_lanes.TryRemove(subscription, out var lane))
            await CloseAsync(lane.Value, new CancellationToken(canceled: true));
    }

    /// <summary>Starts nothing more; what waits for a retry is given up.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _stopped, true);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StopPatience);
        await Task.WhenAll(_lanes.Keys.Select(id => _lanes.TryRemove(id, out var lane) ? CloseAsync(lane.Value, patience.Token) : Task.CompletedTask));
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private void Deliver(OutgoingMessage message, string subscription, string service, string endpoint, IRecipient recipient)
    {
        if (IsStopped)
            return;
        var record = sent.Addressed(message, subscription, service, endpoint);
        if (chaos.Loses())
        {
            const string Lost = "Lost on purpose";
            record.Suffers(Lost);
            record.Ends(DeliveryOutcome.Lost);
            log.Lost(new DeliveryAttempt(0, time.GetUtcNow(), subscription, message.Topic, message.EventType, message.CasefileId, 0, null, TimeSpan.Zero, null) { EventId = message.EventId, Chaos = Lost });
            return;
        }

        var dispatch = new Dispatch(message, record) { Delay = chaos.Delay(), IsToBeOvertaken = chaos.Reorders() };
        if (dispatch.Delay is { } delay)
            record.Suffers(FormattableString.Invariant($"Delayed by {delay.TotalSeconds:0} s"));
        Enqueue(subscription, recipient, dispatch);
        if (!chaos.Doubles())
            return;
        var second = sent.Addressed(message, subscription, service, endpoint);
        second.Suffers("Sent once more");
        Enqueue(subscription, recipient, new Dispatch(message, second));
    }

    private bool IsStopped => Volatile.Read(ref _stopped) || !options.Value.IsOn();

    private void Enqueue(string subscription, IRecipient recipient, Dispatch dispatch)
    {
        if (IsStopped)
            return;
        var lane = _lanes.GetOrAdd(subscription, _ => new Lazy<DeliveryLane>(() => new DeliveryLane(recipient, client, log, options.Value, time))).Value;
        if (!lane.TryEnqueue(dispatch))
            logger.LogWarning("The simulator lost a {EventType} for subscription {Id}: too many are waiting", dispatch.Message.EventType, subscription);
    }

    private static async Task CloseAsync(DeliveryLane lane, CancellationToken patience)
    {
        await lane.CloseAsync(patience);
        lane.Dispose();
    }
}
