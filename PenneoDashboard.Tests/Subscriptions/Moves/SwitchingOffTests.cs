using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Moves;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Moves;

/// <summary>The last step, and moves of endpoints that are another system's.</summary>
public sealed class SwitchingOffTests : IAsyncLifetime
{
    private MovesHost _host = null!;

    private FakePenneo Penneo => _host.Penneo;

    public async ValueTask InitializeAsync() => _host = await MovesHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task NotSafe_IsRefused_UnlessThePersonInsists()
    {
        var id = await _host.RunningAsync();

        var refused = await Assert.ThrowsAsync<SubscriptionException>(() => _host.SwitchOffAsync(id, anyway: false));
        Assert.Contains("No event has come", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, Penneo.Subscriptions.Count);
        await _host.SwitchOffAsync(id, anyway: true);

        Assert.Empty(Penneo.Subscriptions);
    }

    [Fact]
    public async Task WithNothingInItsPlace_IsRefusedAlways()
    {
        var id = await _host.RunningAsync();
        await _host.ChangeCurrentAsync(id, new CurrentChange(IsActive: false));

        await Assert.ThrowsAsync<SubscriptionException>(() => _host.SwitchOffAsync(id, anyway: true));

        Assert.Equal(2, Penneo.Subscriptions.Count);
        Assert.Equal(MoveStep.SideBySide, (await _host.FindAsync(id)).Step);
    }

    [Fact]
    public async Task BeforeTheCurrentOneIsMade_IsRefused()
    {
        var id = await _host.BeginAsync();

        await Assert.ThrowsAsync<SubscriptionException>(() => _host.SwitchOffAsync(id, anyway: true));
        await Assert.ThrowsAsync<SubscriptionException>(() => _host.SwitchOffAsync(id + 1, anyway: true));

        Assert.Equal(2, Penneo.Subscriptions.Count);
    }

    [Fact]
    public async Task OneThatIsGone_IsAsGoodAsDeleted()
    {
        var id = await _host.RunningAsync();
        Penneo.Remove(Penneo.Subscriptions[0].Id);
        await _host.DeleteAsync((await _host.FindAsync(id)).Legacy[1].SubscriptionId!.Value);

        await _host.SwitchOffAsync(id, anyway: true);

        var finished = await _host.FindAsync(id);
        Assert.Equal((MoveStep.Finished, LegacyOutcome.WasGone), (finished.Step, finished.Legacy[1].Outcome));
    }

    [Fact]
    public async Task AServiceThatHasEnded_IsNoHindrance()
    {
        var id = await _host.RunningAsync();
        Penneo.Fail(PenneoCall.Delete, Answers.Error(410, "The legacy service has ended."));

        await _host.SwitchOffAsync(id, anyway: true);

        var finished = await _host.FindAsync(id);
        Assert.Equal(MoveStep.Finished, finished.Step);
        Assert.All(finished.Legacy, x => Assert.Equal(LegacyOutcome.Deleted, x.Outcome));
        Assert.Equal(Generation.Current, (await _host.Host.OnlyAsync()).Generation);
    }

    [Fact]
    public async Task AfterTheShutdown_AMoveStillClearsUp()
    {
        await _host.Host.ActiveAsync("casefile");
        _host.Host.Clock.Advance(TimeSpan.FromDays(7));
        Penneo.Fail(PenneoCall.List, Answers.Error(410, "The legacy service has ended."));
        Penneo.Fail(PenneoCall.Delete, Answers.Error(410, "The legacy service has ended."));
        Assert.Single((await _host.PlanAsync()).Groups);

        var id = await _host.BeginAsync(null);
        await _host.CreateAsync(id);
        Assert.Equal(VerdictReason.LegacyIsSilent, (await _host.FindAsync(id)).Verdict!.Reason);
        await _host.SwitchOffAsync(id, anyway: false);

        Assert.Equal((MoveStep.Finished, LegacyOutcome.Deleted), (await _host.FindAsync(id)) is var x ? (x.Step, x.Legacy[0].Outcome) : default);
    }

    [Fact]
    public async Task WhatFails_IsLeft_AndGoneOnWithAfterARestart()
    {
        var id = await _host.RunningAsync();
        var deletions = 0;
        Penneo.Fail(PenneoCall.Delete, http => Interlocked.Increment(ref deletions) == 1 ? Answers.Error(500, "Oops.")(http) : Task.CompletedTask);

        await _host.Host.FailureAsync(() => _host.SwitchOffAsync(id, anyway: true));
        var half = await _host.FindAsync(id);
        Assert.Equal(MoveStep.SwitchOff, half.Step);
        Assert.Equal([LegacyOutcome.Kept, LegacyOutcome.Deleted], half.Legacy.Select(x => x.Outcome));
        await Assert.ThrowsAsync<SubscriptionException>(() => _host.UndoAsync(id));
        Penneo.Heal();
        await _host.Host.RestartAsync();
        await _host.SwitchOffAsync(id, anyway: false);

        Assert.Equal(MoveStep.Finished, (await _host.FindAsync(id)).Step);
        await Assert.ThrowsAsync<SubscriptionException>(() => _host.SwitchOffAsync(id, anyway: true));
    }

    [Fact]
    public async Task AnotherSystem_GetsItsOwnSubscription_AndItsSecretUntilItIsTaken()
    {
        Penneo.Add("signer", MovesHost.Foreign);
        Penneo.Add("casefile", MovesHost.Foreign);
        var id = await _host.BeginAsync(MovesHost.Foreign);
        Assert.Equal((false, MovesHost.Foreign), (await _host.FindAsync(id)) is var x ? (x.PointsHere, x.Endpoint) : default);
        await Assert.ThrowsAsync<SubscriptionException>(() => _host.ChangeAsync(id, endpoint: ""));
        await Assert.ThrowsAsync<SubscriptionException>(() => _host.ChangeAsync(id, endpoint: "https://here.example.com/{key}"));
        await Assert.ThrowsAsync<SubscriptionException>(() => _host.SecretAsync(id));
        await _host.ChangeAsync(id, endpoint: MovesHost.Foreign + "/v2");
        await _host.CreateAsync(id);

        var running = await _host.FindAsync(id);
        var made = Assert.Single(Penneo.CurrentSubscriptions);
        Assert.Equal((MovesHost.Foreign + "/v2", true, null, VerdictReason.Unseen), (made.Endpoint, running.HasSecretToShow, running.Comparison, running.Verdict!.Reason));
        Assert.Equal(made.Secret, await _host.SecretAsync(id));
        await _host.SecretIsTakenAsync(id);
        Assert.False((await _host.FindAsync(id)).HasSecretToShow);
        await Assert.ThrowsAsync<SubscriptionException>(() => _host.SecretAsync(id));

        await Assert.ThrowsAsync<SubscriptionException>(() => _host.SwitchOffAsync(id, anyway: false));
        await _host.SwitchOffAsync(id, anyway: true);
        Assert.Empty(Penneo.Subscriptions);
        Assert.Single(Penneo.CurrentSubscriptions);
    }

    [Fact]
    public async Task OurOwnSecret_IsNeverShown()
    {
        var id = await _host.RunningAsync();

        Assert.False((await _host.FindAsync(id)).HasSecretToShow);
        await Assert.ThrowsAsync<SubscriptionException>(() => _host.SecretAsync(id));
    }
}
