namespace PenneoDashboard.Shared;

/// <summary>
/// Turns any number of changes into at most one render per interval: the first renders at once, those behind it together
/// when the interval is over.
/// </summary>
internal sealed class RenderPacer(TimeProvider time, TimeSpan interval, Func<Task> render) : IDisposable
{
    private readonly CancellationTokenSource _disposed = new();
    private int _dirty;
    private int _running;

    /// <summary>Takes note and returns; any thread.</summary>
    public void Signal()
    {
        Volatile.Write(ref _dirty, 1);
        if (!_disposed.IsCancellationRequested && Interlocked.CompareExchange(ref _running, 1, 0) == 0)
            _ = Task.Run(RunAsync);
    }

    public void Dispose() => _disposed.Cancel();

    private async Task RunAsync()
    {
        try
        {
            while (Interlocked.Exchange(ref _dirty, 0) == 1)
            {
                await render();
                await Task.Delay(interval, time, _disposed.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            return; // The circuit is gone.
        }
        Volatile.Write(ref _running, 0);

        // A change may have come between the last look and giving up the role.
        if (Volatile.Read(ref _dirty) == 1)
            Signal();
    }
}
