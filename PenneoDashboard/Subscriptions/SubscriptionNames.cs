using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Subscriptions;

/// <summary>What a list of events calls a subscription.</summary>
/// <param name="Id">Our id.</param>
public sealed record SubscriptionName(long Id, Generation Generation, string? Topic, bool IsDeleted)
{
    /// <summary>For example "signer #2", or "signer #2 (deleted)".</summary>
    public string Label => IsDeleted ? Say($"{About} #{Id} (deleted)") : $"{About} #{Id.ToString(CultureInfo.InvariantCulture)}";

    private string About => Topic is { } topic ? EventTypeNames.Topic(topic) : Generation == Generation.Legacy ? Say("Legacy").ToLower(CultureInfo.CurrentCulture) : Say("Current").ToLower(CultureInfo.CurrentCulture);
}

/// <summary>Names subscriptions, deleted ones too: events outlive the subscription they came through.</summary>
public sealed class SubscriptionNames(IDbContextFactory<DashboardDb> contexts)
{
    /// <summary>All there ever were, by our id.</summary>
    public Task<IReadOnlyDictionary<long, SubscriptionName>> AllAsync(CancellationToken cancellationToken = default) =>
        contexts.ReadAsync<IReadOnlyDictionary<long, SubscriptionName>>(
            async db => await db.Set<Subscription>().OrderBy(x => x.Id)
                .Select(x => new SubscriptionName(x.Id, x.Generation, x.Topic, x.DeletedAt != null))
                .ToDictionaryAsync(x => x.Id, cancellationToken),
            cancellationToken);
}
