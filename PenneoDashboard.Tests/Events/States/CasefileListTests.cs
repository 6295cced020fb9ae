using PenneoDashboard.Events.States;
using Xunit;

namespace PenneoDashboard.Tests.Events.States;

public sealed class CasefileListTests : IAsyncLifetime
{
    private readonly StatesLog _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task State_Stalled_AndBoth_AreFilters()
    {
        await StoreSomeAsync();

        Assert.Equal([4, 3, 2, 1], await _log.IdsAsync());
        Assert.Equal([3, 1], await _log.IdsAsync(new CasefileFilter(CasefileState.InProgress)));
        Assert.Equal([2, 1], await _log.IdsAsync(new CasefileFilter(Stalled: true)));
        Assert.Equal([1], await _log.IdsAsync(new CasefileFilter(CasefileState.InProgress, Stalled: true)));
        Assert.Equal([1], (await _log.States.TotalsAsync(Cancel)).Where(x => x.State == CasefileState.InProgress).Select(x => x.Stalled));
    }

    [Fact]
    public async Task TimeAlone_MakesACasefileStalled()
    {
        await _log.StoreAsync(StatesLog.DaysAgo(0, 1, 7, "requestSent"));
        Assert.Empty(await _log.IdsAsync(new CasefileFilter(Stalled: true)));

        _log.Clock.Advance(TimeSpan.FromDays(3));

        var item = Assert.Single((await _log.ListAsync(new CasefileFilter(Stalled: true))).Items);
        Assert.Equal(StatesLog.Start.AddDays(3), item.StalledSince);
    }

    [Fact]
    public async Task LongestWaiting_ComesFirst_AndWhoWaitsForNobodyLast()
    {
        await StoreSomeAsync();

        Assert.Equal([2, 1, 3, 4], await _log.IdsAsync(sort: CasefileSort.Waiting));
        Assert.Equal([1, 3], await _log.IdsAsync(new CasefileFilter(CasefileState.InProgress), CasefileSort.Waiting));
    }

    [Theory]
    [InlineData(CasefileSort.Activity)]
    [InlineData(CasefileSort.Waiting)]
    public async Task Pages_MakeUpTheWhole(CasefileSort sort)
    {
        // Equally long for all: the ids alone tell them apart.
        await _log.StoreAsync(Enumerable.Range(1, 11).Select(i => StatesLog.DaysAgo(1, i, 100 + i, "requestSent")));
        var ids = new List<long>();
        CasefileCursor? before = null;
        do
        {
            var page = await _log.ListAsync(sort: sort, limit: 4, before: before);
            ids.AddRange(page.Items.Select(x => x.Casefile.Id));
            before = page.Next is { } next ? CasefileCursor.Parse(next.Text(sort), sort)!.Value : null;
        }
        while (before is not null);

        Assert.Equal(sort == CasefileSort.Activity ? Enumerable.Range(1, 11).Select(x => (long)x).Reverse() : Enumerable.Range(1, 11).Select(x => (long)x), ids);
    }

    [Fact]
    public async Task Board_HasTheFirstOfEachState()
    {
        await StoreSomeAsync();

        var board = await _log.States.BoardAsync(CasefileFilter.All, [CasefileState.InProgress, CasefileState.Blocked, CasefileState.Failed], CasefileSort.Activity, 1, Cancel);

        Assert.Equal([(CasefileState.InProgress, "3", true), (CasefileState.Blocked, "2", false), (CasefileState.Failed, "", false)],
            board.Select(x => (x.State, string.Join(',', x.Items.Select(i => i.Casefile.Id)), x.HasMore)));
    }

    [Fact]
    public async Task Find_GivesThoseThatAreKnown()
    {
        await StoreSomeAsync();

        var found = await _log.States.FindAsync([4, 404], Cancel);

        Assert.Equal((4, CasefileState.Completed), (Assert.Single(found).Key, found[4].State));
    }

    [Theory]
    [InlineData("12-34", CasefileSort.Waiting, true)]
    [InlineData("12--34", CasefileSort.Waiting, true)]
    [InlineData("12", CasefileSort.Activity, true)]
    [InlineData("12", CasefileSort.Waiting, false)]
    [InlineData("12-34", CasefileSort.Activity, false)]
    [InlineData("x", CasefileSort.Activity, false)]
    [InlineData("", CasefileSort.Waiting, false)]
    [InlineData(null, CasefileSort.Activity, false)]
    public void Cursor_ThatIsNone_IsNone(string? text, CasefileSort sort, bool isOne) => Assert.Equal(isOne, CasefileCursor.Parse(text, sort) is not null);

    // 1 is stalled, 2 is blocked and stalled, 3 goes on, 4 is done.
    private Task StoreSomeAsync() => _log.StoreAsync(
        StatesLog.DaysAgo(5, 1, 101, "requestSent"), StatesLog.DaysAgo(6, 2, 102, "requestSent"), StatesLog.DaysAgo(1, 2, 102, "undeliverable"), StatesLog.DaysAgo(2, 3, 103, "opened"),
        LogFixture.Casefile(4, "completed", 5));
}
