using System.Collections.Concurrent;
using System.Threading.Channels;

namespace PenneoDashboard.Simulator;

/// <summary>
/// One subscription's stream of messages. Lanes don't know of each other, so a stuck endpoint only holds up its own;
/// a message waiting for its retry is out of the stream, so it holds up nothing.
/// </summary>
internal sealed class DeliveryLane : IDisposable
{
    private readonly IRecipient _recipient;
    private readonly DeliveryClient _client;
    private readonly DeliveryLog _log;
    private readonly SimulatorOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<OutgoingMessage> _queue = Channel.CreateUnbounded<OutgoingMessage>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<long, Task> _underWay = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly SemaphoreSlim _attempts;
    private readonly Task _reading;
    private long _number;
    private int _pending;

    public DeliveryLane(IRecipient recipient, DeliveryClient client, DeliveryLog log, SimulatorOptions options, TimeProvider time)
    {
        (_recipient, _client, _log, _options, _time) = (recipient, client, log, options, time);
        _attempts = new SemaphoreSlim(options.MaxConcurrentAttempts);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>False when too many messages are waiting already.</summary>
    public bool TryEnqueue(OutgoingMessage message)
    {
        if (Interlocked.Increment(ref _pending) > _options.QueueCapacity)
        {
            Interlocked.Decrement(ref _pending);
            _log.Overflowed();
            return false;
        }
        _log.Accepted();
        if (!_queue.Writer.TryWrite(message))
            GiveUp();
        return true;
    }

    /// <summary>Starts nothing more, and gives what is under way until <paramref name="patience"/> is cancelled.</summary>
    public async Task CloseAsync(CancellationToken patience)
    {
        _queue.Writer.TryComplete();
        await _closing.CancelAsync();
        try
        {
            await _reading.WaitAsync(patience);
            await Task.WhenAll(_underWay.Values).WaitAsync(patience);
        }
        catch (OperationCanceledException)
        {
            await _aborting.CancelAsync();
            await _reading;
            await Task.WhenAll(_underWay.Values);
        }
        while (_queue.Reader.TryRead(out _))
            GiveUp();
    }

    public void Dispose()
    {
        _closing.Dispose();
        _aborting.Dispose();
        _attempts.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var message in _queue.Reader.ReadAllAsync(_closing.Token))
            {
                await _attempts.WaitAsync(_closing.Token);
                var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var number = ++_number;
                var delivery = DeliverAsync(message, first);
                _underWay[number] = delivery;
                _ = delivery.ContinueWith(done => _underWay.TryRemove(number, out Task? _), TaskScheduler.Default);
                await Task.WhenAny(first.Task, Task.Delay(_options.Overlap, _time, _closing.Token));
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Closing is how a lane ends.
        }
    }

    private async Task DeliverAsync(OutgoingMessage message, TaskCompletionSource first)
    {
        try
        {
            for (var attempt = 1; _recipient.Address(message) is { } envelope; attempt++)
            {
                var (delivered, endedAt) = await _client.AttemptAsync(envelope, message, attempt, _aborting.Token);
                if (first.TrySetResult())
                    _attempts.Release();
                if (delivered)
                    return;
                if (_recipient.RetryAfter(attempt) is not { } wait)
                {
                    _recipient.GivenUp(message);
                    break;
                }
                await WaitForRetryAsync(endedAt + wait);
            }
            _log.Dropped();
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            _log.Dropped();
        }
        finally
        {
            if (first.TrySetResult())
                _attempts.Release();
            Settle();
        }
    }

    private Task WaitForRetryAsync(DateTimeOffset due)
    {
        var wait = due - _time.GetUtcNow();
        return Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _time, _closing.Token);
    }

    private void GiveUp()
    {
        _log.Dropped();
        Settle();
    }

    private void Settle()
    {
        Interlocked.Decrement(ref _pending);
        _log.Settled();
    }
}
