using System.Threading.Channels;

namespace PenneoDashboard.Live;

/// <summary>Drives a view from the feed: the first change at once, then at most one a pause, whatever the traffic.</summary>
public static class LivePump
{
    /// <summary>How long a view usually rests after each change it showed.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs until cancelled; what arrives during a pause is taken together at its end.</summary>
    public static Task RunAsync(FeedReader reader, Func<FeedDelta, Task> apply, TimeProvider time, CancellationToken cancellationToken) =>
        RunAsync(reader, apply, Pause, time, cancellationToken);

    /// <inheritdoc cref="RunAsync(FeedReader, Func{FeedDelta, Task}, TimeProvider, CancellationToken)" />
    /// <param name="apply">The work only: while it lasts, other views wait for their turn.</param>
    /// <param name="pause">How long this view rests after each change.</param>
    public static async Task RunAsync(
        FeedReader reader, Func<FeedDelta, Task> apply, TimeSpan pause, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var delta = await reader.ReadAsync(cancellationToken);
                await reader.Turns.RunAsync(() => apply(delta), time, cancellationToken);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The view is gone.
        }
    }

    /// <summary>The same for a view that is woken by something else than the feed, and reads for itself what there is.</summary>
    /// <param name="wake">Something came; once is enough for any number of changes.</param>
    /// <param name="feed">Whose watchers take turns.</param>
    /// <inheritdoc cref="RunAsync(FeedReader, Func{FeedDelta, Task}, TimeSpan, TimeProvider, CancellationToken)" path="/param"/>
    public static async Task RunAsync(
        ChannelReader<bool> wake, EventFeed feed, Func<Task> apply, TimeSpan pause, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await wake.ReadAsync(cancellationToken);
                await feed.Turns.RunAsync(apply, time, cancellationToken);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The view is gone.
        }
    }
}
