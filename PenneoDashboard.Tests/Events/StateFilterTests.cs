using PenneoDashboard.Events;
using PenneoDashboard.Events.States;
using Xunit;

namespace PenneoDashboard.Tests.Events;

/// <summary>Events by the state in which their casefile is now, of few casefiles and of many.</summary>
public sealed class StateFilterTests : IAsyncLifetime
{
    private readonly PlanRecorder _plans = new();
    private readonly LogFixture _log;

    public StateFilterTests() => _log = new LogFixture([_plans]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        for (var i = 0; i < 20; i++)
            await _log.StoreAsync(LogFixture.Signer(i % 5, 100 + i, i % 2 == 0 ? "signed" : "opened", second: i));
        await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
        db.AddRange(Enumerable.Range(0, 4).Select(i => new CasefileStateRow { CasefileId = i, State = i == 3 ? CasefileState.Blocked : CasefileState.Rejected, LastSequence = 16 + i, WaitingSince = CasefileStateRow.NotWaiting }));
        await db.SaveChangesAsync(Cancel);
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_AreThoseOfCasefilesInTheState(bool many)
    {
        if (many)
            await ManyAsync();
        await AssertAsync(new EventFilter { State = CasefileState.Rejected }, [18, 17, 16, 13, 12, 11, 8, 7, 6, 3, 2, 1]);
        await AssertAsync(new EventFilter { State = CasefileState.Rejected, EventType = "signed" }, [17, 13, 11, 7, 3, 1]);
        await AssertAsync(new EventFilter { State = CasefileState.Rejected, Q = "signed", Topic = "signer" }, [17, 13, 11, 7, 3, 1]);
        await AssertAsync(new EventFilter { State = CasefileState.Rejected, CasefileId = 1 }, [17, 12, 7, 2]);
        await AssertAsync(new EventFilter { State = CasefileState.Blocked, CasefileId = 1 }, []);
        await AssertAsync(new EventFilter { State = CasefileState.Blocked }, [19, 14, 9, 4]);
        await AssertAsync(new EventFilter { State = CasefileState.Failed }, []);
    }

    [Fact]
    public async Task ManyCasefiles_AreWalkedFromTheirNewestEventOn()
    {
        await ManyAsync();
        _plans.Clear();

        await _log.Events.ListAsync(new EventFilter { State = CasefileState.Rejected }, 5, Payloads.Omitted, cancellationToken: Cancel);

        Assert.Contains("SEARCH e USING INTEGER PRIMARY KEY (rowid<?)", _plans.Last, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", _plans.Last, StringComparison.Ordinal);
    }

    private async Task AssertAsync(EventFilter filter, long[] expected)
    {
        Assert.Equal(expected, (await _log.Events.ListAsync(filter, 50, Payloads.Omitted, cancellationToken: Cancel)).Items.Select(x => x.Sequence));
        Assert.Equal(expected.Where(x => x is < 13 and > 2), (await _log.Events.ListAsync(filter, 50, Payloads.Omitted, 13, 2, Cancel)).Items.Select(x => x.Sequence));
        Assert.Equal(new EventTotal(expected.Length, IsExact: true), await _log.Events.TotalAsync(filter, 50, Cancel));
    }

    private async Task ManyAsync()
    {
        await using var db = await _log.Contexts.CreateDbContextAsync(Cancel);
        db.AddRange(Enumerable.Range(1000, 600).Select(i => new CasefileStateRow { CasefileId = i, State = CasefileState.Rejected, LastSequence = 1, WaitingSince = CasefileStateRow.NotWaiting }));
        await db.SaveChangesAsync(Cancel);
    }
}
