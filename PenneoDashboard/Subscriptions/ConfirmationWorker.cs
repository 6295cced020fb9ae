using System.Threading.Channels;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>
/// Confirms subscriptions by itself: whichever comes last of the token and Penneo's id starts it, a sweep catches what
/// a restart or an unreachable Penneo left open.
/// </summary>
internal sealed partial class ConfirmationWorker(
    SubscriptionChanges changes, SubscriptionStore store, IServiceScopeFactory scopes, TimeProvider time, ILogger<ConfirmationWorker> logger) : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    // One pending wake-up is enough: each looks for everything that waits.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // After a call that failed for a passing reason, a later sweep tries again, each time after twice the pause. Counted
    // by the timer, since the clock may be set back by hours.
    private readonly Dictionary<long, (long At, TimeSpan Pause)> _failed = [];

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.FailInterruptedAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var registration = changes.Subscribe(Wake, events: false);
        await using var sweep = time.CreateTimer(_ => Wake(), null, SweepEvery, SweepEvery);
        Wake();
        try
        {
            while (await _wake.Reader.WaitToReadAsync(stoppingToken))
            {
                _wake.Reader.TryRead(out _);
                await ConfirmWaitingAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The app stops; what is open is found again at the next start.
        }
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task ConfirmWaitingAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var id in await store.AwaitingConfirmationAsync(cancellationToken))
            {
                if (!_failed.TryGetValue(id, out var failed) || time.GetElapsedTime(failed.At) >= failed.Pause)
                    await ConfirmAsync(id, cancellationToken);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogSweepFailed(e);
        }
    }

    private async Task ConfirmAsync(long id, CancellationToken cancellationToken)
    {
        var pause = _failed.TryGetValue(id, out var failed) ? TimeSpan.FromTicks(Math.Min(failed.Pause.Ticks * 2, LongestPause.Ticks)) : SweepEvery;
        _failed[id] = (time.GetTimestamp(), pause);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<SubscriptionService>().ConfirmAsync(id, null, cancellationToken);
            _failed.Remove(id);
            LogConfirmed(id);
        }
        catch (Exception e) when (e is PenneoException or SubscriptionException)
        {
            LogNotConfirmed(id, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Subscription {Id} is confirmed")]
    private partial void LogConfirmed(long id);

    [LoggerMessage(LogLevel.Warning, "Subscription {Id} could not be confirmed: {Reason}")]
    private partial void LogNotConfirmed(long id, string reason);

    [LoggerMessage(LogLevel.Error, "Looking for subscriptions to confirm failed; it is tried again")]
    private partial void LogSweepFailed(Exception e);
}
