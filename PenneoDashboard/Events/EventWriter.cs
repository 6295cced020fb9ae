using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

/// <summary>
/// The one writer of the log. Requests queue their deliveries and wait; it stores whatever is queued in one
/// transaction and then lets them answer, so a 2xx always means stored and a burst shares its disk syncs.
/// </summary>
public sealed partial class EventWriter : IHostedService
{
    private readonly WriterQueue _queue;
    private readonly BatchStore _store;
    private readonly ICommitListener[] _listeners;
    private readonly WriterLimits _limits;
    private readonly TimeProvider _time;
    private readonly DatabaseWatch? _watch;
    private readonly DeliveryAnswers? _answers;
    private readonly ILogger<EventWriter> _logger;
    private readonly WriterTrouble _trouble;
    private Task _loop = Task.CompletedTask;

    internal EventWriter(
        BatchStore store, IEnumerable<ICommitListener> listeners, TimeProvider time, ILogger<EventWriter> logger, WriterLimits? limits = null, DatabaseWatch? watch = null, DeliveryAnswers? answers = null)
    {
        (_watch, _answers) = (watch, answers);
        _trouble = new WriterTrouble(time, logger);
        _limits = limits ?? new WriterLimits();
        _queue = new WriterQueue(_limits);
        _store = store;
        _listeners = [.. listeners];
        _time = time;
        _logger = logger;
    }

    /// <summary>Why the newest deliveries were not stored; null while all is well.</summary>
    internal WriterProblem? Problem => _trouble.Current;

    /// <summary>Stores one delivery; <see cref="StoreResult.Stored"/> only once it is on disk.</summary>
    public async Task<StoreResult> StoreAsync(IncomingDelivery delivery)
    {
        var pending = new PendingDelivery(delivery);
        if (!_queue.TryAdd(pending))
            return StoreResult.Busy;
        StoreResult result;
        try
        {
            result = await pending.Answer.WaitAsync(_limits.LongestWait, _time);
        }
        catch (TimeoutException)
        {
            // One that waits is skipped from now on. One that is being stored may still be kept; the sender's retry
            // then counts as a repeat of the same event.
            if (pending.TryAnswer(StoreResult.Failed))
                _trouble.Set($"Deliveries wait for longer than {_limits.LongestWait.TotalSeconds:0} s.");
            result = await pending.Answer;
        }

        if (result == StoreResult.Stored && delivery.SenderGone.IsCancellationRequested)
            _answers?.Correct(pending.DeliveryId, DeliveryAnswers.None);
        return result;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Takes nothing more and stores what is queued. The web server has stopped by then.</summary>
    /// <exception cref="TimeoutException">The database did not take it in time; nobody was told that it had.</exception>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Close();

        // The web server may have used all of the host's patience up, waiting for a connection.
        return _loop.WaitAsync(_limits.LongestWait, _time, CancellationToken.None);
    }

    /// <summary>Forgets a problem that was seen to be over, unless there is a newer one.</summary>
    internal void Clear(WriterProblem problem) => _trouble.Clear(problem);

    private async Task RunAsync()
    {
        var batch = new List<PendingDelivery>(_limits.BatchLength);
        while (await _queue.WaitAsync())
        {
            _queue.TakeBatch(batch);
            if (batch.Count > 0)
                await StoreBatchAsync(batch);
            batch.ForEach(_queue.Release);
            batch.Clear();
        }
    }

    private async Task StoreBatchAsync(List<PendingDelivery> batch)
    {
        if (await TryStoreAsync(batch) is not { } error)
            return;
        foreach (var pending in batch)
        {
            // One bad row must fail alone; of a database that refuses, every row would be refused alike.
            if (!WriterTrouble.IsOfTheDatabase(error))
            {
                if (await StoreAloneAsync(pending) is not { } alone)
                    continue;
                error = alone;
            }

            // Whoever hears of the failure must already find its reason at the health check.
            _trouble.Set(error);
            Answer(pending, StoreResult.Failed);
        }
    }

    // A refusal would only make Penneo send it again and then drop the subscription. So what can't be filed as what it
    // says is kept as something not understood.
    private async Task<Exception?> StoreAloneAsync(PendingDelivery pending)
    {
        var error = await TryStoreAsync([pending]);
        if (error is null || WriterTrouble.IsOfTheDatabase(error))
            return error;
        var unfiled = new IncomingUnrecognized("It could not be filed: " + error.GetBaseException().Message);
        return await TryStoreAsync([pending], pending.Delivery with { Message = unfiled, Identity = default });
    }

    private async Task<Exception?> TryStoreAsync(List<PendingDelivery> batch, IncomingDelivery? instead = null)
    {
        try
        {
            // Before, so that a file that was taken away is not written to; after, because only then is the commit where a
            // restart finds it.
            _watch?.Check();
            var committed = await _store.StoreAsync(instead is null ? [.. batch.Select(x => x.Delivery)] : [instead], CancellationToken.None);
            for (var i = 0; i < batch.Count; i++)
                batch[i].DeliveryId = committed.FirstDeliveryId + i;
            _watch?.Check();
            _trouble.Over();
            batch.ForEach(x => Answer(x, StoreResult.Stored));
            foreach (var listener in _listeners)
                Tell(listener, committed);
            return null;
        }
        catch (Exception e)
        {
            // Whatever it was, the waiting requests must be answered and the next batch tried.
            _trouble.Log(e, batch.Count);
            if (WriterTrouble.IsOfTheDatabase(e))
                _watch?.Reopen();
            return e;
        }
    }

    private void Answer(PendingDelivery pending, StoreResult result)
    {
        var isFirst = pending.TryAnswer(result);

        // It may be in the log and its sender still have been told to try again: before, since it took too long, or now.
        if (pending.DeliveryId != 0 && !(isFirst && result == StoreResult.Stored))
            _answers?.Correct(pending.DeliveryId, pending.Delivery.SenderGone.IsCancellationRequested ? DeliveryAnswers.None : StatusCodes.Status503ServiceUnavailable);
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

    [LoggerMessage(LogLevel.Error, "{Listener} failed on a committed batch")]
    private partial void LogListenerFailed(Exception e, string listener);
}
