using Microsoft.Extensions.Options;
using PenneoDashboard.Events;
using PenneoDashboard.Events.Funnel;
using PenneoDashboard.Events.States;
using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Findings;

namespace PenneoDashboard.Overview;

/// <summary>Reads what the page shows: counters and a few newest rows, each by its key.</summary>
public sealed class OverviewReader(
    OverviewQueries overview, EventQueries events, EventRate rate, FunnelQueries funnel, CasefileStateQueries states, SubscriptionStore subscriptions, FindingsReader findings, IOptions<PenneoOptions> penneo, TimeProvider time)
{
    /// <summary>UTC days that the page looks back, today included.</summary>
    public const int Days = 14;

    /// <summary>UTC days of the chart and the funnel where someone wants to look back further.</summary>
    public const int ManyDays = 90;

    /// <summary>Casefiles in trouble that are read; more than anyone works through from an overview.</summary>
    public const int MostTroubled = 30;

    private const int NewestEvents = 8;
    private const int NewestCasefiles = 8;

    /// <summary>True when Penneo is the one in this process, so there are scenarios to play.</summary>
    public bool HasSimulator => penneo.Value.Environment == PenneoEnvironment.Simulator;

    /// <param name="wanted">The status whose casefiles to list; null for those that wait for signatures, if any.</param>
    /// <param name="days">UTC days of the chart and the funnel.</param>
    public async Task<EventsPart> EventsAsync(StatusKey? wanted, int days, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var first = today.AddDays(1 - Days);
        var since = EventsPart.StartOf(first);
        var statuses = (await overview.CasefilesByStatusAsync(cancellationToken)).Select(x => new StatusCount(new StatusKey(x.Status), x.Count)).ToList();
        var shown = wanted ?? StatusCount.Usual(statuses);
        return new EventsPart
        {
            Today = today,
            Days = days,
            Counts = await overview.CountsAsync(today.AddDays(1 - days), cancellationToken),
            Rate = rate.LastHour(),
            States = await states.TotalsAsync(cancellationToken),
            Funnel = await funnel.ReadAsync(today.AddDays(1 - days), cancellationToken),
            Statuses = [.. statuses.OrderBy(x => x.Status.Order)],
            ShownStatus = shown,
            Casefiles = await overview.CasefilesWithStatusAsync(shown.Number, NewestCasefiles, cancellationToken),
            Troubled = await overview.TroubledCasefilesAsync(since, MostTroubled, cancellationToken),
            Undeliverable = await overview.UndeliverableSignersAsync(since, MostTroubled, cancellationToken),
            Newest = (await events.ListAsync(EventFilter.All, NewestEvents, cancellationToken: cancellationToken)).Items,
        };
    }

    public async Task<SubscriptionsPart> SubscriptionsAsync(CancellationToken cancellationToken)
    {
        var all = await subscriptions.ListAsync(cancellationToken);
        return new(all, findings.Of(all), time.GetUtcNow());
    }
}
