using CsCheck;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Events.States;
using Xunit;

namespace PenneoDashboard.Tests.Events.States;

public sealed class StallRuleStoreTests : IAsyncLifetime
{
    private readonly StatesLog _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _log.InitializeAsync();
        await _log.StoreAsync(
            StatesLog.DaysAgo(2.5, 1, 101, "requestSent"), StatesLog.DaysAgo(4, 2, 102, "opened"), StatesLog.DaysAgo(1, 3, 103, "undeliverable"),
            StatesLog.DaysAgo(2, 4, 104, "requestSent"), StatesLog.DaysAgo(1, 4, 104, "reminderSent"), LogFixture.Casefile(5, "completed", 5));
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task WithoutOwnRules_TheUsualOnesHold()
    {
        Assert.Equal(StallRules.Usual, await _log.Rules.ReadAsync(Cancel));
        Assert.Equal([3], await _log.IdsAsync(new CasefileFilter(Stalled: true)));
    }

    [Fact]
    public async Task Change_HoldsForWhatIsThereAndWhatComes()
    {
        var changes = 0;
        _log.Rules.Changed += () => changes++;
        var rules = new StallRules { NeverOpenedDays = 2, NotSignedDays = null, Undelivered = false, Reminders = 1 };

        await _log.Rules.SaveAsync(rules, Cancel);

        Assert.Equal(rules, await _log.Rules.ReadAsync(Cancel));
        Assert.Equal([4, 1], await _log.IdsAsync(new CasefileFilter(Stalled: true)));
        await _log.StoreAsync(StatesLog.DaysAgo(2, 6, 106, "requestSent"), StatesLog.DaysAgo(9, 7, 107, "opened"));
        Assert.Equal([6, 4, 1], await _log.IdsAsync(new CasefileFilter(Stalled: true)));
        Assert.Equal(1, changes);
    }

    [Fact]
    public async Task Database_CalculatesAsTheRulesDo() => await Gen.Select(Gen.Int[-1, 6], Gen.Int[-1, 6], Gen.Bool, Gen.Int[0, 3]).SampleAsync(
        async (unopened, unsigned, undelivered, reminders) =>
        {
            var rules = new StallRules { NeverOpenedDays = unopened < 0 ? null : unopened, NotSignedDays = unsigned < 0 ? null : unsigned, Undelivered = undelivered, Reminders = reminders < 1 ? null : reminders };
            await _log.Rules.SaveAsync(rules, Cancel);

            Assert.All(await _log.RowsAsync(), x => Assert.Equal(
                rules.StalledAt(new StallFacts(x.NeverOpenedSince, x.SeenSince, x.UndeliveredSince, x.Reminders, x.RemindedAt)), x.StalledAt));
        },
        iter: 25,
        threads: 1);

    [Fact]
    public async Task ChangeThatWasCutShort_IsBroughtToItsEndAtTheStart()
    {
        await _log.ExecuteAsync("INSERT INTO StallRules (Id, NeverOpenedDays, NotSignedDays, Undelivered, Reminders, IsApplied) VALUES (1, 1, 1, 0, NULL, 0)");
        var applied = new TaskCompletionSource();
        _log.Rules.Changed += applied.SetResult;

        await _log.Rules.StartAsync(Cancel);
        await applied.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        Assert.Equal([4, 2, 1], await _log.IdsAsync(new CasefileFilter(Stalled: true)));
        await using var db = await _log.Log.Contexts.CreateDbContextAsync(Cancel);
        Assert.True((await db.Set<StoredStallRules>().SingleAsync(Cancel)).IsApplied);
        await _log.Rules.StopAsync(Cancel);
    }

    [Fact]
    public async Task WrongRules_AreRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _log.Rules.SaveAsync(new StallRules { Reminders = 0 }, Cancel));
        Assert.Equal(StallRules.Usual, await _log.Rules.ReadAsync(Cancel));
    }
}
