using PenneoDashboard.Shared;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Health;
using PenneoDashboard.Webhooks;

namespace PenneoDashboard.Rejected;

/// <summary>
/// Finds out about refused deliveries and stores them, a small batch at a time with a pause after each: they must never
/// be in the way of the good ones.
/// </summary>
internal sealed partial class RejectedWriter(
    RejectedQueue queue, RejectedStore store, Diagnoser diagnoser, SubscriptionNames names, RejectedChanges changes, NavBadges badges, HealthBook health,
    RejectedLimits limits, TimeProvider time, ILogger<RejectedWriter> logger) : BackgroundService
{
    public const string PagePath = "/rejected";

    private IDisposable? _counting;
    private RenderPacer? _counter;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _counter = new RenderPacer(time, limits.Pause, CountAsync);
        _counting = changes.Subscribe(_counter.Signal);
        await CountAsync();
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _counting?.Dispose();
        _counter?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await queue.WaitAsync(stoppingToken))
            {
                await StoreAsync(queue.TakeBatch());
                await Task.Delay(limits.Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The web server has stopped, so this is the last of it.
            while (queue.TakeBatch() is { Count: > 0 } rest)
                await StoreAsync(rest);
        }
    }

    private async Task StoreAsync(List<RefusedDelivery> batch)
    {
        try
        {
            var known = await names.AllAsync();
            await store.AddAsync(batch.Select(x => Row(x, known)), CancellationToken.None);
        }
        catch (Exception e)
        {
            // Whatever it was, the next ones must be tried; these are counted as not kept.
            batch.ForEach(queue.Drop);
            LogFailed(e, batch.Count);
        }
    }

    private RejectedDelivery Row(RefusedDelivery refused, IReadOnlyDictionary<long, SubscriptionName> known)
    {
        var row = new RejectedDelivery
        {
            SubscriptionId = refused.SubscriptionId,
            ReceivedAt = refused.ReceivedAt,
            Verdict = refused.Verdict,
            RemoteAddress = refused.RemoteAddress,
            Headers = refused.Headers,
            Body = refused.Body,
            BodyLength = refused.Body.Length,
            Size = refused.Body.Length + refused.Headers.Length,
            Explanation = "",
        };
        row.Set(diagnoser.Diagnose(refused, known, refused.Body.Length <= limits.LargestBodyToVary), time.GetUtcNow());
        return row;
    }

    private async Task CountAsync()
    {
        try
        {
            badges.Set(PagePath, await store.CountAsync(CancellationToken.None));
            health.SetRefused(await store.SinceLastEventAsync(CancellationToken.None));
        }
        catch (Exception e)
        {
            // Only the badge stands still.
            LogNotCounted(e);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Count} rejected deliveries were not stored")]
    private partial void LogFailed(Exception e, int count);

    [LoggerMessage(LogLevel.Warning, "The rejected deliveries were not counted")]
    private partial void LogNotCounted(Exception e);
}
