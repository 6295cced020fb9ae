using System.Text;
using PenneoDashboard.Events.Search;
using PenneoDashboard.Events.States;

namespace PenneoDashboard.Events;

/// <summary>What a reader wants to see; a null member matches everything. Text compares exactly, as Penneo spells it.</summary>
public sealed record EventFilter
{
    public static readonly EventFilter All = new();

    public long? CasefileId { get; init; }

    public long? SignerId { get; init; }

    public string? Topic { get; init; }

    /// <summary>Any of these.</summary>
    public NameSet? EventType { get; init; }

    /// <summary>Inclusive, compared with <see cref="EventItem.OccurredAt"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive, compared with <see cref="EventItem.OccurredAt"/>.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Words that must stand in the body: <see cref="TextQuery"/> says how they are written. Without a word it matches everything.</summary>
    public string? Q { get; init; }

    /// <summary>Our id of the subscription through which the event first came.</summary>
    public long? SubscriptionId { get; init; }

    /// <summary>True for events that were understood, false for those that were not.</summary>
    public bool? Recognized { get; init; }

    public Verification? Verification { get; init; }

    /// <summary>True for events that were delivered more than once, false for those that came once.</summary>
    public bool? Duplicates { get; init; }

    /// <summary>The state in which the event's casefile is now; kept behind the log, so it follows by a moment.</summary>
    public CasefileState? State { get; init; }

    public bool IsEmpty => this == All;

    /// <summary>True when an event alone does not tell whether it matches: the body is needed, or the casefile's state.</summary>
    public bool NeedsDatabase => Q is not null || State is not null;

    /// <summary>
    /// The same test that the database makes, for events just committed. <see cref="Q"/> needs the body and is
    /// looked for in the payload only; <see cref="State"/> is not looked at.
    /// </summary>
    public bool Matches(EventItem item) =>
        (CasefileId is null || CasefileId == item.CasefileId)
        && (SignerId is null || SignerId == item.SignerId)
        && (Topic is null || Topic == item.Topic)
        && (EventType is null || EventType.Contains(item.EventType))
        && (From is null || item.OccurredAt >= From)
        && (To is null || item.OccurredAt < To)
        && (SubscriptionId is null || SubscriptionId == item.SubscriptionId)
        && (Recognized is null || Recognized == item.Recognized)
        && (Verification is null || Verification == item.Verification)
        && (Duplicates is null || Duplicates == item.DeliveryCount > 1)
        && (TextQuery.Parse(Q) is not { IsEmpty: false } text || (item.Payload is { } payload && text.IsIn(Encoding.UTF8.GetBytes(payload.Text))));
}
