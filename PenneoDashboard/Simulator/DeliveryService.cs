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

    private readonly ConcurrentDictionary<int, Lazy<DeliveryLane>> _lanes = new();
    private bool _stopped;

    /// <summary>To every confirmed subscription of the topic that is not being dropped.</summary>
    public void Publish(OutgoingMessage message)
    {
        foreach (var subscription in book.All)
        {
            if (subscription.Receives && subscription.Topic == message.Topic)
                Send(subscription, message);
        }
    }

    /// <summary>To one subscription, in the order of the calls.</summary>
    public void Send(SimulatedSubscription subscription, OutgoingMessage message)
    {
        if (Volatile.Read(ref _stopped) || !options.Value.IsOn())
            return;
        if (!Lane(subscription.Id).TryEnqueue(message))
            logger.LogWarning("The simulator lost a {EventType} for subscription {Id}: too many are waiting", message.EventType, subscription.Id);
    }

    /// <summary>Ends the deliveries of a subscription that was deleted.</summary>
    public async Task ForgetAsync(int subscriptionId)
    {
        if (_lanes.TryRemove(subscriptionId, out var lane))
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

    private DeliveryLane Lane(int subscriptionId) =>
        _lanes.GetOrAdd(subscriptionId, id => new Lazy<DeliveryLane>(() => new DeliveryLane(id, book, client, log, options.Value, time))).Value;

    private static async Task CloseAsync(DeliveryLane lane, CancellationToken patience)
    {
        await lane.CloseAsync(patience);
        lane.Dispose();
    }
}
