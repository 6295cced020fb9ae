using System.Collections.Concurrent;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Masking;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Timeline;

/// <summary>
/// Casefiles just read by one open timeline, for the others: when an older casefile stirs, all of them lack it at the same
/// moment, and one read does for all.
/// </summary>
public sealed class SharedCasefiles(CasefileQueries casefiles) : IDisposable
{
    /// <summary>Casefiles kept; with their events some 10 MB at most.</summary>
    internal const int Most = 300;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly ConcurrentDictionary<long, CasefileDetail> _known = new();

    /// <summary>How often the database was asked.</summary>
    internal int Reads { get; private set; }

    /// <summary>Those casefiles with the events that a timeline shows, at least as new as <paramref name="wanted"/> says.</summary>
    /// <param name="mask">Of this one reader; what is kept for all is not masked.</param>
    public async Task<IReadOnlyList<CasefileDetail>> GetAsync(IReadOnlyList<CasefileSummary> wanted, EventFilter filter, ReaderMask mask, CancellationToken cancellationToken)
    {
        var all = await GetAsync(wanted, filter.For(mask), cancellationToken);
        return mask.IsOn ? [.. all.Select(x => x.For(mask))] : all;
    }

    public void Dispose() => _gate.Dispose();

    private async Task<IReadOnlyList<CasefileDetail>> GetAsync(IReadOnlyList<CasefileSummary> wanted, EventFilter filter, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
            return [];

        // What else a filter lets through differs from reader to reader.
        if (!filter.IsEmpty)
            return await ReadAsync(wanted, filter, cancellationToken);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var missing = wanted.Where(x => !_known.TryGetValue(x.Id, out var known) || known.Casefile.LastSequence < x.LastSequence).ToList();
            var read = missing.Count == 0 ? [] : await ReadAsync(missing, filter, cancellationToken);
            var missed = missing.Select(x => x.Id).ToHashSet();
            CasefileDetail[] all = [.. read, .. wanted.Where(x => !missed.Contains(x.Id)).Select(x => _known[x.Id])];
            foreach (var detail in read)
                _known[detail.Casefile.Id] = detail;
            if (_known.Count > Most)
            {
                foreach (var old in _known.Values.OrderBy(x => x.Casefile.LastSequence).Take(_known.Count - (Most / 2)).ToList())
                    _known.TryRemove(old.Casefile.Id, out _);
            }

            return all;
        }
        finally
        {
            _gate.Release();
        }
    }

    private Task<IReadOnlyList<CasefileDetail>> ReadAsync(IReadOnlyList<CasefileSummary> wanted, EventFilter filter, CancellationToken cancellationToken)
    {
        Reads++;
        return casefiles.WithEventsAsync([.. wanted.Select(x => x.Id)], filter, TimelineGroup.MostEvents, Payloads.Omitted, cancellationToken);
    }
}
