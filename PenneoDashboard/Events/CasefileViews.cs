namespace PenneoDashboard.Events;

/// <summary>A casefile as its events tell it.</summary>
/// <param name="Status">The newest status number reported; null while no event carried one.</param>
/// <param name="LastSequence">The newest event's sequence: what "newest activity first" orders by.</param>
/// <param name="LastEventAt">When the latest happening happened, UTC.</param>
public sealed record CasefileSummary(
    long Id,
    int? Status,
    string? Title,
    long LastSequence,
    DateTimeOffset FirstEventAt,
    DateTimeOffset LastEventAt,
    int EventCount,
    int SignerCount);

/// <summary>A signer as their events tell it.</summary>
/// <param name="LastEventType">The latest happening by event time.</param>
public sealed record SignerSummary(
    long Id,
    string? Name,
    string? LastEventType,
    DateTimeOffset LastEventAt,
    int EventCount);

/// <summary>One casefile with its signers and its events, the events oldest first by the time they happened.</summary>
public sealed record CasefileDetail(
    CasefileSummary Casefile,
    IReadOnlyList<SignerSummary> Signers,
    IReadOnlyList<EventItem> Events);
