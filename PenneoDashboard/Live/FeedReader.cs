using System.Runtime.CompilerServices;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Masking;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Live;

/// <summary>What came since the last read.</summary>
/// <param name="Events">Ascending by sequence.</param>
/// <param name="Casefiles">As they stand after the last of <paramref name="Events"/>, by id.</param>
/// <param name="Gap">True when the reader was too slow and events were let go: read the database after the last known sequence.</param>
public sealed record FeedDelta(
    IReadOnlyList<EventItem> Events, IReadOnlyDictionary<long, CasefileChange> Casefiles, IReadOnlyList<Redelivery> Redeliveries, bool Gap);

/// <summary>One watcher's bounded buffer: a slow watcher loses its buffer, never the writer's time.</summary>
public sealed class FeedReader : IDisposable
{
    private const int Capacity = 2000;

    // Payloads may be as large as bodies, so a number of events alone bounds nothing.
    private const long MostCharacters = 16 * 1024 * 1024;

    // Many may be masked, and all of them are told the same events.
    private static readonly ConditionalWeakTable<EventItem, EventItem> Masked = [];

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly EventFeed _feed;
    private readonly ReaderMask _mask;
    private List<EventItem> _events = [];
    private Dictionary<long, CasefileChange> _casefiles = [];
    private List<Redelivery> _redeliveries = [];
    private long _characters;
    private bool _gap;

    internal FeedReader(EventFeed feed, ReaderMask mask) => (_feed, _mask) = (feed, mask);

    /// <summary>How many readers watch the same feed, this one included.</summary>
    public int Watchers => Math.Max(1, _feed.Readers);

    internal LiveTurns Turns => _feed.Turns;

    /// <summary>Waits until there is something, then takes all of it.</summary>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public async Task<FeedDelta> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _signal.WaitAsync(cancellationToken);
            FeedDelta delta;
            lock (_gate)
            {
                if (_events.Count == 0 && _redeliveries.Count == 0 && !_gap)
                    continue;
                delta = new FeedDelta(_events, _casefiles, _redeliveries, _gap);
                (_events, _casefiles, _redeliveries, _characters, _gap) = ([], [], [], 0, false);
            }

            // Out of the lock, which the writer waits for.
            return _mask.IsOn ? Mask(delta) : delta;
        }
    }

    public void Dispose() => _feed.Remove(this);

    private FeedDelta Mask(FeedDelta delta) => delta with
    {
        Events = [.. delta.Events.Select(x => Masked.GetValue(x, item => item.For(_mask)))],
        Casefiles = delta.Casefiles.ToDictionary(x => x.Key, x => x.Value.For(_mask)),
    };

    /// <param name="characters">Of all payloads in the batch.</param>
    internal void Offer(CommittedBatch batch, long characters)
    {
        if (batch.Events.Count == 0 && batch.Redeliveries.Count == 0)
            return;
        lock (_gate)
        {
            _characters += characters;
            if (_gap || _characters > MostCharacters
                || _events.Count + batch.Events.Count + _redeliveries.Count + batch.Redeliveries.Count > Capacity)
            {
                _gap = true;
                _events.Clear();
                _casefiles.Clear();
                _redeliveries.Clear();
            }
            else
            {
                _events.AddRange(batch.Events);
                foreach (var casefile in batch.Casefiles)
                    _casefiles[casefile.Casefile.Id] = casefile;
                _redeliveries.AddRange(batch.Redeliveries);
            }

            if (_signal.CurrentCount == 0)
                _signal.Release();
        }
    }
}
