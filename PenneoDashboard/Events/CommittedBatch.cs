namespace PenneoDashboard.Events;

/// <summary>An event that was delivered again, and how often it has been by now.</summary>
public sealed record Redelivery(long Sequence, int DeliveryCount);

/// <summary>A legacy confirmation message that is now stored; its token is read from <see cref="SubscriptionActivity"/>.</summary>
public sealed record ConfirmationReceived(long SubscriptionId);

/// <summary>A casefile as it stands after a commit that touched it.</summary>
/// <param name="Signers">All of them, whether touched or not.</param>
public sealed record CasefileChange(CasefileSummary Casefile, IReadOnlyList<SignerSummary> Signers);

/// <summary>What one transaction made durable, told after its commit, in commit order.</summary>
/// <param name="Events">New events, ascending by sequence.</param>
/// <param name="Casefiles">Those that <paramref name="Events"/> belong to, so that a view need not read them again.</param>
/// <param name="SubscriptionIds">Our ids of the subscriptions through which anything came.</param>
public sealed record CommittedBatch(
    IReadOnlyList<EventItem> Events,
    IReadOnlyList<CasefileChange> Casefiles,
    IReadOnlyList<Redelivery> Redeliveries,
    IReadOnlyList<ConfirmationReceived> Confirmations,
    IReadOnlyCollection<long> SubscriptionIds)
{
    /// <summary>The id of the batch's first delivery; the others follow in their order.</summary>
    public long FirstDeliveryId { get; init; }
}

/// <summary>
/// Hears of every commit on the writer's own thread, so an implementation must only hand the batch over: no waiting,
/// no I/O, no exceptions.
/// </summary>
public interface ICommitListener
{
    void OnCommitted(CommittedBatch batch);
}
