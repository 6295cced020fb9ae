using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using PenneoDashboard.Events;

namespace PenneoDashboard.Live;

/// <summary>The SignalR hub <c>/hubs/events</c>, for programs outside this process.</summary>
public sealed class EventsHub(EventFeed feed, EventQueries queries) : Hub
{
    private const int PageSize = 200;

    /// <summary>
    /// Replays the matching events after <paramref name="afterSequence"/>, oldest first, and goes on live. Each event
    /// comes once, ascending by sequence: after a broken connection ask again with the last sequence seen.
    /// </summary>
    /// <param name="filter">Null for everything.</param>
    /// <param name="afterSequence">0 for everything stored; null for new events only.</param>
    /// <exception cref="HubException"><paramref name="afterSequence"/> is not of this log.</exception>
    public async IAsyncEnumerable<EventItem> Stream(
        EventFilter? filter, long? afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        filter ??= EventFilter.All;
        using var reader = feed.Subscribe();
        var newest = await queries.LastSequenceAsync(cancellationToken);
        if (afterSequence > newest)
        {
            // As after a restored backup: silence until the log has grown that far would hide every event until then.
            throw new HubException($"afterSequence is {afterSequence}, but the newest event has sequence {newest}. Ask again with 0 or null.");
        }

        var last = afterSequence ?? newest;
        var catchUp = true;
        while (!cancellationToken.IsCancellationRequested)
        {
            while (catchUp)
            {
                var page = await queries.AfterAsync(filter, last, PageSize, cancellationToken);
                foreach (var item in page)
                {
                    last = item.Sequence;
                    yield return item;
                }

                catchUp = page.Count == PageSize;
            }

            var delta = await reader.ReadAsync(cancellationToken);

            // Only the database searches whole bodies.
            catchUp = delta.Gap || filter.Q is not null;
            if (catchUp)
                continue;
            foreach (var item in delta.Events.Where(x => x.Sequence > last && filter.Matches(x)))
            {
                last = item.Sequence;
                yield return item;
            }
        }
    }
}
