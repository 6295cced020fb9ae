namespace PenneoDashboard.Simulator;

/// <summary>
/// Remembers exactly what was sent to whom, so that it can be compared with what arrived. Bounded: the oldest events are
/// forgotten, and counted.
/// </summary>
public sealed class SentEvents
{
    public const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<Entry> _entries = new();
    private readonly Dictionary<string, Entry> _byId = [];
    private long _last;

    /// <summary>Events no longer remembered; while it is 0 the list is complete.</summary>
    public long Forgotten
    {
        get
        {
            lock (_gate)
                return _last - _entries.Count;
        }
    }

    /// <param name="after">The number of the last event already known; 0 for none.</param>
    /// <returns>Ascending by number, at most <paramref name="limit"/>.</returns>
    public IReadOnlyList<SentEvent> Read(long after, int limit)
    {
        lock (_gate)
            return [.. _entries.Where(x => x.Number > after).Take(limit).Select(x => x.View())];
    }

    /// <summary>Takes note of an event, also when nobody is told; of one that is published again it does nothing.</summary>
    internal void Happened(OutgoingMessage message)
    {
        lock (_gate)
            Of(message);
    }

    /// <summary>Takes note that a subscription is to be told.</summary>
    /// <returns>Where its fate is written down.</returns>
    internal SentRecord Addressed(OutgoingMessage message, string subscription, string service, string endpoint)
    {
        lock (_gate)
        {
            var record = new SentRecord(_gate, subscription, service, endpoint);
            Of(message).Records.Add(record);
            return record;
        }
    }

    private Entry Of(OutgoingMessage message)
    {
        if (_byId.TryGetValue(message.EventId, out var known))
            return known;
        var entry = new Entry(++_last, message);
        _entries.Enqueue(entry);
        _byId[message.EventId] = entry;
        if (_entries.Count > Capacity)
            _byId.Remove(_entries.Dequeue().Message.EventId);
        return entry;
    }

    private sealed record Entry(long Number, OutgoingMessage Message)
    {
        public List<SentRecord> Records { get; } = [];

        public SentEvent View() => new(
            Number, Message.EventId, Message.CurrentType, Message.Topic, Message.EventType, Message.EventTime, Message.CasefileId, Message.SignerId,
            [.. Records.Select(x => x.View())]);
    }
}

/// <summary>The fate of one delivery, written down while it is being made.</summary>
internal sealed class SentRecord(Lock gate, string subscription, string service, string endpoint)
{
    private readonly List<string> _chaos = [];
    private readonly List<SentAttempt> _attempts = [];
    private DeliveryOutcome _outcome;

    /// <summary>Something was done to it on purpose.</summary>
    public void Suffers(string what)
    {
        lock (gate)
            _chaos.Add(what);
    }

    /// <summary>All that was done to it on purpose.</summary>
    /// <param name="also">What was done to this attempt alone.</param>
    /// <returns>Null when nothing was.</returns>
    public string? Words(string? also)
    {
        lock (gate)
            return string.Join(". ", _chaos.Append(also).OfType<string>()) is { Length: > 0 } words ? words : null;
    }

    public void Attempted(DeliveryAttempt attempt)
    {
        lock (gate)
            _attempts.Add(new SentAttempt(attempt.Attempt, attempt.EndedAt, attempt.StatusCode, attempt.Error, attempt.Chaos));
    }

    public void Ends(DeliveryOutcome outcome)
    {
        lock (gate)
            _outcome = outcome;
    }

    /// <summary>Called with the lock held.</summary>
    public SentDelivery View() => new(subscription, service, endpoint, _outcome, [.. _chaos], [.. _attempts]);
}
