using System.Text;
using PenneoDashboard.Events;
using Xunit;

namespace PenneoDashboard.Tests.Events;

public sealed class EventQueriesTests : IAsyncLifetime
{
    private readonly LogFixture _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        for (var i = 0; i < 40; i++)
            await _log.StoreAsync(i % 3 == 0 ? LogFixture.Casefile(i % 4, "completed", 5, i) : LogFixture.Signer(i % 4, 100 + (i % 5), i % 2 == 0 ? "signed" : "opened", 1, i));
        await _log.StoreAsync("not 100% JSON_\\");
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task List_PagesByKey_CoverEverythingOnce()
    {
        var seen = new List<long>();
        long? before = null;
        do
        {
            var page = await _log.Events.ListAsync(EventFilter.All, 7, before, cancellationToken: Cancel);
            seen.AddRange(page.Items.Select(x => x.Sequence));
            before = page.Next;
        }
        while (before is not null);
        Assert.Equal(Enumerable.Range(1, 41).Select(x => (long)x).Reverse(), seen);
    }

    [Fact]
    public async Task List_BetweenTwoCursors()
    {
        var page = await _log.Events.ListAsync(EventFilter.All, 3, before: 20, after: 15, Cancel);
        Assert.Equal([19L, 18, 17], page.Items.Select(x => x.Sequence));
        Assert.Equal(17, page.Next);
        Assert.Null((await _log.Events.ListAsync(EventFilter.All, 3, page.Next, 15, Cancel)).Next);
    }

    [Theory]
    [InlineData("100% json", 1)]
    [InlineData("JSON_\\", 1)]
    [InlineData("json", 1)]
    [InlineData("\"completed\"", 14)]
    [InlineData("100% xml", 0)]
    [InlineData("' OR 1=1 --", 0)]
    public async Task Text_IsNeverTakenForAnExpression(string text, int expected) =>
        Assert.Equal(expected, await _log.Events.CountAsync(new EventFilter { Q = text }, 100, Cancel));

    [Fact]
    public async Task Raw_IsByteForByte() =>
        Assert.Equal(Encoding.UTF8.GetBytes("not 100% JSON_\\"), await _log.Events.BodyAsync(41, Cancel));

    [Fact]
    public async Task Casefiles_NewestActivityFirst_AndOnlyMatching()
    {
        var recent = await _log.Casefiles.RecentAsync(EventFilter.All, 10, cancellationToken: Cancel);
        Assert.Equal([3L, 2, 1, 0], recent.Select(x => x.Id));
        var rest = await _log.Casefiles.RecentAsync(EventFilter.All, 10, recent[1].LastSequence, Cancel);
        Assert.Equal([1L, 0], rest.Select(x => x.Id));
        Assert.Empty(await _log.Casefiles.RecentAsync(new EventFilter { EventType = "teleported" }, 10, cancellationToken: Cancel));
        var one = Assert.Single(await _log.Casefiles.WithEventsAsync([2], new EventFilter { EventType = "signed" }, 3, Cancel));
        Assert.Equal(3, one.Events.Count);
        Assert.All(one.Events, x => Assert.Equal(("signed", 2L), (x.EventType, x.CasefileId!.Value)));
    }
}
