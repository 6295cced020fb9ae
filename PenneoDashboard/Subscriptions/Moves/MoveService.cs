using System.Text;
using PenneoDashboard.Audit;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>
/// Takes moves from step to step; each can be left and gone on with later. Methods throw <see cref="PenneoException"/> when
/// Penneo's API fails, and <see cref="SubscriptionException"/> when the request makes no sense.
/// </summary>
public sealed class MoveService(
    MoveStore moves, MovePlanner planner, MoveComparer comparer, MoveLocks locks, SubscriptionService service, SubscriptionStore subscriptions,
    SubscriptionSecrets secrets, PenneoSync sync, AuditLog audit, TimeProvider time)
{
    /// <summary>Begins the move of those that point to an endpoint, or goes on with the one that was begun.</summary>
    /// <param name="endpoint">Null for this dashboard.</param>
    /// <returns>The move's id.</returns>
    public async Task<long> BeginAsync(string? endpoint, CancellationToken cancellationToken = default)
    {
        using var held = await locks.TakeBeginningAsync(cancellationToken);
        var plan = await planner.ReadAsync(cancellationToken);
        if (plan.Groups.FirstOrDefault(x => x.Endpoint == endpoint) is not { } group)
        {
            return (await moves.ListAsync(cancellationToken)).FirstOrDefault(x => x.Step != MoveStep.Finished && x.LegacyEndpoint == endpoint)?.Id
                ?? throw new SubscriptionException(endpoint is null ? Say("No legacy subscription points to this dashboard.") : Say($"No legacy subscription points to {endpoint}."));
        }

        var move = new Move
        {
            LegacyEndpoint = group.Endpoint,
            Endpoint = group.NewEndpoint,
            EventTypes = [.. group.EventTypes],
            Legacy = [.. group.Legacy.Select(x => new MovedLegacy { PenneoId = x.PenneoId, SubscriptionId = x.SubscriptionId, Topic = x.Topic, Endpoint = x.Endpoint })],
            BegunAt = time.GetUtcNow(),
        };
        await moves.AddAsync(move, cancellationToken);
        await audit.RecordAsync(AuditActions.MoveStarted, Subject(move.Id), after: Facts(move));
        return move.Id;
    }

    /// <summary>Changes what the current subscription shall be, while it is not made.</summary>
    /// <param name="eventTypes">Null to leave them.</param>
    /// <param name="endpoint">See <see cref="NewSubscription.Endpoint"/>; null to leave it, empty for a receive URL of this dashboard.</param>
    /// <param name="isReady">True to go on to creating it, false to go back to the plan, null to stay.</param>
    public async Task ChangeAsync(
        long id, IReadOnlyList<string>? eventTypes = null, string? endpoint = null, bool? isReady = null, CancellationToken cancellationToken = default)
    {
        using var held = await locks.TakeAsync(id, cancellationToken);
        var move = await FindAsync(id, cancellationToken);
        if (await CurrentOfAsync(move, cancellationToken) is not null || move.Step > MoveStep.SideBySide)
            throw new SubscriptionException(Later("The current subscription of this move is made. Change it on Subscriptions."));
        var wanted = string.IsNullOrWhiteSpace(endpoint) ? endpoint is null ? move.Endpoint : null : endpoint.Trim();
        Check(move, eventTypes ?? move.EventTypes, wanted);
        await moves.ChangeAsync(id, x =>
        {
            x.EventTypes = [.. (eventTypes ?? x.EventTypes).Distinct()];
            x.Endpoint = wanted;
            x.Step = isReady switch { true => MoveStep.Create, false => MoveStep.Plan, null => x.Step == MoveStep.Plan ? MoveStep.Plan : MoveStep.Create };
        });
        await audit.RecordAsync(AuditActions.MoveChanged, Subject(id), Facts(move), Facts(await FindAsync(id, CancellationToken.None)));
    }

    /// <summary>Makes the current subscription, or finds out whether an earlier attempt has made it. Once begun it is finished.</summary>
    public async Task CreateAsync(long id, CancellationToken cancellationToken = default)
    {
        using var held = await locks.TakeAsync(id, cancellationToken);
        var move = await FindAsync(id, cancellationToken);
        var current = await CurrentOfAsync(move, cancellationToken);
        if (move.Step > MoveStep.SideBySide || (move.Step == MoveStep.SideBySide && current is not null))
            throw new SubscriptionException(Later("The current subscription of this move is made already."));
        if (current is { PenneoId: null })
            await service.RetryCreateAsync(current.Id, CancellationToken.None);
        else if (current is null)
            await CreateAsync(move);
        await StartAsync(id);
        await audit.RecordAsync(AuditActions.MoveCreated, Subject(id), Facts(move), Facts(await FindAsync(id, CancellationToken.None)));
    }

    /// <summary>Forgets what was compared, and compares what happens from now on.</summary>
    public async Task CompareAnewAsync(long id, CancellationToken cancellationToken = default)
    {
        using var held = await locks.TakeAsync(id, cancellationToken);
        var move = await FindAsync(id, cancellationToken);
        if (move is not { Step: MoveStep.SideBySide, PointsHere: true } || await CurrentOfAsync(move, cancellationToken) is null)
            throw new SubscriptionException(Later("Nothing is being compared."));
        await comparer.StartAsync(id, CancellationToken.None);
        await audit.RecordAsync(AuditActions.MoveComparedAnew, Subject(id));
    }

    /// <summary>Deletes the current subscription, if there is one, and forgets the move; legacy goes on untouched.</summary>
    public async Task UndoAsync(long id, CancellationToken cancellationToken = default)
    {
        using var held = await locks.TakeAsync(id, cancellationToken);
        var move = await FindAsync(id, cancellationToken);
        if (move.Step >= MoveStep.SwitchOff)
            throw new SubscriptionException(Later("Switching legacy off has begun, so this move can't be undone any more."));
        if (await CurrentOfAsync(move, cancellationToken) is { } current)
            await service.DeleteAsync(current.Id, cancellationToken: cancellationToken);
        await moves.RemoveAsync(id);
        await audit.RecordAsync(AuditActions.MoveUndone, Subject(id), Facts(move));
    }

    /// <summary>The secret of the current subscription, for the other system; until it is said to be there.</summary>
    public async Task<string> SecretAsync(long id, CancellationToken cancellationToken = default)
    {
        var secret = await KnownSecretAsync(id, cancellationToken);
        await audit.RequireAsync(AuditActions.SecretViewed, Subject(id), cancellationToken: cancellationToken);
        return secret;
    }

    private async Task<string> KnownSecretAsync(long id, CancellationToken cancellationToken)
    {
        var move = await FindAsync(id, cancellationToken);
        return CanShowSecret(move) && move.CurrentId is { } current && secrets.Of(current) is [{ IsReadable: true } newest, ..]
            ? Encoding.UTF8.GetString(newest.Key)
            : throw new SubscriptionException(Later("There is no secret to show: it was taken already, Penneo did not tell it, or this dashboard needs it alone."));
    }

    /// <summary>Notes that the other system has the secret; it is not shown after that.</summary>
    public async Task SecretIsTakenAsync(long id, CancellationToken cancellationToken = default)
    {
        await KnownSecretAsync(id, cancellationToken);
        await moves.ChangeAsync(id, x => x.SecretTakenAt = time.GetUtcNow());
        await audit.RecordAsync(AuditActions.SecretTaken, Subject(id));
    }

    internal static string Subject(long id) => FormattableString.Invariant($"move {id}");

    internal static bool CanShowSecret(Move move) => move is { PointsHere: false, SecretTakenAt: null, Step: < MoveStep.Finished };

    /// <summary>Goes on to the comparison if the current subscription is there by now.</summary>
    internal async Task SettleAsync(long id, CancellationToken cancellationToken)
    {
        using var held = await locks.TakeAsync(id, cancellationToken);
        if (await moves.FindAsync(id, cancellationToken) is { Step: MoveStep.Create } move && await CurrentOfAsync(move, cancellationToken) is { PenneoId: not null })
            await StartAsync(id);
    }

    internal async Task<Move> FindAsync(long id, CancellationToken cancellationToken) =>
        await moves.FindAsync(id, cancellationToken) ?? throw new SubscriptionException(Say($"There is no move {id}.")) { IsUnknown = true };

    private static void Check(Move move, IReadOnlyList<string> eventTypes, string? endpoint)
    {
        var wanted = Wanted(eventTypes, endpoint);
        wanted.Check();
        if (move.PointsHere != wanted.ReceivesHere)
            throw new SubscriptionException(move.PointsHere ? Later("These events come to this dashboard: the endpoint must hold {key}, or be left out.") : Later("These events go to another system: give its URL."));
    }

    private static object Facts(Move x) => new
    {
        x.Step,
        LegacyEndpoint = SubscriptionFacts.Harmless(x.LegacyEndpoint),
        Endpoint = SubscriptionFacts.Harmless(x.Endpoint),
        x.EventTypes,
        Legacy = x.Legacy.Select(y => new { y.SubscriptionId, y.PenneoId, y.Outcome }),
        x.CurrentId,
    };

    private static NewSubscription Wanted(IReadOnlyList<string> eventTypes, string? endpoint) => new(Generation.Current, null, endpoint, EventTypes: eventTypes);

    private async Task CreateAsync(Move move)
    {
        Check(move, move.EventTypes, move.Endpoint);
        await AdoptAsync(move);
        try
        {
            await service.CreateAsync(
                Wanted(move.EventTypes, move.Endpoint), id => moves.ChangeAsync(move.Id, x => (x.CurrentId, x.SecretTakenAt, x.Step) = (id, null, MoveStep.Create)), CancellationToken.None);
        }
        catch (PenneoException e) when (e.NothingDone)
        {
            await moves.ChangeAsync(move.Id, x => x.CurrentId = null);
            throw;
        }
    }

    // Those that point here and are not ours are refused as unknown: both can only run once they are.
    private async Task AdoptAsync(Move move)
    {
        foreach (var one in move.Legacy.Where(x => move.PointsHere && x is { SubscriptionId: null, PenneoId: not null }))
        {
            var adopted = await sync.AdoptAsync(one.PenneoId!, CancellationToken.None);
            await moves.ChangeAsync(move.Id, x => x.Legacy.Single(y => y.PenneoId == one.PenneoId).SubscriptionId = adopted.Id);
        }
    }

    private Task StartAsync(long id) => comparer.StartAsync(id, CancellationToken.None);

    private async Task<SubscriptionView?> CurrentOfAsync(Move move, CancellationToken cancellationToken) =>
        move.CurrentId is { } current ? await subscriptions.FindAsync(current, cancellationToken) : null;
}
