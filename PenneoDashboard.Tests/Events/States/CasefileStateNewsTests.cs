using Microsoft.Extensions.Logging.Abstractions;
using PenneoDashboard.Events.Behind;
using PenneoDashboard.Events.States;
using Xunit;

namespace PenneoDashboard.Tests.Events.States;

public sealed class CasefileStateNewsTests : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private readonly LogFixture _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task CatchUp_WaitsForWhatIsStored_AlsoBeforeTheFollowerHasHeardOfIt()
    {
        using var followers = new LogFollowers([new CasefileStateFollower()], _log.Contexts, TimeProvider.System, NullLogger<LogFollowers>.Instance);
        using var rules = new StallRuleStore(_log.Contexts, _log.Audit, NullLogger<StallRuleStore>.Instance);
        using var news = new CasefileStateNews(followers, rules, _log.Events);
        await followers.StartAsync(Cancel);
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5));

        var catchUp = news.CatchUpAsync(Long, TimeProvider.System, Cancel);
        Assert.Equal(0, followers.Progress(CasefileStateFollower.FollowerName).Last);
        Assert.False(catchUp.IsCompleted);

        await Simulator.Eventually.TrueAsync(() => _log.Batches.Count == 1, "the batch was told of");
        followers.OnCommitted(_log.Batches[0]);
        Assert.True(await catchUp);
        Assert.Single((await new CasefileStateQueries(_log.Contexts, TimeProvider.System).ListAsync(new CasefileFilter(CasefileState.Completed), CasefileSort.Activity, 10, cancellationToken: Cancel)).Items);
        await followers.StopAsync(Cancel);
    }

    [Fact]
    public async Task CatchUp_GivesUpInTime()
    {
        using var followers = new LogFollowers([new CasefileStateFollower()], _log.Contexts, TimeProvider.System, NullLogger<LogFollowers>.Instance);
        using var rules = new StallRuleStore(_log.Contexts, _log.Audit, NullLogger<StallRuleStore>.Instance);
        using var news = new CasefileStateNews(followers, rules, _log.Events);
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5));
        Assert.False(await news.CatchUpAsync(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancel));
    }
}
