using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Moves;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions.Moves;

/// <summary>Both sides of a move compared, by what really comes through them.</summary>
public sealed class MoveComparerTests : IAsyncLifetime
{
    private MovesHost _host = null!;
    private long _id;

    public async ValueTask InitializeAsync()
    {
        _host = await MovesHost.StartAsync();
        _id = await _host.RunningAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Stragglers_AreWaitedFor_ThenMissed_AndSettledWhenTheyCome()
    {
        var (first, second) = (_host.Casefile(1), _host.Casefile(2));
        await _host.SendLegacyAsync(first);
        await _host.SendCurrentAsync(second);
        Assert.Equal((0, 2, 0, 0), Counts(await _host.CompareAsync(_id)));
        Assert.All(await DifferencesAsync(), x => Assert.True(x.IsWaiting));

        _host.Host.Clock.Advance(MoveComparer.Usual);
        Assert.Equal((VerdictReason.Late, 1), (await _host.FindAsync(_id)) is var late ? (late.Verdict!.Reason, late.Comparison!.Late) : default);

        _host.Host.Clock.Advance(MoveComparer.Grace);
        Assert.Equal((0, 0, 1, 1), Counts(await _host.CompareAsync(_id)));
        Assert.Equal([(Side.Current, 2L), (Side.Legacy, 1L)], (await DifferencesAsync()).Select(x => (x.Through, x.CasefileId!.Value)));
        Assert.All(await DifferencesAsync(), x => Assert.False(x.IsWaiting));
        Assert.Single(await DifferencesAsync(Side.Legacy));

        await _host.SendCurrentAsync(first);
        await _host.SendLegacyAsync(second);
        Assert.Equal((2, 0, 0, 0), Counts(await _host.CompareAsync(_id)));
        Assert.Empty(await DifferencesAsync());
    }

    [Fact]
    public async Task Repeats_CountOnce()
    {
        var body = _host.Casefile(1);
        await _host.SendLegacyAsync(body, body);
        await _host.CompareAsync(_id);
        await _host.SendCurrentAsync(body, body);
        await _host.CompareAsync(_id);
        await _host.SendBothAsync(body);

        Assert.Equal((1, 0, 0, 0), Counts(await _host.CompareAsync(_id)));
    }

    [Fact]
    public async Task BeforeBothRan_AndWhatOnlyTheCurrentServiceHas_IsNotCompared()
    {
        await _host.SendLegacyAsync(Messages.Casefile(1, date: "2026-11-24 13:00:00.000000"));
        await _host.SendCurrentAsync(_host.Casefile(2, "expired"), _host.Signer(3, "transientBounce"));

        Assert.Equal((0, 0, 0, 0), Counts(await _host.CompareAsync(_id)));
        Assert.Equal(["casefile", "signer"], (await _host.CompareAsync(_id)).TopicsNotSeen.Order());
    }

    [Fact]
    public async Task TypesLeftOut_AreToldApart()
    {
        await _host.ChangeCurrentAsync(_id, new CurrentChange(EventTypes: ["sign.casefile.completed"]));

        await _host.SendLegacyAsync(_host.Casefile(1, "rejected"), _host.Signer(2));

        var comparison = await _host.CompareAsync(_id);
        Assert.Equal(((0, 0, 0, 0), 2), (Counts(comparison), comparison.LeftOut));
        Assert.Equal(["sign.casefile.completed"], (await _host.FindAsync(_id)).EventTypes);
    }

    [Fact]
    public async Task TypeThatIsGivenUp_IsNotMissedAnyMore()
    {
        await _host.SendLegacyAsync(_host.Casefile(1, "rejected"));
        Assert.Equal(1, (await _host.CompareAsync(_id)).Waiting);

        await _host.ChangeCurrentAsync(_id, new CurrentChange(EventTypes: ["sign.casefile.completed"]));

        Assert.Equal((0, 0, 0, 0), Counts(await _host.CompareAsync(_id)));
        Assert.Empty(await DifferencesAsync());
    }

    [Fact]
    public async Task Anew_ForgetsWhatWas()
    {
        await _host.SendBothAsync(_host.Casefile(1));
        await _host.SendLegacyAsync(_host.Casefile(2));
        await _host.CompareAsync(_id);

        await _host.CompareAnewAsync(_id);

        Assert.Equal((0, 0, 0, 0), Counts(await _host.CompareAsync(_id)));
        Assert.Empty(await DifferencesAsync());
        _host.Host.Clock.Advance(TimeSpan.FromSeconds(10));
        await _host.SendBothAsync(_host.Signer(3));
        Assert.Equal((1, 0, 0, 0), Counts(await _host.CompareAsync(_id)));
    }

    [Fact]
    public async Task ManyLookingAtOnce_CountOnce_AndARestartGoesOn()
    {
        for (var i = 1; i <= 30; i++)
        {
            await _host.SendBothAsync(_host.Casefile(i));
            if (i % 10 == 0)
                await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _host.CompareAsync(_id)));
        }

        await _host.Host.RestartAsync();
        Assert.Equal((30, 0, 0, 0), Counts(await _host.CompareAsync(_id)));
    }

    [Fact]
    public async Task WhatCameAsLegacyEnded_IsNoDifference_AndTheRestIsReadableForever()
    {
        await _host.SendBothAsync(_host.Casefile(1));
        await _host.SendLegacyAsync(_host.Casefile(2));
        _host.Host.Clock.Advance(MoveComparer.Grace + TimeSpan.FromSeconds(1));
        await _host.SendCurrentAsync(_host.Casefile(3));
        await _host.SwitchOffAsync(_id, anyway: true);
        await _host.SendCurrentAsync(_host.Casefile(4));
        Assert.Equal((1, 1, 1, 0), Counts(await _host.CompareAsync(_id)));

        _host.Host.Clock.Advance(MoveComparer.Grace + TimeSpan.FromSeconds(1));
        await _host.SendCurrentAsync(_host.Casefile(5));
        Assert.Equal((1, 0, 1, 0), Counts(await _host.CompareAsync(_id)));
        _host.Host.Clock.Advance(TimeSpan.FromDays(30));
        await _host.SendCurrentAsync(_host.Casefile(6), _host.Casefile(2));

        Assert.Equal((1, 0, 1, 0), Counts(await _host.CompareAsync(_id)));
        Assert.Equal(2, Assert.Single(await DifferencesAsync()).CasefileId);
    }

    private static (long Both, long Waiting, long LegacyOnly, long CurrentOnly) Counts(MoveComparison x) => (x.Both, x.Waiting, x.LegacyOnly, x.CurrentOnly);

    private Task<IReadOnlyList<OneSided>> DifferencesAsync(Side? side = null) => _host.DifferencesAsync(_id, side);
}
