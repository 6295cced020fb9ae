namespace PenneoDashboard.Events;

/// <summary>What a reader wants to see; a null member matches everything. Text compares exactly, as Penneo spells it.</summary>
public sealed record EventFilter
{
    public static readonly EventFilter All = new();

    public long? CasefileId { get; init; }

    public long? SignerId { get; init; }

    public string? Topic { get; init; }

    public string? EventType { get; init; }

    /// <summary>Inclusive, compared with <see cref="EventItem.OccurredAt"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive, compared with <see cref="EventItem.OccurredAt"/>.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Text that must stand somewhere in the body as received; letters A–Z match in either case.</summary>
    public string? Q { get; init; }

    /// <summary>Our id of the subscription through which the event first came.</summary>
    public long? SubscriptionId { get; init; }

    /// <summary>True for events that were understood, false for those that were not.</summary>
    public bool? Recognized { get; init; }

    public bool IsEmpty => this == All;

    /// <summary>
    /// The same test that the database makes, for events just committed. <see cref="Q"/> needs the body and is
    /// looked for in the payload only.
    /// </summary>
    public bool Matches(EventItem item) =>
        (CasefileId is null || CasefileId == item.CasefileId)
        && (SignerId is null || SignerId == item.SignerId)
        && (Topic is null || Topic == item.Topic)
        && (EventType is null || EventType == item.EventType)
        && (From is null || item.OccurredAt >= From)
        && (To is null || item.OccurredAt < To)
        && (SubscriptionId is null || SubscriptionId == item.SubscriptionId)
        && (Recognized is null || Recognized == item.Recognized)
        && (string.IsNullOrEmpty(Q) || (item.Payload is { } payload && Fold(payload.Text).Contains(Fold(Q), StringComparison.Ordinal)));

    // As SQLite's LIKE does it: of letters beyond A–Z the two cases are two letters.
    private static string Fold(string text) => string.Create(text.Length, text, (folded, source) =>
    {
        for (var i = 0; i < folded.Length; i++)
            folded[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
    });
}
