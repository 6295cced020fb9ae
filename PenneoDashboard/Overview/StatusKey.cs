using System.Globalization;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Overview;

/// <summary>A casefile's status as a choice: Penneo's number, or null for "no status yet".</summary>
public readonly record struct StatusKey(int? Number)
{
    private const string NoStatus = "none";

    /// <summary>The address parameter's value.</summary>
    public string Query => Number?.ToString(CultureInfo.InvariantCulture) ?? NoStatus;

    public string Label => PenneoVocabulary.CasefileStatusLabel(Number);

    // The order of a casefile's life: on its way, signed, over; then the unusual ones.
    internal int Order => Number switch { 0 => 0, 1 => 1, 4 => 2, 5 => 3, 2 => 4, 7 => 5, 6 => 6, 3 => 7, 8 => 8, null => 10, _ => 9 };

    /// <summary>Null for what is no status, since people edit addresses.</summary>
    public static StatusKey? Parse(string? query) =>
        query == NoStatus ? new StatusKey(null)
        : int.TryParse(query, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? new StatusKey(number)
        : null;
}

/// <summary>How many casefiles have a status.</summary>
public sealed record StatusCount(StatusKey Status, int Count)
{
    private const int Pending = 1;

    /// <summary>What to list when nobody chose: casefiles that wait for signatures, else the largest group.</summary>
    internal static StatusKey Usual(IReadOnlyList<StatusCount> counts) =>
        counts.Any(x => x.Status.Number == Pending) || counts.Count == 0 ? new StatusKey(Pending) : counts.MaxBy(x => x.Count)!.Status;
}
