using PenneoDashboard.Events;
using PenneoDashboard.Events.Funnel;
using PenneoDashboard.Events.States;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Findings;

namespace PenneoDashboard.Overview;

/// <summary>What the page shows of the log, read in one go.</summary>
public sealed record EventsPart
{
    /// <summary>The UTC day at the time of reading.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>How many UTC days the chart shows, today included.</summary>
    public required int Days { get; init; }

    /// <summary>Of the last <see cref="Days"/> UTC days.</summary>
    public required IReadOnlyList<DayCount> Counts { get; init; }

    /// <summary>Events of the last hour by the minute they arrived, the oldest minute first.</summary>
    public required IReadOnlyList<long> Rate { get; init; }

    /// <summary>Of the signers asked in the last <see cref="Days"/> UTC days.</summary>
    public required IReadOnlyList<FunnelStep> Funnel { get; init; }

    /// <summary>In the order of a casefile's life.</summary>
    public required IReadOnlyList<StatusCount> Statuses { get; init; }

    /// <summary>How casefiles are doing; it follows the log by a moment.</summary>
    public required IReadOnlyList<CasefileStateTotal> States { get; init; }

    public required StatusKey ShownStatus { get; init; }

    /// <summary>The newest of <see cref="ShownStatus"/>.</summary>
    public required IReadOnlyList<CasefileSummary> Casefiles { get; init; }

    public required IReadOnlyList<TroubledCasefile> Troubled { get; init; }

    public required IReadOnlyList<UndeliverableSigner> Undeliverable { get; init; }

    public required IReadOnlyList<EventItem> Newest { get; init; }

    /// <summary>True when more casefiles are in trouble than are listed.</summary>
    public bool HasMoreTrouble => Troubled.Count >= OverviewReader.MostTroubled || Undeliverable.Count >= OverviewReader.MostTroubled;

    /// <summary>True while nothing but confirmations ever came.</summary>
    public bool IsEmpty => Newest.Count == 0;

    public long CountToday => KindsToday.Sum(x => x.Count);

    public IEnumerable<DayCount> KindsToday => Counts.Where(x => x.Day == Today).OrderByDescending(x => x.Count).ThenBy(x => x.EventType, StringComparer.Ordinal);

    public long Unrecognized => Counts.Where(x => !x.Recognized && x.Day <= Today && StartOf(x.Day) >= Since).Sum(x => x.Count);

    /// <summary>The beginning of the period in which something needs attention.</summary>
    public DateTimeOffset Since => StartOf(Today.AddDays(1 - OverviewReader.Days));

    /// <summary>One entry a day, today last.</summary>
    public IReadOnlyList<DayActivity> Activity
    {
        get
        {
            var byDay = Counts.ToLookup(x => x.Day);
            return [.. Enumerable.Range(0, Days).Select(x => Today.AddDays(1 - Days + x)).Select(x => DayActivity.Of(x, byDay[x]))];
        }
    }

    /// <summary>Casefiles that wait for someone whom mail reaches, as far as is known.</summary>
    public int InProgress => CasefilesIn(CasefileState.InProgress);

    public int Blocked => CasefilesIn(CasefileState.Blocked);

    /// <summary>Casefiles that have not moved for longer than the rules allow.</summary>
    public int Stalled => States.Sum(x => x.Stalled);

    private int CasefilesIn(CasefileState state) => States.FirstOrDefault(x => x.State == state)?.Count ?? 0;

    public long CountedToday(string topic, string eventType) => KindsToday.FirstOrDefault(x => x.Topic == topic && x.EventType == eventType)?.Count ?? 0;

    /// <summary>Midnight of a UTC day.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}

/// <summary>What the page shows of the subscriptions.</summary>
/// <param name="Findings">What should be otherwise about them.</param>
/// <param name="ReadAt">UTC.</param>
public sealed record SubscriptionsPart(IReadOnlyList<SubscriptionView> All, IReadOnlyList<Finding> Findings, DateTimeOffset ReadAt);

/// <summary>A UTC day's events by what they mean.</summary>
/// <param name="Done">Someone signed, or a casefile or signer was finished.</param>
/// <param name="Trouble">Rejected, failed, undeliverable and the like, and what was not recognized.</param>
public sealed record DayActivity(DateOnly Day, long Done, long Trouble, long Other)
{
    public long Total => Done + Trouble + Other;

    public static DayActivity Of(DateOnly day, IEnumerable<DayCount> counts)
    {
        var byTone = counts.ToLookup(x => x.Recognized ? PenneoVocabulary.Describe(x.Topic, x.EventType).Tone : EventTone.Danger, x => x.Count);
        var (done, trouble) = (byTone[EventTone.Success].Sum(), byTone[EventTone.Danger].Sum());
        return new DayActivity(day, done, trouble, byTone.Sum(x => x.Sum()) - done - trouble);
    }
}
