using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Events.States;
using Xunit;

namespace PenneoDashboard.Tests.Events.States;

public sealed class CasefileSearchTests : IAsyncLifetime
{
    private readonly StatesLog _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        await _log.StoreAsync(
            StatesLog.Titled(53, "Ærø Havn, lejekontrakt"), StatesLog.Titled(531, "Årsrapport 2026 \\\"udkast\\\""), StatesLog.Titled(5310, "Sample lease no. 77"),
            StatesLog.Titled(7, "100% lease_50"), LogFixture.Casefile(8, "completed", 5));
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Theory]
    [InlineData("ærø", "53")]
    [InlineData("ÆRØ", "53")]
    [InlineData("kontrakt", "53")]
    [InlineData("årsrap", "531")]
    [InlineData("arsrap", "")]
    [InlineData("år", "531")]
    [InlineData("æ", "53")]
    [InlineData("lease", "5310,7")]
    [InlineData("  no.   LEASE ", "5310")]
    [InlineData("lease 7", "5310")]
    [InlineData("\"udkast\"", "531")]
    [InlineData("100%", "7")]
    [InlineData("e_5", "7")]
    [InlineData("53", "53,531,5310")]
    [InlineData("531", "531,5310")]
    [InlineData("5310", "5310")]
    [InlineData("77", "")]
    [InlineData("2026", "531")]
    [InlineData("8", "8")]
    [InlineData("99999999999999999999999", "")]
    [InlineData("' OR 1=1 --", "")]
    [InlineData("title:x NEAR(", "")]
    [InlineData("   ", "53,531,5310,7,8")]
    public async Task Text_IsFound_FromTheMatchesAndByLooking(string text, string ids)
    {
        var found = (await _log.IdsAsync(new CasefileFilter(Q: text))).Select(x => x.ToString(System.Globalization.CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal);
        Assert.Equal(ids, string.Join(',', found));

        if (CasefileSearch.Of(text) is not { } search || text is "77")
            return;
        await using var db = await _log.Log.Contexts.CreateDbContextAsync(Cancel);
        var looked = await search.Test(db.Set<CasefileStateRow>()).Select(x => x.CasefileId).ToListAsync(Cancel);
        Assert.Equal(ids, string.Join(',', looked.Select(x => x.ToString(System.Globalization.CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task TooMany_AreNotAllFoundFirst()
    {
        await using var db = await _log.Log.Contexts.CreateDbContextAsync(Cancel);

        Assert.Null(await CasefileSearch.Of("lease")!.FewAsync(db, 1, Cancel));
        Assert.NotNull(await CasefileSearch.Of("lease")!.FewAsync(db, 2, Cancel));
    }

    [Fact]
    public async Task ChangedTitle_IsFoundByItsNewWordsOnly()
    {
        await _log.StoreAsync(StatesLog.Titled(53, "Something else").Replace("updated", "renamed", StringComparison.Ordinal));

        Assert.Empty(await _log.IdsAsync(new CasefileFilter(Q: "havn")));
        Assert.Equal([53], await _log.IdsAsync(new CasefileFilter(Q: "something")));
        Assert.Equal([53], await _log.IdsAsync(new CasefileFilter(CasefileState.InProgress, Q: "else")));
        Assert.Empty(await _log.IdsAsync(new CasefileFilter(CasefileState.Failed, Q: "else")));
    }
}
