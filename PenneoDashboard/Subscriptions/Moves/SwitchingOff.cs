using PenneoDashboard.Audit;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>The last step of a move, from which there is no way back.</summary>
public sealed class SwitchingOff(
    MoveStore moves, MoveReader reader, MoveService service, MoveLocks locks, SubscriptionService legacy, SubscriptionStore subscriptions, PenneoSync sync, AuditLog audit,
    TimeProvider time)
{
    /// <summary>
    /// Deletes the legacy subscriptions at Penneo one by one. One that is gone, or a legacy service that has ended, is as good
    /// as deleted. What fails is left, and can be tried again.
    /// </summary>
    /// <param name="anyway">True to do so although the comparison does not call it safe.</param>
    /// <exception cref="PenneoException">Not all were deleted.</exception>
    /// <exception cref="SubscriptionException">It is not the time for it, or not safe.</exception>
    public async Task RunAsync(long id, bool anyway, CancellationToken cancellationToken = default)
    {
        var view = await reader.FindAsync(id, cancellationToken);
        using var held = await locks.TakeAsync(id, cancellationToken);
        var move = await service.FindAsync(id, cancellationToken);
        if (move.Step == MoveStep.SideBySide)
        {
            await BeginAsync(move, view?.Verdict, anyway, cancellationToken);
            await audit.RecordAsync(AuditActions.MoveSwitchedOff, MoveService.Subject(id), after: new { anyway, verdict = view?.Verdict?.Reason });
        }
        else if (move.Step != MoveStep.SwitchOff)
        {
            throw new SubscriptionException(move.Step == MoveStep.Finished ? Later("This move is finished.") : Later("The current subscription has to be made first."));
        }

        PenneoException? failure = null;
        foreach (var one in move.Legacy.Where(x => x.Outcome == LegacyOutcome.Kept))
        {
            try
            {
                var outcome = await DeleteAsync(one);
                await moves.ChangeAsync(id, x => x.Legacy.Single(y => IsSame(y, one)).Outcome = outcome);
            }
            catch (PenneoException e)
            {
                // The others may work all the same.
                failure ??= e;
            }
        }

        if (failure is not null)
            throw failure;
        await moves.ChangeAsync(id, x => (x.Step, x.FinishedAt) = (MoveStep.Finished, time.GetUtcNow()));
    }

    private async Task BeginAsync(Move move, MoveVerdict? verdict, bool anyway, CancellationToken cancellationToken)
    {
        if (!anyway && verdict is not { IsSafe: true })
            throw new SubscriptionException($"{verdict?.Title ?? Say("Not yet")}: {verdict?.Text ?? Say("The current subscription is gone.")}");
        if (verdict?.Reason == VerdictReason.CurrentIsOff || verdict is null)
            throw new SubscriptionException(Say("Nothing would come at all:") + " " + (verdict?.Text ?? Say("The current subscription is gone.")));
        var active = (await subscriptions.ListAsync(cancellationToken)).Where(x => x.State == SubscriptionState.Active).Select(x => x.Id).ToHashSet();
        await moves.ChangeAsync(move.Id, x =>
        {
            (x.Step, x.SwitchedOffAt) = (MoveStep.SwitchOff, time.GetUtcNow());
            foreach (var one in x.Legacy)
                one.WasActive = one.SubscriptionId is { } subscription && active.Contains(subscription);
        });
    }

    // Once begun it is finished, whether or not the caller stays.
    private async Task<LegacyOutcome> DeleteAsync(MovedLegacy one)
    {
        var ours = (await subscriptions.ListAsync(CancellationToken.None)).FirstOrDefault(x => x.Id == one.SubscriptionId || (one.PenneoId is not null && x.PenneoId == one.PenneoId))?.Id;
        try
        {
            if (ours is { } id)
                await legacy.DeleteAsync(id, cancellationToken: CancellationToken.None);
            else if (one.SubscriptionId is not null || one.PenneoId is null)
                return LegacyOutcome.WasGone;
            else
                await sync.DeleteElsewhereAsync(one.PenneoId, CancellationToken.None);
            return LegacyOutcome.Deleted;
        }
        catch (SubscriptionException e) when (e.IsUnknown)
        {
            return LegacyOutcome.WasGone;
        }
    }

    private static bool IsSame(MovedLegacy one, MovedLegacy other) => one.PenneoId == other.PenneoId && one.SubscriptionId == other.SubscriptionId;
}
