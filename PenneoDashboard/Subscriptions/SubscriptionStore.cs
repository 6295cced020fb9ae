using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using PenneoDashboard.Subscriptions.Health;
using PenneoDashboard.Subscriptions.Keys;

namespace PenneoDashboard.Subscriptions;

/// <summary>Our subscriptions in the database; each method is one read or one transaction.</summary>
public sealed class SubscriptionStore(
    IDbContextFactory<DashboardDb> contexts, PublicAddress address, SubscriptionSecrets secrets, RetiredKeys retired, SubscriptionChanges changes, HealthBook health)
{
    /// <summary>All that are not deleted, oldest first.</summary>
    public async Task<IReadOnlyList<SubscriptionView>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (from s in db.Set<Subscription>()
                          where s.DeletedAt == null
                          join a in db.Set<SubscriptionActivity>() on s.Id equals a.SubscriptionId into activities
                          from a in activities.DefaultIfEmpty()
                          orderby s.Id
                          select new { Subscription = s, Activity = a }).AsNoTracking().ToListAsync(cancellationToken);
        return [.. rows.Select(x => ToView(x.Subscription, x.Activity))];
    }

    /// <summary>One that is not deleted; null when there is none.</summary>
    public async Task<SubscriptionView?> FindAsync(long id, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Set<Subscription>().AsNoTracking().SingleOrDefaultAsync(x => x.Id == id && x.DeletedAt == null, cancellationToken);
        if (row is null)
            return null;
        var activity = await db.Set<SubscriptionActivity>().AsNoTracking().SingleOrDefaultAsync(x => x.SubscriptionId == id, cancellationToken);
        return ToView(row, activity);
    }

    internal async Task<Subscription?> RowAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Subscription>().AsNoTracking().SingleOrDefaultAsync(x => x.Id == id && x.DeletedAt == null, cancellationToken);
    }

    internal async Task<string?> TokenAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<SubscriptionActivity>().Where(x => x.SubscriptionId == id).Select(x => x.ConfirmationToken).SingleOrDefaultAsync(cancellationToken);
    }

    internal async Task<IReadOnlyList<long>> AwaitingConfirmationAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (from s in db.Set<Subscription>()
                      join a in db.Set<SubscriptionActivity>() on s.Id equals a.SubscriptionId
                      where s.DeletedAt == null && s.State == SubscriptionState.PendingConfirmation && s.AutoConfirm
                            && s.PenneoId != null && a.ConfirmationToken != null && a.ConfirmationToken != s.RefusedToken
                      select s.Id).ToListAsync(cancellationToken);
    }

    internal async Task<Subscription> AddAsync(Subscription row, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        changes.Notify();
        return row;
    }

    /// <summary>Changes one if it is still there. Not cancellable: it writes down what has happened already.</summary>
    internal async Task ChangeAsync(long id, Action<Subscription> change)
    {
        await using var db = await contexts.CreateDbContextAsync();
        if (await db.Set<Subscription>().SingleOrDefaultAsync(x => x.Id == id) is not { } row)
            return;
        change(row);
        await db.SaveChangesAsync();
        changes.Notify();
    }

    internal async Task RemoveAsync(long id)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await db.Set<Subscription>().Where(x => x.Id == id).ExecuteDeleteAsync();
        changes.Notify();
    }

    /// <summary>At the start no create call is under way, so what has no id of Penneo's yet was interrupted.</summary>
    internal async Task FailInterruptedAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Set<Subscription>()
            .Where(x => x.DeletedAt == null && x.PenneoId == null && x.State == SubscriptionState.PendingConfirmation)
            .ExecuteUpdateAsync(
                row => row.SetProperty(x => x.State, SubscriptionState.Failed)
                    .SetProperty(x => x.Problem, Later("Creating was interrupted: the app stopped before Penneo answered.")),
                cancellationToken);
    }

    private SubscriptionView ToView(Subscription row, SubscriptionActivity? activity)
    {
        var view = Facts(row, activity);
        return view with { Health = health.Of(view) };
    }

    private SubscriptionView Facts(Subscription row, SubscriptionActivity? activity) => new()
    {
        Id = row.Id,
        Generation = row.Generation,
        PenneoId = row.PenneoId,
        Topic = row.Topic,
        EventTypes = row.EventTypes,
        Endpoint = row.Endpoint,
        State = row.State,
        ReceiveUrl = row.ReceiveKey is { } key ? address.ReceiveUrl(key) : null,
        RetiredKeys = retired.Of(row.Id),
        HasSecret = secrets.Of(row.Id).Count > 0,
        AutoConfirm = row.AutoConfirm,
        CreatedAt = row.CreatedAt,
        ConfirmedAt = row.ConfirmedAt,
        TestedAt = row.TestedAt,
        FirstEventAt = activity?.FirstEventAt,
        LastEventAt = activity?.LastEventAt,
        LastTestAt = activity?.LastTestAt,
        Deliveries = activity?.Deliveries ?? 0,
        ConfirmationReceivedAt = activity?.ConfirmationReceivedAt,
        ConfirmationToken = activity?.ConfirmationToken,
        Problem = row.Problem is null ? null : new SubscriptionProblem(row.Problem, row.ProblemStatus, row.ProblemRequestId, row.ProblemTraceId),
    };
}
