using System.Globalization;

namespace PenneoDashboard.Events.States;

/// <summary>The order of a list of casefiles.</summary>
public enum CasefileSort
{
    /// <summary>Newest activity first.</summary>
    Activity,

    /// <summary>Those that have waited longest first, and after them those that wait for nobody.</summary>
    Waiting,
}

/// <summary>Which casefiles to list; a null member matches all.</summary>
/// <param name="Stalled">True for those only that count as stalled.</param>
/// <param name="Q">The beginning of an id, or words in the title.</param>
public sealed record CasefileFilter(CasefileState? State = null, bool Stalled = false, string? Q = null)
{
    public static readonly CasefileFilter All = new();
}

/// <summary>Where a list goes on.</summary>
/// <param name="Key">The sequence of the last activity, or microseconds since 1970 since when it waits.</param>
/// <param name="CasefileId">Tells those apart that have waited equally long; 0 where sequences order.</param>
public readonly record struct CasefileCursor(long Key, long CasefileId)
{
    /// <summary>Null for what is no cursor.</summary>
    public static CasefileCursor? Parse(string? text, CasefileSort sort)
    {
        var parts = (text ?? "").Split('-', 2);
        if (!long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var key))
            return null;
        if (sort == CasefileSort.Activity)
            return parts.Length == 1 ? new CasefileCursor(key, 0) : null;
        return parts.Length == 2 && long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? new CasefileCursor(key, id) : null;
    }

    public string Text(CasefileSort sort) => sort == CasefileSort.Activity
        ? Key.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Key}-{CasefileId}");
}

/// <summary>A casefile in a list.</summary>
public sealed record CasefileListItem
{
    public required CasefileSummary Casefile { get; init; }

    public required CasefileState State { get; init; }

    /// <summary>UTC; null where no event tells.</summary>
    public DateTimeOffset? StateSince { get; init; }

    /// <summary>Since when it counts as stalled, UTC; null when it does not.</summary>
    public DateTimeOffset? StalledSince { get; init; }

    /// <summary>Who blocks first; null when it waits for nobody known.</summary>
    public SignerStanding? Blocking { get; init; }

    /// <summary>Since when it waits for anyone, UTC.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>How many it waits for.</summary>
    public int WaitingCount { get; init; }

    public int SignedCount { get; init; }

    /// <summary>How many things do not fit together in its events.</summary>
    public int NoteCount { get; init; }
}

/// <summary>One page of casefiles.</summary>
/// <param name="Next">Pass as <c>before</c> to read on; null at the end.</param>
public sealed record CasefileListPage(IReadOnlyList<CasefileListItem> Items, CasefileCursor? Next);

/// <summary>How many casefiles are in a state, and of those how many are stalled.</summary>
public sealed record CasefileStateTotal(CasefileState State, int Count, int Stalled);

/// <summary>A column of the board: the first casefiles of a state.</summary>
/// <param name="HasMore">True when there are more than these.</param>
public sealed record CasefileColumn(CasefileState State, IReadOnlyList<CasefileListItem> Items, bool HasMore);
