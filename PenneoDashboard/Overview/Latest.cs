namespace PenneoDashboard.Overview;

/// <summary>
/// The newest answer to a question asked repeatedly: an answer that comes after one asked later is dropped, so a slow read
/// never sets the page back. For one circuit's thread.
/// </summary>
/// <param name="failed">Told of each read that failed; the value before it stays.</param>
internal sealed class Latest<T>(Func<CancellationToken, Task<T>> read, Action<Exception> failed)
    where T : class
{
    private long _asked;
    private long _answered;

    /// <summary>Null until the first answer.</summary>
    public T? Value { get; private set; }

    /// <summary>Why the newest read failed; null when it did not.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Returns also when it was cancelled or failed.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var number = ++_asked;
        try
        {
            var value = await read(cancellationToken);
            if (number > _answered)
                (Value, Failure, _answered) = (value, null, number);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody is there to see an answer, or a failure such as a connection closed under the read.
        }
        catch (Exception e)
        {
            // Whatever it was, the page must say that it stands still.
            if (number > _answered)
                (Failure, _answered) = (e, number);
            failed(e);
        }
    }
}
