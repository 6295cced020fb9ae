using PenneoDashboard.Audit;
using PenneoDashboard.Events;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Webhooks;

namespace PenneoDashboard.Rejected;

/// <summary>Looks at refused deliveries again, and takes into the log those that turn out to be Penneo's.</summary>
public sealed class RejectedService : IDisposable
{
    private const int AtOnce = 50;

    private readonly RejectedStore _store;
    private readonly Diagnoser _diagnoser;
    private readonly SubscriptionNames _names;
    private readonly EventWriter _writer;
    private readonly RejectedQueue _queue;
    private readonly RejectedLimits _limits;
    private readonly AuditLog _audit;
    private readonly TimeProvider _time;

    // Two who accept the same one would deliver it twice.
    private readonly SemaphoreSlim _accepting = new(1);

    internal RejectedService(
        RejectedStore store, Diagnoser diagnoser, SubscriptionNames names, EventWriter writer, RejectedQueue queue, RejectedLimits limits, AuditLog audit, TimeProvider time) =>
        (_store, _diagnoser, _names, _writer, _queue, _limits, _audit, _time) = (store, diagnoser, names, writer, queue, limits, audit, time);

    /// <summary>How many of each subscription, by our id, were refused and not kept since the start: too many came at once.</summary>
    public IReadOnlyDictionary<long, long> NotKept => _queue.Dropped;

    /// <summary>Verifies one again with the secrets known by now.</summary>
    /// <exception cref="RejectedException">It is not there any more.</exception>
    public async Task<RejectedItem> VerifyAsync(long id, CancellationToken cancellationToken = default)
    {
        var row = await RowAsync(id, cancellationToken);
        var before = new { row.Reason, row.CanAccept };
        row.Set(_diagnoser.Diagnose(row.AsRefused(), await _names.AllAsync(cancellationToken), thorough: true), _time.GetUtcNow());
        await _store.SaveAsync([row], cancellationToken);
        await _audit.RecordAsync(AuditActions.RejectedVerified, RejectedStore.Subject(id), before, new { row.Reason, row.CanAccept });
        return await _store.FindAsync(id, cancellationToken) ?? throw Unknown(id);
    }

    /// <summary>Verifies all again; what their bodies may have been is tried for small ones only.</summary>
    public async Task<RejectedOutcome> VerifyAllAsync(long? subscription = null, CancellationToken cancellationToken = default)
    {
        var names = await _names.AllAsync(cancellationToken);
        var outcome = new RejectedOutcome(0, 0);
        var after = 0L;
        while (await _store.RowsAsync(subscription, after, onlyAcceptable: false, AtOnce, cancellationToken) is { Count: > 0 } rows)
        {
            // Away from the circuit's thread: it is work for the processor.
            await Task.Run(
                () =>
                {
                    foreach (var row in rows)
                        row.Set(_diagnoser.Diagnose(row.AsRefused(), names, row.BodyLength <= _limits.LargestBodyToVary), _time.GetUtcNow());
                },
                cancellationToken);
            await _store.SaveAsync(rows, cancellationToken);
            outcome = new RejectedOutcome(outcome.Done + rows.Count(x => x.CanAccept), outcome.Left + rows.Count(x => !x.CanAccept));
            after = rows[^1].Id;
        }

        await _audit.RecordAsync(AuditActions.RejectedVerified, RejectedStore.SubjectOfAll(subscription), after: new { canAccept = outcome.Done, outcome.Left });
        return outcome;
    }

    /// <summary>
    /// Puts one into the log as verified, with the time it came; if its event is there already, it counts as a repeat. It
    /// then leaves the list.
    /// </summary>
    /// <exception cref="RejectedException">It is not there any more, does not verify, or could not be stored.</exception>
    public async Task AcceptAsync(long id, CancellationToken cancellationToken = default)
    {
        await _accepting.WaitAsync(cancellationToken);
        try
        {
            var row = await RowAsync(id, cancellationToken);
            var names = await _names.AllAsync(cancellationToken);
            if (Incoming(row, names) is not { } incoming)
            {
                await _store.SaveAsync([row], cancellationToken);
                throw new RejectedException($"It does not verify, so it is not known to be Penneo's. {row.Explanation}");
            }

            if (await _writer.StoreAsync(incoming) != StoreResult.Stored)
                throw new RejectedException("The log could not store it now. Try again in a moment; it stays in this list.") { IsPassing = true };
            await _store.DeleteAsync([id], CancellationToken.None);
            await _audit.RecordAsync(AuditActions.RejectedAccepted, RejectedStore.Subject(id), new { row.SubscriptionId, row.ReceivedAt, row.RemoteAddress, row.BodyLength });
        }
        finally
        {
            _accepting.Release();
        }
    }

    /// <summary>Accepts all that may be; what the log can't store now stays in the list.</summary>
    public async Task<RejectedOutcome> AcceptAllAsync(long? subscription = null, CancellationToken cancellationToken = default)
    {
        await _accepting.WaitAsync(cancellationToken);
        try
        {
            var names = await _names.AllAsync(cancellationToken);
            var outcome = new RejectedOutcome(0, 0);
            var after = 0L;
            while (await _store.RowsAsync(subscription, after, onlyAcceptable: true, AtOnce, cancellationToken) is { Count: > 0 } rows)
            {
                var stored = await Task.WhenAll(rows.Select(async row =>
                    (row.Id, IsStored: Incoming(row, names) is { } incoming && await _writer.StoreAsync(incoming) == StoreResult.Stored)));
                var done = stored.Where(x => x.IsStored).Select(x => x.Id).ToList();
                await _store.DeleteAsync(done, CancellationToken.None);
                outcome = new RejectedOutcome(outcome.Done + done.Count, outcome.Left + rows.Count - done.Count);
                after = rows[^1].Id;
            }

            await _audit.RecordAsync(AuditActions.RejectedAccepted, RejectedStore.SubjectOfAll(subscription), after: new { accepted = outcome.Done, outcome.Left });
            return outcome;
        }
        finally
        {
            _accepting.Release();
        }
    }

    public void Dispose() => _accepting.Dispose();

    // Looked at once more, since a secret may have been replaced after the page was read.
    private IncomingDelivery? Incoming(RejectedDelivery row, IReadOnlyDictionary<long, SubscriptionName> names)
    {
        var diagnosis = _diagnoser.Diagnose(row.AsRefused(), names, thorough: true);
        row.Set(diagnosis, _time.GetUtcNow());
        if (diagnosis.SignedBody is not { } body)
            return null;
        var message = MessageParser.Parse(body);

        // An id that was not signed could hide this event behind another one.
        var id = diagnosis.HeadersAreSigned
            ? RejectedItem.ReadHeaders(row.Headers).FirstOrDefault(x => string.Equals(x.Key, "x-event-id", StringComparison.OrdinalIgnoreCase)).Value
            : null;
        return new IncomingDelivery(
            row.SubscriptionId, row.ReceivedAt, row.RemoteAddress, row.Headers, body, Verification.Verified, message, EventIdentity.Of(message, id));
    }

    private async Task<RejectedDelivery> RowAsync(long id, CancellationToken cancellationToken) =>
        await _store.RowAsync(id, cancellationToken) ?? throw Unknown(id);

    private static RejectedException Unknown(long id) =>
        new($"There is no rejected delivery {id}: it was accepted, discarded, or made room for newer ones.") { IsUnknown = true };
}
