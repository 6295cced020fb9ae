using CsCheck;
using PenneoDashboard.Events.States;
using Xunit;

namespace PenneoDashboard.Tests.Events.States;

public sealed class CasefileStateFollowerTests : IAsyncLifetime
{
    private readonly StatesLog _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task Event_BringsItsCasefileUpToDate()
    {
        await _log.StoreAsync(LogFixture.Signer(531, 9001, "requestSent", second: 1), LogFixture.Signer(531, 9002, "undeliverable", second: 2));

        var item = Assert.Single((await _log.ListAsync()).Items);
        Assert.Equal((CasefileState.Blocked, 2, 0), (item.State, item.WaitingCount, item.SignedCount));
        Assert.Equal((9002, SigningStage.Undeliverable, StatesLog.Start.AddSeconds(2)), (item.Blocking!.SignerId, item.Blocking.Stage, item.Blocking.Since));
        Assert.Equal(StatesLog.Start.AddSeconds(1), item.WaitingSince);

        await _log.StoreAsync(LogFixture.Casefile(531, "completed", 5, 30));
        item = Assert.Single((await _log.ListAsync()).Items);
        Assert.Equal((CasefileState.Completed, null, null, 2), (item.State, item.Blocking, item.WaitingSince, item.NoteCount));
        Assert.Equal(StatesLog.Start.AddSeconds(30), item.StateSince);
    }

    [Fact]
    public async Task Totals_FollowEveryChange()
    {
        await _log.StoreAsync(LogFixture.Casefile(1, "x", 1), LogFixture.Casefile(2, "x", 1), LogFixture.Casefile(3, "completed", 5));
        await _log.StoreAsync(LogFixture.Casefile(1, "rejected", 2, 9), LogFixture.Signer(2, 7, "undeliverable", second: 9));

        Assert.Equal(
            [(CasefileState.Blocked, 1), (CasefileState.Completed, 1), (CasefileState.Rejected, 1)],
            (await _log.States.TotalsAsync(Cancel)).Select(x => (x.State, x.Count)));
    }

    [Fact]
    public async Task SameEventsAgain_ChangeNothing_AndRebuildingGivesTheSame()
    {
        await _log.StoreAsync(StatesLog.Titled(1, "Lease"), StatesLog.DaysAgo(9, 1, 7, "requestSent"), LogFixture.Signer(2, 8, "signed", second: 1), LogFixture.Casefile(2, "completed", 5, 2));
        var (rows, totals) = (Text(await _log.RowsAsync()), await _log.States.TotalsAsync(Cancel));

        await _log.FollowAsync(after: 0);
        Assert.Equal(rows, Text(await _log.RowsAsync()));
        Assert.Equal(totals, await _log.States.TotalsAsync(Cancel));

        await _log.ClearAsync();
        Assert.Empty(await _log.RowsAsync());
        await _log.FollowAsync(after: 0);
        Assert.Equal(rows, Text(await _log.RowsAsync()));
        Assert.Equal(totals, await _log.States.TotalsAsync(Cancel));
        Assert.Equal([1], await _log.IdsAsync(new CasefileFilter(Q: "lease")));
    }

    [Fact]
    public async Task AnySteps_EndInTheSameState() => await Gen.Select(AnyEvents.Some, Gen.Int[1, 4]).SampleAsync(
        async (events, step) =>
        {
            await using var log = new StatesLog();
            await log.InitializeAsync();
            var messages = events.Select(x => x.SignerId is { } signer
                ? LogFixture.Signer(531, signer, x.EventType!, x.CasefileStatus ?? 1, (int)(x.OccurredAt - Happened.Start).TotalMinutes)
                : LogFixture.Casefile(531, x.EventType!, x.CasefileStatus ?? 1, (int)(x.OccurredAt - Happened.Start).TotalMinutes % 60)).ToList();
            foreach (var part in messages.Chunk(step))
                await log.StoreAsync(part);

            var found = (await log.Log.Casefiles.FindAsync(531, CasefileStanding.MostEvents, Cancel))!;
            var expected = new CasefileStanding(found.Casefile, found.Signers, found.Events);
            var item = Assert.Single((await log.ListAsync()).Items);
            Assert.Equal((expected.State, expected.StateSince, expected.WaitingSince, expected.WaitedFor.Count, expected.Notes.Count), (item.State, item.StateSince, item.WaitingSince, item.WaitingCount, item.NoteCount));
            Assert.Equal(expected.State, CasefileStanding.Of(found.Events).State);
            Assert.Equal([(expected.State, 1)], (await log.States.TotalsAsync(Cancel)).Select(x => (x.State, x.Count)));
        },
        iter: 15,
        threads: 1);

    [Fact]
    public async Task FarBehind_ACasefileIsLeftToItsLastEvent()
    {
        await _log.Log.StoreAsync(LogFixture.Casefile(1, "x", 1), LogFixture.Casefile(2, "x", 1));
        await _log.ExecuteAsync("UPDATE Casefiles SET LastSequence = 6000 WHERE CasefileId = 1");

        await _log.FollowAsync();

        Assert.Equal([2], await _log.IdsAsync());
    }

    [Fact]
    public async Task ManyEvents_AreBounded()
    {
        await Task.WhenAll(Enumerable.Range(0, 1100).Select(i => _log.Log.Writer.StoreAsync(LogFixture.Delivery(
            LogFixture.Signer(531, 9001, "opened", second: 1).Replace(".000000", $".{i:000000}", StringComparison.Ordinal)))));
        await _log.FollowAsync();

        var item = Assert.Single((await _log.ListAsync()).Items);
        Assert.Equal((1100, SigningStage.Viewed), (item.Casefile.EventCount, item.Blocking!.Stage));
    }

    private static IEnumerable<string> Text(IEnumerable<CasefileStateRow> rows) => rows.Select(x => System.Text.Json.JsonSerializer.Serialize(x));
}
