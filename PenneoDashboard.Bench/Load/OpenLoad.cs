using System.Collections.Concurrent;
using System.Diagnostics;

namespace PenneoDashboard.Bench.Load;

/// <summary>What a load at a steady rate saw.</summary>
/// <param name="Windows">Latency by part of the measured time, each from the moment a request was due.</param>
/// <param name="Late">How much later than due the requests were sent: the load generator's own part of the latency.</param>
/// <param name="AnsweredAt">Stopwatch's, by number of the event from 1 on; 0 for those refused.</param>
/// <param name="Unanswered">Requests that had no answer a minute after the last was due; the latencies do not know them.</param>
/// <param name="FirstMeasured">The first number of the measured time.</param>
internal sealed record OpenResult(
    IReadOnlyList<Percentiles> Windows,
    Percentiles Late,
    long Acknowledged,
    IReadOnlyDictionary<int, long> Refused,
    long Unanswered,
    long[] AnsweredAt,
    long FirstMeasured);

/// <summary>
/// Requests at fixed times, whether or not those before are answered. Latency counts from when a request was due, so a server
/// that stalls is charged for everything that had to wait.
/// </summary>
internal sealed class OpenLoad
{
    private const int Connections = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Queue<Sender> _idle = [];
    private readonly Queue<long> _waiting = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<int, long> _refused = new();
    private readonly LoadTarget _target;
    private readonly EventMix _mix;
    private readonly double _rate;
    private readonly long _warmUps;
    private readonly long _total;
    private readonly Latencies[] _windows;
    private readonly Latencies _late;
    private readonly long[] _answeredAt;
    private long _start;
    private long _open;

    public OpenLoad(LoadTarget target, EventMix mix, double rate, TimeSpan warmUp, TimeSpan measured, int windows = 1)
    {
        (_target, _mix, _rate) = (target, mix, rate);
        _warmUps = (long)(warmUp.TotalSeconds * rate);
        _total = _warmUps + (long)(measured.TotalSeconds * rate);
        _open = _total;
        _windows = [.. Enumerable.Range(0, windows).Select(_ => new Latencies((int)((_total - _warmUps) / windows) + 1))];
        _late = new Latencies((int)(_total - _warmUps));
        _answeredAt = new long[_total + 1];
    }

    /// <summary>The window that is being sent now, from 0; negative during the warm-up.</summary>
    public int Window => Volatile.Read(ref _start) == 0 ? -1 : WindowOf((long)((Stopwatch.GetTimestamp() - _start) * _rate / Stopwatch.Frequency));

    /// <exception cref="IOException">A connection broke.</exception>
    public async Task<OpenResult> RunAsync(CancellationToken cancellationToken)
    {
        var senders = new List<Sender>();
        try
        {
            for (var i = 0; i < Connections; i++)
                senders.Add(new Sender(await HttpConnection.OpenAsync(_target.Address, cancellationToken), new byte[_target.MostBytes]));
            senders.ForEach(_idle.Enqueue);
            Volatile.Write(ref _start, Stopwatch.GetTimestamp());
            var pacing = Task.Factory.StartNew(() => Pace(cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await pacing;
            cancellationToken.ThrowIfCancellationRequested();
            await Task.WhenAny(_done.Task, Task.Delay(Patience, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (_done.Task.IsFaulted)
                await _done.Task;
        }
        finally
        {
            senders.ForEach(x => x.Connection.Dispose());
        }

        return new OpenResult(
            [.. _windows.Select(x => x.Percentiles())],
            _late.Percentiles(),
            _answeredAt.LongCount(x => x > 0),
            _refused,
            Interlocked.Read(ref _open),
            _answeredAt,
            _warmUps + 1);
    }

    private int WindowOf(long ticket) =>
        ticket < _warmUps ? -1 : (int)Math.Min(_windows.Length - 1, (ticket - _warmUps) * _windows.Length / (_total - _warmUps));

    private long Due(long ticket) => _start + (long)(ticket * (double)Stopwatch.Frequency / _rate);

    private void Pace(CancellationToken cancellationToken)
    {
        for (var ticket = 0L; ticket < _total && !cancellationToken.IsCancellationRequested && !_done.Task.IsFaulted; ticket++)
        {
            while (Stopwatch.GetTimestamp() < Due(ticket))
                Thread.Sleep(1);
            Sender? sender;
            lock (_gate)
            {
                if (!_idle.TryDequeue(out sender))
                    _waiting.Enqueue(ticket);
            }

            if (sender is not null)
                _ = SendAsync(sender, ticket);
        }
    }

    private async Task SendAsync(Sender sender, long ticket)
    {
        try
        {
            do
                await SendOneAsync(sender, ticket).ConfigureAwait(false);
            while (Next(sender, out ticket));
        }
        catch (Exception e)
        {
            _done.TrySetException(e);
        }
    }

    private async Task SendOneAsync(Sender sender, long ticket)
    {
        var next = _target.Write(_mix, sender.Request);
        var sent = Stopwatch.GetTimestamp();
        var status = await sender.Connection.SendAsync(sender.Request.AsMemory(0, next.Length)).ConfigureAwait(false);
        var (now, due) = (Stopwatch.GetTimestamp(), Due(ticket));
        if (status != 200)
            _refused.AddOrUpdate(status, 1, (_, count) => count + 1);
        else
            _answeredAt[next.Number] = now;
        if (WindowOf(ticket) is >= 0 and var window)
        {
            _windows[window].Add(now - due);
            _late.Add(sent - due);
        }

        if (Interlocked.Decrement(ref _open) == 0)
            _done.TrySetResult();
    }

    private bool Next(Sender sender, out long ticket)
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out ticket))
                return true;
            _idle.Enqueue(sender);
            return false;
        }
    }

    private sealed record Sender(HttpConnection Connection, byte[] Request);
}
