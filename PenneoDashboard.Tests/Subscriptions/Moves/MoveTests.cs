using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Moves;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Moves;

/// <summary>From legacy subscriptions to a current one, in the whole app over real HTTP.</summary>
public sealed class MoveTests : IAsyncLifetime
{
    private MovesHost _host = null!;

    private FakePenneo Penneo => _host.Penneo;

    public async ValueTask InitializeAsync() => _host = await MovesHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Plan_GroupsByWhereTheyPoint()
    {
        await _host.Host.ActiveAsync("casefile");
        await _host.Host.ActiveAsync("signer");
        Penneo.Add("signer", MovesHost.Foreign);
        Penneo.Add("casefile", "https://archive.example.com/in");
        Penneo.AddCurrent("https://archive.example.com/v2", "sign.casefile.completed");

        var plan = await _host.PlanAsync();

        Assert.Equal([null, MovesHost.Foreign, "https://archive.example.com/in"], plan.Groups.Select(x => x.Endpoint));
        Assert.Equal(["casefile", "signer"], plan.Groups[0].Legacy.Select(x => x.Topic));
        Assert.Null(plan.Groups[0].NewEndpoint);
        Assert.Equal(TypeMapping.Suggested(["casefile", "signer"]), plan.Groups[0].EventTypes);
        Assert.Equal(TypeMapping.Suggested(["signer"]), plan.Groups[1].EventTypes);
        Assert.Equal((1, 0), (plan.ActiveCurrent, plan.Failures.Count));
    }

    [Fact]
    public async Task FromPlanToTheEnd_NothingIsLost()
    {
        var id = await _host.RunningAsync();
        var running = await _host.FindAsync(id);
        Assert.Equal((MoveStep.SideBySide, SubscriptionState.Active, false), (running.Step, running.Current!.State, running.Verdict!.IsSafe));
        Assert.Equal(TypeMapping.Suggested(["casefile", "signer"]), Assert.Single(Penneo.CurrentSubscriptions).EventTypes);
        Assert.NotEqual(Penneo.Subscriptions[0].Endpoint, running.Current.Endpoint);

        await _host.SendBothAsync(_host.Casefile(1), _host.Signer(2));
        var safe = await _host.FindAsync(id);
        Assert.Equal((2, true), (safe.Comparison!.Both, safe.Verdict!.IsSafe));

        await _host.SwitchOffAsync(id, anyway: false);
        Assert.Empty(Penneo.Subscriptions);
        Assert.Single(Penneo.CurrentSubscriptions);
        var finished = await _host.FindAsync(id);
        Assert.Equal(MoveStep.Finished, finished.Step);
        Assert.All(finished.Legacy, x => Assert.Equal((LegacyOutcome.Deleted, null), (x.Outcome, x.State)));
        Assert.Equal(2, finished.Comparison!.Both);
        Assert.Empty((await _host.PlanAsync()).Groups);
        Assert.Equal(2, await _host.LastSequenceAsync());
    }

    [Fact]
    public async Task Plan_CanBeChanged_UntilItIsMade()
    {
        var id = await _host.BeginAsync();
        await _host.ChangeAsync(id, ["sign.casefile.completed", "sign.casefile.completed"], isReady: true);
        Assert.Equal(MoveStep.Create, (await _host.FindAsync(id)).Step);
        await _host.ChangeAsync(id, isReady: false);
        Assert.Equal(MoveStep.Plan, (await _host.FindAsync(id)).Step);

        await Assert.ThrowsAsync<SubscriptionException>(() => _host.ChangeAsync(id, ["sign.casefile.exploded"]));
        await Assert.ThrowsAsync<SubscriptionException>(() => _host.ChangeAsync(id, []));
        await Assert.ThrowsAsync<SubscriptionException>(() => _host.ChangeAsync(id, endpoint: MovesHost.Foreign));
        await _host.ChangeAsync(id, endpoint: "https://tunnel.example.com/webhooks/penneo/{key}");
        await _host.CreateAsync(id);

        var made = Assert.Single(Penneo.CurrentSubscriptions);
        Assert.Equal(["sign.casefile.completed"], made.EventTypes);
        Assert.StartsWith("https://tunnel.example.com/webhooks/penneo/", made.Endpoint, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SubscriptionException>(() => _host.ChangeAsync(id, ["sign.casefile.failed"]));
    }

    [Fact]
    public async Task BegunTwice_IsOneMove_AndMadeTwice_IsOneSubscription()
    {
        await _host.Host.ActiveAsync("casefile");
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _host.BeginAsync(null)));
        var id = Assert.Single(ids.Distinct());

        var tries = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await _host.CreateAsync(id);
                return true;
            }
            catch (SubscriptionException)
            {
                return false;
            }
        }));

        Assert.Single(tries, x => x);
        Assert.Single(Penneo.CurrentSubscriptions);
    }

    [Fact]
    public async Task Undone_DeletesTheCurrentOne_AndLeavesLegacy()
    {
        var id = await _host.RunningAsync();
        await _host.SendLegacyAsync(_host.Casefile(1));
        await _host.FindAsync(id);

        await _host.UndoAsync(id);

        Assert.Empty(Penneo.CurrentSubscriptions);
        Assert.Equal(2, Penneo.Subscriptions.Count);
        Assert.False(await _host.ExistsAsync(id));
        Assert.Single((await _host.PlanAsync()).Groups);
        await _host.SendLegacyAsync(_host.Casefile(2));
    }

    [Fact]
    public async Task Undo_ThatPenneoRefuses_LeavesTheMove()
    {
        var id = await _host.RunningAsync();
        Penneo.Fail(PenneoCall.CurrentDelete, Answers.Error(403, "No."));

        await Assert.ThrowsAsync<PenneoException>(() => _host.UndoAsync(id));

        Assert.Equal(MoveStep.SideBySide, (await _host.FindAsync(id)).Step);
    }

    [Fact]
    public async Task Refused_LeavesNothingBehind_AndCanBeTriedAgain()
    {
        var id = await _host.BeginAsync();
        Penneo.Fail(PenneoCall.CurrentCreate, Answers.Error(409, "There is one for this endpoint."));

        await Assert.ThrowsAsync<PenneoException>(() => _host.CreateAsync(id));
        Assert.Null((await _host.FindAsync(id)).Current);
        Penneo.Heal();
        await _host.CreateAsync(id);

        Assert.Equal(MoveStep.SideBySide, (await _host.FindAsync(id)).Step);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UnknownOutcome_SurvivesARestart_AndIsFoundOut(bool restart)
    {
        var id = await _host.BeginAsync();
        Penneo.Fail(PenneoCall.CurrentCreate, Answers.Error(500, "Oops."));
        await _host.Host.FailureAsync(() => _host.CreateAsync(id));
        Assert.True((await _host.FindAsync(id)).IsUnsure);
        Penneo.Heal();
        if (restart)
            await _host.Host.RestartAsync();
        await Assert.ThrowsAsync<SubscriptionException>(() => _host.ChangeAsync(id, ["sign.casefile.failed"]));

        await _host.CreateAsync(id);

        Assert.Equal((MoveStep.SideBySide, SubscriptionState.Active), (await _host.FindAsync(id)) is var x ? (x.Step, x.Current!.State) : default);
        Assert.Single(Penneo.CurrentSubscriptions);
    }

    [Fact]
    public async Task MadeAfterAll_IsNoticedByThePage()
    {
        var id = await _host.BeginAsync();
        Penneo.Fail(PenneoCall.CurrentCreate, Answers.Error(500, "Oops."));
        await _host.Host.FailureAsync(() => _host.CreateAsync(id));
        Penneo.Heal();
        var made = Penneo.AddCurrent((await _host.FindAsync(id)).Current!.Endpoint, "sign.casefile.completed");

        await _host.PlanAsync();

        var settled = await _host.FindAsync(id);
        Assert.Equal((MoveStep.SideBySide, made.Id), (settled.Step, settled.Current!.PenneoId));
    }

    [Fact]
    public async Task DeletedOnTheOtherPage_IsMadeAgain()
    {
        var id = await _host.RunningAsync();
        await _host.DeleteAsync((await _host.FindAsync(id)).Current!.Id);
        Assert.Equal((MoveStep.Create, null), (await _host.FindAsync(id)) is var x ? (x.Step, x.Current) : default);

        await _host.CreateAsync(id);

        Assert.Equal(MoveStep.SideBySide, (await _host.FindAsync(id)).Step);
        Assert.Single(Penneo.CurrentSubscriptions);
    }

    [Fact]
    public async Task PointingHereButUnknown_IsAdopted()
    {
        var lost = Penneo.Add("casefile", _host.Get<PublicAddress>().ReceiveUrl(ReceiveKeys.Create()));
        var id = await _host.BeginAsync(null);
        Assert.Null((await _host.FindAsync(id)).Legacy[0].SubscriptionId);

        await _host.CreateAsync(id);

        Assert.Equal(SubscriptionState.Active, Assert.Single((await _host.FindAsync(id)).Legacy).State);
        _host.Host.Clock.Advance(TimeSpan.FromSeconds(10));
        await _host.SendBothAsync(_host.Casefile(1));
        Assert.Equal(1, (await _host.CompareAsync(id)).Both);
        Assert.Equal(lost.Id, Assert.Single(Penneo.Subscriptions).Id);
    }
}
