using System.Text.Json;

namespace PenneoDashboard.Audit;

/// <summary>What a reader wants to see of the audit log; a null member matches everything.</summary>
/// <param name="Actor">The whole name.</param>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Q">Stands somewhere in the subject, in any letter case of A to Z.</param>
public sealed record AuditFilter(string? Actor = null, string? Action = null, DateTimeOffset? From = null, DateTimeOffset? To = null, string? Q = null)
{
    public static readonly AuditFilter All = new();
}

/// <summary>One entry as pages, exports and the API show it.</summary>
/// <param name="At">UTC.</param>
/// <param name="Actor">Empty for nobody.</param>
/// <param name="Before">What changed, as it was; null where there is none.</param>
/// <param name="After">The same as it became.</param>
public sealed record AuditItem(
    long Id, DateTimeOffset At, string Actor, ActorKind ActorKind, string? Address, string Action, string Subject, JsonElement? Before, JsonElement? After);

/// <summary>A page of entries, newest first.</summary>
/// <param name="Next">Give it as <c>before</c> to read on; null when this is the end.</param>
public sealed record AuditPage(IReadOnlyList<AuditItem> Items, long? Next);
