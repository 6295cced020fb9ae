using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace PenneoDashboard.Events;

/// <summary>
/// The one writer of the log. Requests queue their deliveries and wait; it stores whatever is queued in one
/// transaction and then lets them answer, so a 2xx always means stored and a burst shares its disk syncs.
/// </summary>
public sealed partial class EventWriter : IHostedService
{
    private const int QueueLength = 4096;
    private const int LargestBatch = 512;

    // Below Penneo's 15 seconds, so that a 503 still reaches it and it tries again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly BatchStore _store;
    private readonly ICommitListener[] _listeners;
    private readonly TimeProvider _time;
    private readonly ILogger<EventWriter> _logger;
    private Task _loop = Task.CompletedTask;

    internal EventWriter(BatchStore store, IEnumerable<ICommitListener> listeners, TimeProvider time, ILogger<EventWriter> logger)
    {
        _store = store;
        _listeners = [.. listeners];
        _time = time;
        _logger = logger;
    }

    /// <summary>Stores one delivery; <see cref="StoreResult.Stored"/> only once it is on disk.</summary>
    public async Task<StoreResult> StoreAsync(IncomingDelivery delivery)
    {
        var pending = new Pending(delivery, new TaskCompletionSource<StoreResult>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_queue.Writer.TryWrite(pending))
            return StoreResult.Busy;
        try
        {
            return await pending.Done.Task.WaitAsync(LongestWait, _time);
        }
        catch (TimeoutException)
        {
            // It may still be stored; the sender's retry is then counted as a repeat of the same event.
            return StoreResult.Failed;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Takes nothing more and stores what is queued. The web server has stopped by then.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        return _loop.WaitAsync(cancellationToken);
    }

    private async Task RunAsync()
    {
        var batch = new List<Pending>(LargestBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var pending))
                batch.Add(pending);
            await StoreBatchAsync(batch);
            batch.Clear();
        }
    }

    private async Task StoreBatchAsync(List<Pending> batch)
    {
        if (await TryStoreAsync(batch) is not { } error)
            return;
        if (batch.Count == 1 || IsOfTheDatabase(error))
        {
            foreach (var pending in batch)
                pending.Done.TrySetResult(StoreResult.Failed);
            return;
        }

        // One bad row must fail alone.
        foreach (var pending in batch)
        {
            if (await TryStoreAsync([pending]) is not null)
                pending.Done.TrySetResult(StoreResult.Failed);
        }
    }

    private async Task<Exception?> TryStoreAsync(List<Pending> batch)
    {
        try
        {
            var committed = await _store.StoreAsync([.. batch.Select(x => x.Delivery)], CancellationToken.None);
            foreach (var pending in batch)
                pending.Done.TrySetResult(StoreResult.Stored);
            foreach (var listener in _listeners)
                Tell(listener, committed);
            return null;
        }
        catch (Exception e)
        {
            // Whatever it was, the waiting requests must be answered and the next batch tried.
            LogFailed(e, batch.Count);
            return e;
        }
    }

    private void Tell(ICommitListener listener, CommittedBatch committed)
    {
        try
        {
            listener.OnCommitted(committed);
        }
        catch (Exception e)
        {
            LogListenerFailed(e, listener.GetType().Name);
        }
    }

    // Busy, locked, out of memory, read-only, I/O error, corrupt, full, can't open, protocol, not a database: every row
    // would fail alike, and trying each would only keep the senders waiting.
    private static bool IsOfTheDatabase(Exception e) =>
        (e as SqliteException ?? e.InnerException as SqliteException)?.SqliteErrorCode is 5 or 6 or 7 or 8 or 10 or 11 or 13 or 14 or 15 or 26;

    [LoggerMessage(LogLevel.Error, "A batch of {Count} deliveries was not stored; their senders are told to try again")]
    private partial void LogFailed(Exception e, int count);

    [LoggerMessage(LogLevel.Error, "{Listener} failed on a committed batch")]
    private partial void LogListenerFailed(Exception e, string listener);

    private sealed record Pending(IncomingDelivery Delivery, TaskCompletionSource<StoreResult> Done);
}
