using PenneoDashboard.Events.States;
using Xunit;

namespace PenneoDashboard.Tests.Events.States;

/// <summary>How SQLite finds the casefiles of a state, among very many: never by sorting or reading all of them.</summary>
public sealed class StatePlanTests : IAsyncLifetime
{
    private readonly PlanRecorder _plans = new();
    private readonly StatesLog _log;

    public StatePlanTests() => _log = new StatesLog(_plans);

    public static TheoryData<string, CasefileFilter, CasefileSort, string> Lists => new()
    {
        { "all", CasefileFilter.All, CasefileSort.Activity, "IX_CasefileStates_LastSequence (LastSequence<?)" },
        { "all by waiting", CasefileFilter.All, CasefileSort.Waiting, "IX_CasefileStates_WaitingSince (WaitingSince>?)" },
        { "state", new CasefileFilter(CasefileState.Blocked), CasefileSort.Activity, "IX_CasefileStates_State_LastSequence (State=? AND LastSequence<?)" },
        { "state by waiting", new CasefileFilter(CasefileState.Blocked), CasefileSort.Waiting, "IX_CasefileStates_State_WaitingSince (State=? AND WaitingSince>?)" },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        await _log.StoreAsync(Enumerable.Range(1, 30).Select(i => StatesLog.DaysAgo(i, i, 100 + i, i % 3 == 0 ? "undeliverable" : "requestSent")));
        await _log.StoreAsync(StatesLog.Titled(40, "Example lease"));
        _plans.Clear();
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_IsFoundInOrder(string name, CasefileFilter filter, CasefileSort sort, string index)
    {
        _ = name;
        await _log.ListAsync(filter, sort, 5, CasefileCursor.Parse(sort == CasefileSort.Activity ? "25" : "1-1", sort));

        Assert.Contains(index, _plans.Plans.First(), StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", _plans.Plans.First(), StringComparison.Ordinal);
        AssertRowsByKey(_plans.Plans.Skip(1));
    }

    [Theory]
    [InlineData(CasefileSort.Activity)]
    [InlineData(CasefileSort.Waiting)]
    public async Task Stalled_AreFoundWithoutALookAtTheTable(CasefileSort sort)
    {
        await _log.ListAsync(new CasefileFilter(CasefileState.Blocked, Stalled: true), sort, 5);

        Assert.Contains("USING COVERING INDEX IX_CasefileStates_Stalled (StalledAt<?", _plans.Plans.First(), StringComparison.Ordinal);
        AssertRowsByKey(_plans.Plans.Skip(1));
    }

    [Fact]
    public async Task Totals_ComeFromTheCounters_AndAnIndex()
    {
        await _log.States.TotalsAsync(Cancel);

        Assert.Equal(2, _plans.Plans.Count);
        Assert.Contains("CasefileStateCounts", _plans.Statements.First(), StringComparison.Ordinal);
        Assert.Contains("COVERING INDEX IX_CasefileStates_Stalled", _plans.Last, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lease", "VIRTUAL TABLE INDEX")]
    [InlineData("le", "IX_CasefileStates_TitleKey")]
    [InlineData("40", "INTEGER PRIMARY KEY (rowid>? AND rowid<?)")]
    public async Task Search_IsFoundFromTheMatches(string text, string step)
    {
        await _log.ListAsync(new CasefileFilter(CasefileState.InProgress, Q: text));

        Assert.Contains(step, _plans.Plans.First(), StringComparison.Ordinal);
        Assert.Contains("SEARCH s USING INTEGER PRIMARY KEY", _plans.Plans.ElementAt(1), StringComparison.Ordinal);
        Assert.All(_plans.Plans, x => Assert.DoesNotContain("SCAN CasefileStates", x, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Board_ReadsItsRowsOnce()
    {
        await _log.States.BoardAsync(CasefileFilter.All, [CasefileState.InProgress, CasefileState.Blocked, CasefileState.Completed], CasefileSort.Activity, 5, Cancel);

        Assert.Equal(6, _plans.Plans.Count);
        Assert.All(_plans.Plans.Take(3), x => Assert.Contains("IX_CasefileStates_State_LastSequence (State=?)", x, StringComparison.Ordinal));
        AssertRowsByKey(_plans.Plans.Skip(3));
    }

    private static void AssertRowsByKey(IEnumerable<string> plans) => Assert.All(plans, x =>
    {
        Assert.DoesNotContain("SCAN c\n", x + "\n", StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN s\n", x + "\n", StringComparison.Ordinal);
    });
}
