using System.Text;
using CsCheck;
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

    [Fact]
    public async Task Filter_InTheDatabaseAndInHand_Agree()
    {
        var all = (await _log.Events.ListAsync(EventFilter.All, 100, cancellationToken: Cancel)).Items;
        var filters = Gen.Select(
            Gen.OneOf<long?>(null, 0, 1, 3, 99), Gen.OneOf<long?>(null, 100, 103), Gen.OneOf(null, "casefile", "signer", "x"),
            Gen.OneOf(null, "signed", "completed"), Gen.OneOf<int?>(null, 5, 20), Gen.OneOf<bool?>(null, true, false),
            (casefile, signer, topic, type, second, recognized) => new EventFilter
            {
                CasefileId = casefile,
                SignerId = signer,
                Topic = topic,
                EventType = type,
                From = second is null ? null : new DateTimeOffset(2026, 1, 1, 10, 0, second.Value, TimeSpan.Zero),
                To = second is null ? null : new DateTimeOffset(2026, 1, 1, 10, 0, second.Value + 9, TimeSpan.Zero),
                Recognized = recognized,
            }).Array[60].Single();
        foreach (var filter in filters)
        {
            var found = (await _log.Events.ListAsync(filter, 100, cancellationToken: Cancel)).Items;
            Assert.Equal(all.Where(filter.Matches).Select(x => x.Sequence), found.Select(x => x.Sequence));
            Assert.Equal(found.Count, await _log.Events.CountAsync(filter, 100, Cancel));
        }
    }

    [Theory]
    [InlineData("100%", 1)]
    [InlineData("JSON_\\", 1)]
    [InlineData("json", 1)]
    [InlineData("\"completed\"", 14)]
    [InlineData("100_", 0)]
    [InlineData("' OR 1=1 --", 0)]
    public async Task Text_IsLookedForLiterally(string text, int expected) =>
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
