using System.Collections.Concurrent;
using System.Threading.Channels;

namespace PenneoDashboard.Simulator;

/// <summary>
/// One subscription's stream of messages. Lanes don't know of each other, so a stuck endpoint only holds up its own;
/// a message waiting for its retry is out of the stream, so it holds up nothing.
/// </summary>
internal sealed class DeliveryLane : IDisposable
{
    /// <summary>How long a message waits to be overtaken before it goes all the same.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(5);

    private readonly IRecipient _recipient;
    private readonly DeliveryClient _client;
    private readonly DeliveryLog _log;
    private readonly SimulatorOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<Dispatch> _queue = Channel.CreateUnbounded<Dispatch>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<long, Task> _underWay = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly SemaphoreSlim _attempts;
    private readonly Task _reading;
    private Overtaking? _waiting;
    private long _number;
    private int _pending;

    public DeliveryLane(IRecipient recipient, DeliveryClient client, DeliveryLog log, SimulatorOptions options, TimeProvider time)
    {
        (_recipient, _client, _log, _options, _time) = (recipient, client, log, options, time);
        _attempts = new SemaphoreSlim(options.MaxConcurrentAttempts);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>False when too many messages are waiting already.</summary>
    public bool TryEnqueue(Dispatch dispatch)
    {
        if (Interlocked.Increment(ref _pending) > _options.QueueCapacity)
        {
            Interlocked.Decrement(ref _pending);
            _log.Overflowed();
            dispatch.Record?.Ends(DeliveryOutcome.Overflowed);
            return false;
        }
        _log.Accepted();
        if (!_queue.Writer.TryWrite(dispatch))
            GiveUp(dispatch);
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
        while (_queue.Reader.TryRead(out var dispatch))
            GiveUp(dispatch);
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
            await foreach (var dispatch in _queue.Reader.ReadAllAsync(_closing.Token))
            {
                await _attempts.WaitAsync(_closing.Token);
                var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var number = ++_number;
                var delivery = DeliverAsync(dispatch, number, first);
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

    private async Task DeliverAsync(Dispatch dispatch, long number, TaskCompletionSource first)
    {
        var message = dispatch.Message;
        try
        {
            await HoldBackAsync(dispatch, number, first);
            for (var attempt = 1; _recipient.Address(message) is { } envelope; attempt++)
            {
                var made = await _client.AttemptAsync(envelope, message, attempt, _aborting.Token, dispatch.Record);
                StepAside(first);
                Overtake(number);
                if (made.Error is null)
                {
                    dispatch.Record?.Ends(DeliveryOutcome.Delivered);
                    return;
                }
                if (_recipient.RetryAfter(attempt) is not { } wait)
                {
                    _recipient.GivenUp(message);
                    break;
                }
                await WaitForRetryAsync(made.EndedAt + wait);
            }
            Drop(dispatch);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            Drop(dispatch);
        }
        finally
        {
            StepAside(first);
            Settle();
        }
    }

    /// <summary>Lets the next message go: this one is answered, or waits for something.</summary>
    private void StepAside(TaskCompletionSource first)
    {
        if (first.TrySetResult())
            _attempts.Release();
    }

    private async Task HoldBackAsync(Dispatch dispatch, long number, TaskCompletionSource first)
    {
        if (dispatch.Delay is { } delay)
        {
            StepAside(first);
            await Task.Delay(delay, _time, _closing.Token);
        }
        else if (dispatch.IsToBeOvertaken && new Overtaking(number) is var waiting && Interlocked.CompareExchange(ref _waiting, waiting, null) is null)
        {
            StepAside(first);
            await Task.WhenAny(waiting.Overtaken.Task, Task.Delay(LongestHold, _time, _closing.Token));
            _closing.Token.ThrowIfCancellationRequested();
            Interlocked.CompareExchange(ref _waiting, null, waiting);
            dispatch.Record?.Suffers(waiting.Overtaken.Task.IsCompleted ? "Sent after the one behind it" : "Held back, but none came behind it");
        }
    }

    private void Overtake(long number)
    {
        if (Volatile.Read(ref _waiting) is { } waiting && waiting.Number < number && Interlocked.CompareExchange(ref _waiting, null, waiting) == waiting)
            waiting.Overtaken.SetResult();
    }

    private Task WaitForRetryAsync(DateTimeOffset due)
    {
        var wait = due - _time.GetUtcNow();
        return Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _time, _closing.Token);
    }

    private void GiveUp(Dispatch dispatch)
    {
        Drop(dispatch);
        Settle();
    }

    private void Drop(Dispatch dispatch)
    {
        dispatch.Record?.Ends(DeliveryOutcome.GivenUp);
        _log.Dropped();
    }

    private void Settle()
    {
        Interlocked.Decrement(ref _pending);
        _log.Settled();
    }

    /// <summary>A message that lets the ones behind it pass.</summary>
    private sealed record Overtaking(long Number)
    {
        public TaskCompletionSource Overtaken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
