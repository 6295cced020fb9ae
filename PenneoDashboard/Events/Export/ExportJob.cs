namespace PenneoDashboard.Events.Export;

/// <summary>How far an export that was asked for on a page has come.</summary>
public enum ExportState
{
    /// <summary>The browser has not begun to fetch it.</summary>
    Waiting,
    Running,
    Done,
    Cancelled,
    Failed,
}

/// <summary>An export that one page asked for and watches while the browser fetches it.</summary>
public sealed class ExportJob : IDisposable
{
    private static readonly TimeSpan BetweenNews = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private long _told;
    private long _rows;
    private long _total = -1;
    private int _state;

    internal ExportJob(EventFilter filter, ExportFormat format, TimeProvider time) => (Filter, Format, _time) = (filter, format, time);

    /// <summary>Raised on any thread, while it runs at most ten times a second.</summary>
    public event Action? Changed;

    /// <summary>Unguessable: whoever knows it may fetch the export, once.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    public EventFilter Filter { get; }

    public ExportFormat Format { get; }

    public ExportState State => (ExportState)Volatile.Read(ref _state);

    public bool IsOver => State is not (ExportState.Waiting or ExportState.Running);

    /// <summary>Written so far.</summary>
    public long Rows => Volatile.Read(ref _rows);

    /// <summary>How many there are; null while they are being counted.</summary>
    public long? Total => Volatile.Read(ref _total) is >= 0 and var total ? total : null;

    internal CancellationToken Stopping => _stop.Token;

    /// <summary>Breaks the download off, so that the browser shows it as failed rather than keeping half of it.</summary>
    public void Cancel()
    {
        if (Interlocked.CompareExchange(ref _state, (int)ExportState.Cancelled, (int)ExportState.Waiting) != (int)ExportState.Waiting)
            _stop.Cancel();
        Changed?.Invoke();
    }

    public void Dispose() => _stop.Dispose();

    internal bool TryBegin() => Interlocked.CompareExchange(ref _state, (int)ExportState.Running, (int)ExportState.Waiting) == (int)ExportState.Waiting;

    internal void Count(long total)
    {
        Volatile.Write(ref _total, total);
        Changed?.Invoke();
    }

    internal void Tell(long rows)
    {
        Volatile.Write(ref _rows, rows);
        if (_time.GetElapsedTime(_told) < BetweenNews)
            return;
        _told = _time.GetTimestamp();
        Changed?.Invoke();
    }

    internal void End(ExportState state)
    {
        Volatile.Write(ref _state, (int)state);
        Changed?.Invoke();
    }
}
