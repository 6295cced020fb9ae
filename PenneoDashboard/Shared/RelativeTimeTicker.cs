namespace PenneoDashboard.Shared;

/// <summary>One timer for all relative times of a circuit: a timeline shows hundreds of them.</summary>
public sealed class RelativeTimeTicker(TimeProvider clock) : IDisposable
{
    /// <summary>How stale a relative time may get.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private Action? _handlers;
    private ITimer? _timer;

    /// <summary>Raised on a pool thread; the timer runs only while someone listens.</summary>
    public event Action Tick
    {
        add
        {
            lock (_lock)
            {
                _handlers += value;
                _timer ??= clock.CreateTimer(_ => Volatile.Read(ref _handlers)?.Invoke(), null, Interval, Interval);
            }
        }

        remove
        {
            lock (_lock)
            {
                _handlers -= value;
                if (_handlers is null)
                {
                    _timer?.Dispose();
                    _timer = null;
                }
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _timer?.Dispose();
}
