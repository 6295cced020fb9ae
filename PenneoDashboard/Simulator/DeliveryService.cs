using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Simulator;

/// <summary>Takes notifications to the endpoints of those who subscribed. Nothing here waits for an endpoint.</summary>
public sealed class DeliveryService(
    SubscriptionBook book,
    DeliveryClient client,
    DeliveryLog log,
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
        foreach (var subscription in book.All)
        {
            if (subscription.Receives && subscription.Topic == message.Topic)
                Send(subscription, message);
        }

        foreach (var subscription in book.Current)
        {
            if (subscription.Receives(message.CurrentType))
                Send(subscription.Id, new CurrentRecipient(subscription.Id, book, options.Value, time), message);
        }
    }

    /// <summary>To one legacy subscription, in the order of the calls.</summary>
    public void Send(SimulatedSubscription subscription, OutgoingMessage message) =>
        Send(subscription.Name, new LegacyRecipient(subscription.Id, book, options.Value), message);

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

    private void Send(string subscription, IRecipient recipient, OutgoingMessage message)
    {
        if (Volatile.Read(ref _stopped) || !options.Value.IsOn())
            return;
        var lane = _lanes.GetOrAdd(subscription, _ => new Lazy<DeliveryLane>(() => new DeliveryLane(recipient, client, log, options.Value, time))).Value;
        if (!lane.TryEnqueue(message))
            logger.LogWarning("The simulator lost a {EventType} for subscription {Id}: too many are waiting", message.EventType, subscription);
    }

    private static async Task CloseAsync(DeliveryLane lane, CancellationToken patience)
    {
        await lane.CloseAsync(patience);
        lane.Dispose();
    }
}
