using PenneoDashboard.Events.States;

namespace PenneoDashboard.Casefiles;

/// <summary>What the page of casefiles shows, read again as a whole so that it can't drift. For one circuit's thread.</summary>
public sealed class CasefilesView(CasefileStateQueries states, StallRuleStore rules)
{
    /// <summary>Casefiles in a column of the board; more than anyone looks through there.</summary>
    public const int ColumnLength = 25;

    /// <summary>Rows of a page of the table.</summary>
    public const int PageLength = 50;

    // Always there, so that a column does not come and go; the others when there is something in them.
    private static readonly CasefileState[] Usual =
        [CasefileState.InProgress, CasefileState.Blocked, CasefileState.Completed, CasefileState.Rejected, CasefileState.Failed, CasefileState.Expired];

    private long _asked;
    private long _shown;

    /// <summary>What is shown; null until the first read.</summary>
    public CasefilesQuery? Shown { get; private set; }

    public IReadOnlyList<CasefileStateTotal> Totals { get; private set; } = [];

    /// <summary>Of the board.</summary>
    public IReadOnlyList<CasefileColumn> Columns { get; private set; } = [];

    /// <summary>Of the table.</summary>
    public CasefileListPage Page { get; private set; } = new([], null);

    public StallRules Rules { get; private set; } = StallRules.Usual;

    /// <summary>True while no casefile's state is known at all.</summary>
    public bool IsEmpty => Totals.Count == 0;

    public bool NothingMatches => Shown?.Layout == CasefilesLayout.Table ? Page.Items.Count == 0 : Columns.All(x => x.Items.Count == 0);

    public int All => Totals.Sum(x => x.Count);

    public int Stalled => Totals.Sum(x => x.Stalled);

    /// <summary>Those to choose from, in the order of the columns.</summary>
    public IEnumerable<CasefileState> States => Usual.Union(Totals.Select(x => x.State));

    public int Count(CasefileState state) => Totals.FirstOrDefault(x => x.State == state)?.Count ?? 0;

    /// <summary>How many a column stands for, where that is known without counting.</summary>
    public int? CountOf(CasefileColumn column) => Shown switch
    {
        { Filter.Q: not null } => column.HasMore ? null : column.Items.Count,
        { Filter.Stalled: true } => Totals.FirstOrDefault(x => x.State == column.State)?.Stalled ?? 0,
        _ => Count(column.State),
    };

    /// <summary>Reads it; an answer that comes after one asked later is dropped.</summary>
    public async Task ReadAsync(CasefilesQuery query, CancellationToken cancellationToken)
    {
        var number = ++_asked;
        var now = await rules.ReadAsync(cancellationToken);
        var totals = await states.TotalsAsync(cancellationToken);
        IReadOnlyList<CasefileColumn> columns = [];
        CasefileListPage page = new([], null);
        if (query.Layout == CasefilesLayout.Table)
            page = await states.ListAsync(query.Filter, query.Sort, PageLength, query.Before, cancellationToken);
        else
            columns = await states.BoardAsync(query.Filter, query.Filter.State is { } only ? [only] : [.. Usual.Union(totals.Select(x => x.State))], query.Sort, ColumnLength, cancellationToken);
        if (number > _shown)
            (_shown, Shown, Rules, Totals, Columns, Page) = (number, query, now, totals, columns, page);
    }
}
