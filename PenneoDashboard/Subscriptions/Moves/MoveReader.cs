using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>Reads moves as they are shown, and brings their comparison up to date by that.</summary>
public sealed class MoveReader(MoveStore moves, MoveService service, MoveComparer comparer, SubscriptionStore subscriptions, SubscriptionSecrets secrets, TimeProvider time)
{
    /// <summary>All, newest first, without comparing anything.</summary>
    public async Task<IReadOnlyList<MoveView>> ListAsync(CancellationToken cancellationToken = default)
    {
        var rows = await subscriptions.ListAsync(cancellationToken);
        return [.. (await moves.ListAsync(cancellationToken)).Select(x => ToView(x, rows, null, false))];
    }

    /// <summary>One with its comparison; null when there is none.</summary>
    public async Task<MoveView?> FindAsync(long id, CancellationToken cancellationToken = default)
    {
        if (await moves.FindAsync(id, cancellationToken) is not { } move)
            return null;
        var rows = await subscriptions.ListAsync(cancellationToken);

        // Penneo's answer to the creation may have come another way, for example with its list.
        if (move.Step == MoveStep.Create && rows.Any(x => x.Id == move.CurrentId && x.PenneoId is not null))
            await service.SettleAsync(id, cancellationToken);
        var comparison = await comparer.ReadAsync(id, rows, cancellationToken);
        return await moves.FindAsync(id, cancellationToken) is { } now ? ToView(now, rows, comparison, withVerdict: true) : null;
    }

    /// <summary>What came through one side only, newest first.</summary>
    /// <param name="before">Those with a smaller sequence.</param>
    public async Task<IReadOnlyList<OneSided>> DifferencesAsync(long id, Side? side, long? before, int limit, CancellationToken cancellationToken = default) =>
        await moves.FindAsync(id, cancellationToken) is { } move
            ? await comparer.DifferencesAsync(move, await subscriptions.ListAsync(cancellationToken), side, before, limit, cancellationToken)
            : [];

    private MoveView ToView(Move move, IReadOnlyList<SubscriptionView> rows, MoveComparison? comparison, bool withVerdict)
    {
        var current = rows.FirstOrDefault(x => x.Id == move.CurrentId);
        return new MoveView
        {
            Id = move.Id,

            // Someone deleted it on the page of subscriptions: then it has to be made again.
            Step = move.Step == MoveStep.SideBySide && current is null ? MoveStep.Create : move.Step,
            PointsHere = move.PointsHere,
            LegacyEndpoint = move.LegacyEndpoint,
            Legacy = [.. move.Legacy.Select(x => new LegacyOfMove(x.SubscriptionId, x.PenneoId, x.Topic, x.Endpoint, rows.FirstOrDefault(row => row.Id == x.SubscriptionId)?.State, x.Outcome))],
            EventTypes = move.Step >= MoveStep.SideBySide && current?.EventTypes is { } types ? types : move.EventTypes,
            Endpoint = move.Endpoint,
            Current = current,
            HasSecretToShow = MoveService.CanShowSecret(move) && current is not null && secrets.Of(current.Id) is [{ IsReadable: true }, ..],
            BegunAt = move.BegunAt,
            SwitchedOffAt = move.SwitchedOffAt,
            FinishedAt = move.FinishedAt,
            Comparison = comparison,
            Verdict = withVerdict && move.Step == MoveStep.SideBySide && current is not null
                ? MoveVerdict.Of(move.PointsHere, current, Coverage.Of(move, rows), comparison, LegacyShutdown.DaysLeft(time.GetUtcNow()) < 0)
                : null,
        };
    }
}
