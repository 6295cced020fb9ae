using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;
using PenneoDashboard.Events.Masking;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Events;

/// <summary>A value that a filter could take.</summary>
/// <param name="Text">What helps to recognize it: a title, a name; null where nothing is known.</param>
/// <param name="Count">Its events.</param>
public sealed record Suggestion(long Id, string? Text, long Count);

/// <summary>Events of one kind, of all time; an empty text where the message named none.</summary>
public sealed record KindCount(string Topic, string EventType, long Count);

/// <summary>What the log has for the filters to choose from. Counters and keys only: nothing is scanned.</summary>
/// <param name="mask">Of whoever reads; null for the app itself.</param>
public sealed class FilterSuggestions(IDbContextFactory<DashboardDb> contexts, ReaderMask? mask = null)
{
    public Task<IReadOnlyList<KindCount>> KindsAsync(CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyList<KindCount>>(
            async db => await db.Set<EventCount>().GroupBy(x => new { x.Topic, x.EventType }).Select(x => new KindCount(x.Key.Topic, x.Key.EventType, x.Sum(c => c.Count))).ToListAsync(cancellationToken),
            cancellationToken);

    /// <summary>Deliveries by our id of the subscription.</summary>
    public Task<Dictionary<long, long>> SubscriptionsAsync(CancellationToken cancellationToken = default) =>
        contexts.ReadAsync(db => db.Set<SubscriptionActivity>().ToDictionaryAsync(x => x.SubscriptionId, x => (long)x.Deliveries, cancellationToken), cancellationToken);

    /// <summary>Casefiles whose number begins like this; those with the newest activity for null.</summary>
    public Task<IReadOnlyList<Suggestion>> CasefilesAsync(long? begin, int limit, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyList<Suggestion>>(
            async db =>
            {
                var casefiles = db.Set<CasefileRow>();
                if (begin is not { } number)
                    return [.. (await Of(casefiles.OrderByDescending(x => x.LastSequence).Take(limit)).ToListAsync(cancellationToken)).Select(x => x.For(mask))];
                var found = new List<Suggestion>();
                foreach (var (first, last) in NumbersThatBegin(number))
                {
                    if (found.Count < limit)
                        found.AddRange(await Of(casefiles.Where(x => x.CasefileId >= first && x.CasefileId <= last).OrderBy(x => x.CasefileId).Take(limit - found.Count)).ToListAsync(cancellationToken));
                }

                return [.. found.Select(x => x.For(mask))];
            },
            cancellationToken);

    /// <summary>Signers whose number begins like this, of one casefile or of any; for null those of the casefile.</summary>
    public Task<IReadOnlyList<Suggestion>> SignersAsync(long? begin, long? casefile, int limit, CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyList<Suggestion>>(
            async db =>
            {
                var signers = db.Set<SignerRow>();
                if (casefile is not null)
                {
                    var all = await signers.Where(x => x.CasefileId == casefile).OrderBy(x => x.SignerId).ToListAsync(cancellationToken);
                    var ranges = begin is { } wanted ? NumbersThatBegin(wanted).ToList() : [(long.MinValue, long.MaxValue)];
                    return [.. all.Where(x => ranges.Exists(r => x.SignerId >= r.First && x.SignerId <= r.Last)).Take(limit).Select(x => new Suggestion(x.SignerId, x.Name, x.EventCount).For(mask))];
                }

                return begin is { } number ? await AnySignersAsync(db, number, limit, cancellationToken) : [];
            },
            cancellationToken);

    private static IQueryable<Suggestion> Of(IQueryable<CasefileRow> rows) => rows.Select(x => new Suggestion(x.CasefileId, x.Title, x.EventCount));

    // From one signer to the next over the index of their events, since signers are kept by casefile.
    private static async Task<List<Suggestion>> AnySignersAsync(DashboardDb db, long begin, int limit, CancellationToken cancellationToken)
    {
        var (events, found) = (db.Set<StoredEvent>(), new List<Suggestion>());
        foreach (var (first, last) in NumbersThatBegin(begin))
        {
            var from = first;
            while (found.Count < limit && await events.Where(x => x.SignerId >= from && x.SignerId <= last).MinAsync(x => x.SignerId, cancellationToken) is { } signer)
            {
                found.Add(new Suggestion(signer, null, await events.LongCountAsync(x => x.SignerId == signer, cancellationToken)));
                if (signer == last)
                    break;
                from = signer + 1;
            }
        }

        return found;
    }

    // 53 begins 53, 530 to 539, 5300 to 5399, and so on.
    private static IEnumerable<(long First, long Last)> NumbersThatBegin(long number)
    {
        var (first, last) = ((Int128)number, (Int128)number);
        do
        {
            yield return ((long)first, (long)Int128.Min(last, long.MaxValue));
            (first, last) = (first * 10, (last * 10) + 9);
        }
        while (number > 0 && first <= long.MaxValue);
    }
}
