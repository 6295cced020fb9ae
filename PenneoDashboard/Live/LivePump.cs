namespace PenneoDashboard.Live;

/// <summary>Drives a view from the feed: the first change at once, then at most one a pause, whatever the traffic.</summary>
public static class LivePump
{
    /// <summary>How long a view rests after each change it showed, at least.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs until cancelled; what arrives during a pause is taken together at its end.</summary>
    public static async Task RunAsync(FeedReader reader, Func<FeedDelta, Task> apply, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var delta = await reader.ReadAsync(cancellationToken);
                var start = time.GetTimestamp();
                await apply(delta);
                var rest = LiveRest.After(time.GetElapsedTime(start), reader.Watchers);
                await Task.Delay(rest > Pause ? rest : Pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The view is gone.
        }
    }
}
