using PenneoDashboard.Events;
using PenneoDashboard.Live;

namespace PenneoDashboard.History;

/// <summary>
/// What the history page shows: one page of the list, how many match, and how many came since it was read. A read that was
/// given up changes nothing. Its members are called on one circuit's thread.
/// </summary>
public sealed class HistoryView(EventQueries events)
{
    public const int PageSize = 50;

    /// <summary>Beyond this nobody counts: it would mean reading them all.</summary>
    public const int MostCounted = 10_000;

    /// <summary>New events are counted no further: by then the number says "many".</summary>
    public const int MostNew = 1000;

    private Task _turn = Task.CompletedTask;
    private long _seenTo;

    public EventFilter Filter { get; private set; } = EventFilter.All;

    /// <summary>The page shows events behind this one, in the order of the list; null on the first page.</summary>
    public long? Cursor { get; private set; }

    public bool OldestFirst { get; private set; }

    /// <summary>Null until the first read is done.</summary>
    public EventPage? Page { get; private set; }

    /// <summary>Null while it is being counted.</summary>
    public EventTotal? Total { get; private set; }

    /// <summary>Matching events that came after the list was read.</summary>
    public int NewEvents { get; private set; }

    /// <summary>True when nothing was stored at all, whatever the filter.</summary>
    public bool IsLogEmpty { get; private set; }

    public Task ReadAsync(EventFilter filter, long? cursor, CancellationToken cancellationToken) => ReadAsync(filter, cursor, oldestFirst: false, cancellationToken);

    public Task ReadAsync(EventFilter filter, long? cursor, bool oldestFirst, CancellationToken cancellationToken) =>
        InTurnAsync(() => ReadNowAsync(filter, cursor, oldestFirst, cancellationToken));

    /// <summary>Counts the matches where reading could not know their number.</summary>
    public async Task CountAsync(CancellationToken cancellationToken)
    {
        if (Total is not null)
            return;
        var total = await events.TotalAsync(Filter, MostCounted, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Total = total;
    }

    /// <summary>Takes what was committed meanwhile without moving a row; true when there is something new to show.</summary>
    public async Task<bool> ApplyAsync(FeedDelta delta, CancellationToken cancellationToken)
    {
        var changed = false;
        await InTurnAsync(async () =>
        {
            if (Page is null)
                return;
            var (deliveries, known) = (CountDeliveries(delta.Redeliveries), NewEvents);
            if (NewEvents < MostNew && (delta.Events.Count > 0 || delta.Gap))
                await CountNewAsync(delta, cancellationToken);
            changed = deliveries || NewEvents != known;
        });
        return changed;
    }

    /// <summary>Behind which event the page before this one begins; null stands for the first page.</summary>
    public async Task<long?> PreviousAsync(CancellationToken cancellationToken)
    {
        if (OldestFirst)
        {
            var first = Page?.Items is [var oldest, ..] ? oldest.Sequence : (Cursor ?? 0) + 1;
            var below = await events.ListAsync(Filter, PageSize, Payloads.Omitted, before: first, cancellationToken: cancellationToken);
            return below.Next is { } next ? next - 1 : null;
        }

        var top = Page?.Items is [var newest, ..] ? newest.Sequence : (Cursor ?? 1) - 1;
        var above = await events.SequencesAfterAsync(Filter, top, PageSize + 1, cancellationToken);
        return above.Count > PageSize ? above[PageSize - 1] + 1 : null;
    }

    // Reading and applying take turns: news that came while the list was read must be counted after it, not before.
    private async Task InTurnAsync(Func<Task> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = _turn;
        _turn = done.Task;
        await before;
        try
        {
            await work();
        }
        finally
        {
            done.SetResult();
        }
    }

    private async Task ReadNowAsync(EventFilter filter, long? cursor, bool oldestFirst, CancellationToken cancellationToken)
    {
        // Asked before the list is read, so that an event between the two is counted as new or listed, never lost.
        var last = await events.LastSequenceAsync(cancellationToken);
        var page = oldestFirst
            ? await events.ListOldestFirstAsync(filter, PageSize, Payloads.Omitted, cursor, cancellationToken)
            : await events.ListAsync(filter, PageSize, Payloads.Omitted, cursor, cancellationToken: cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();

        // A whole first page is the total; another page of the same list keeps the one that is known.
        Total = cursor is null && page.Next is null ? new EventTotal(page.Items.Count, IsExact: true)
            : filter == Filter && cursor is not null ? Total
            : null;
        (Filter, Cursor, OldestFirst, Page, NewEvents) = (filter, cursor, oldestFirst, page, 0);
        var shown = page.Items.Count == 0 ? 0 : Math.Max(page.Items[0].Sequence, page.Items[^1].Sequence);
        _seenTo = Math.Max(last, shown);
        IsLogEmpty = _seenTo == 0;
    }

    private async Task CountNewAsync(FeedDelta delta, CancellationToken cancellationToken)
    {
        if (!delta.Gap && !Filter.NeedsDatabase)
        {
            NewEvents = Math.Min(MostNew, NewEvents + delta.Events.Count(x => x.Sequence > _seenTo && Filter.Matches(x)));
            _seenTo = Math.Max(_seenTo, delta.Events[^1].Sequence);
            return;
        }

        // The feed has no bodies to search and no states, and after a gap not even the events.
        var last = await events.LastSequenceAsync(cancellationToken);
        var found = await events.SequencesAfterAsync(Filter, _seenTo, MostNew - NewEvents, cancellationToken);
        NewEvents += found.Count;
        _seenTo = Math.Max(last, found.Count > 0 ? found[^1] : 0);
    }

    private bool CountDeliveries(IReadOnlyList<Redelivery> redeliveries)
    {
        var counts = new Dictionary<long, int>();
        foreach (var (sequence, count) in redeliveries)
            counts[sequence] = count;
        if (counts.Count == 0 || !Page!.Items.Any(x => counts.ContainsKey(x.Sequence)))
            return false;
        Page = Page with { Items = [.. Page.Items.Select(x => counts.TryGetValue(x.Sequence, out var count) ? x with { DeliveryCount = count } : x)] };
        return true;
    }
}
