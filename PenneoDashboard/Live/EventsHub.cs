using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using PenneoDashboard.Events;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Live;

/// <summary>The SignalR hub <c>/hubs/events</c>, for programs outside this process.</summary>
public sealed class EventsHub(EventFeed feed, EventQueries queries, ReaderMask mask, TimeProvider time) : Hub
{
    private const int PageSize = 200;

    /// <summary>
    /// Replays the matching events after <paramref name="afterSequence"/>, oldest first, and goes on live. Each event
    /// comes once, ascending by sequence: after a broken connection ask again with the last sequence seen.
    /// </summary>
    /// <param name="filter">Null for everything.</param>
    /// <param name="afterSequence">0 for everything stored; null for new events only.</param>
    /// <exception cref="HubException"><paramref name="afterSequence"/> is not of this log, or a masked reader searches a text.</exception>
    public async IAsyncEnumerable<EventItem> Stream(
        EventFilter? filter, long? afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        filter ??= EventFilter.All;
        if (filter.Q is not null && mask.IsOn)
            throw new HubException(MaskedException.Words);
        using var reader = feed.Subscribe(mask);
        var newest = await queries.LastSequenceAsync(cancellationToken);
        if (afterSequence > newest)
        {
            // As after a restored backup: silence until the log has grown that far would hide every event until then.
            throw new HubException($"afterSequence is {afterSequence}, but the newest event has sequence {newest}. Ask again with 0 or null.");
        }

        var last = afterSequence ?? newest;
        var catchUp = true;
        var work = new Work(reader, time);
        while (!cancellationToken.IsCancellationRequested)
        {
            while (catchUp)
            {
                work.Begin();
                var page = await queries.AfterAsync(filter, last, PageSize, cancellationToken);
                foreach (var item in page)
                {
                    last = item.Sequence;
                    yield return item;
                    await work.DoneAsync(cancellationToken);
                }

                catchUp = page.Count == PageSize;
                await work.RestAsync(cancellationToken);
            }

            var delta = await reader.ReadAsync(cancellationToken);

            // Only the database searches whole bodies, and knows the states.
            catchUp = delta.Gap || filter.NeedsDatabase;
            if (catchUp)
                continue;
            work.Begin();
            foreach (var item in delta.Events.Where(x => x.Sequence > last && filter.Matches(x)))
            {
                last = item.Sequence;
                yield return item;
                await work.DoneAsync(cancellationToken);
            }

            await work.RestAsync(cancellationToken);
        }
    }

    /// <summary>A stream's time at work, with a rest after every few items.</summary>
    private sealed class Work(FeedReader reader, TimeProvider time)
    {
        // So few that no stream is in the way of the others, nor of the receiver.
        private const int ItemsBetweenRests = 50;

        private long _start;
        private int _items;

        public void Begin() => (_start, _items) = (time.GetTimestamp(), 0);

        public ValueTask DoneAsync(CancellationToken cancellationToken) =>
            ++_items < ItemsBetweenRests ? ValueTask.CompletedTask : new ValueTask(RestAsync(cancellationToken));

        public async Task RestAsync(CancellationToken cancellationToken)
        {
            var rest = LiveRest.After(time.GetElapsedTime(_start), reader.Watchers);
            if (rest >= TimeSpan.FromMilliseconds(1))
                await Task.Delay(rest, time, cancellationToken);
            Begin();
        }
    }
}
