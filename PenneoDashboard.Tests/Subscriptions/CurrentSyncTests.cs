using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class CurrentSyncTests : IAsyncLifetime
{
    private const string Signed = "sign.signer.signed";

    private SubscriptionsHost _host = null!;

    private FakePenneo Penneo => _host.Penneo;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await SubscriptionsHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Refresh_ShowsBothGenerations()
    {
        await _host.CreateCurrentAsync(Signed);
        var legacy = Penneo.Add("signer", "https://other.example.com/a");
        var current = Penneo.AddCurrent("https://other.example.com/b", Signed);
        Penneo.ChangeCurrent(current.Id, x => x with { IsActive = false });

        var elsewhere = (await _host.Sync.RefreshAsync(Stop)).Elsewhere;

        Assert.Equal([(Generation.Legacy, legacy.Endpoint, false), (Generation.Current, current.Endpoint, true)], elsewhere.Select(x => (x.Generation, x.Endpoint!, x.IsPaused)));
        Assert.Equal([Signed], elsewhere[1].EventTypes);
    }

    [Fact]
    public async Task Refresh_TakesOverWhatWasChangedElsewhere()
    {
        var row = await _host.CreateCurrentAsync(Signed);
        Penneo.ChangeCurrent(row.PenneoId!, x => x with { EventTypes = [PenneoVocabulary.TestEventType], IsActive = false, Secret = "another" });

        await _host.Sync.RefreshAsync(Stop);

        var after = await _host.FindAsync(row.Id);
        Assert.Equal(SubscriptionState.Paused, after.State);
        Assert.Equal([PenneoVocabulary.TestEventType], after.EventTypes);
        Assert.Equal("another", _host.SecretOf(row.Id));
        Assert.Equal(2, _host.Secrets.Of(row.Id).Count);
    }

    [Fact]
    public async Task Refresh_PenneoNoLongerHasIt_SaysSo()
    {
        var row = await _host.CreateCurrentAsync(Signed);
        Penneo.RemoveCurrent(row.PenneoId!);

        await _host.Sync.RefreshAsync(Stop);

        var lost = await _host.FindAsync(row.Id);
        Assert.Equal((SubscriptionState.Failed, Subscription.LostProblem), (lost.State, lost.Problem!.Message));
    }

    [Theory]
    [InlineData(404, false)]
    [InlineData(410, false)]
    [InlineData(403, true)]
    [InlineData(500, true)]
    public async Task Refresh_OneServiceFails_TheOtherIsCompared(int status, bool isFailure)
    {
        Penneo.Fail(PenneoCall.List, Answers.Error(status, "Because."));
        Penneo.AddCurrent("https://other.example.com/b", Signed);

        var compared = await _host.AfterWaitingAsync(_host.Sync.RefreshAsync(Stop));

        Assert.Single(compared.Elsewhere);

        // Without subscriptions there a service that is not offered is nothing to complain about.
        Assert.Equal(isFailure, compared.Failures.Count == 1);
    }

    [Fact]
    public async Task Refresh_ServiceIsGone_ButHasOurs_IsAFailureAndKeepsThem()
    {
        var row = await _host.ActiveAsync();
        Penneo.Fail(PenneoCall.List, Answers.Error(410, "Shut down."));

        var compared = await _host.Sync.RefreshAsync(Stop);

        Assert.Equal(Generation.Legacy, Assert.Single(compared.Failures).Generation);
        Assert.Equal(row, await _host.OnlyAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Adopt_PointingHere_ReceivesFromThenOn(bool tells)
    {
        Penneo.TellsSecrets = tells;
        var lost = Penneo.AddCurrent(_host.App.BaseUrl + "/webhooks/penneo/" + ReceiveKeys.Create(), Signed);
        Assert.Equal(404, await Penneo.PostAsync(lost.Endpoint, Samples.Signer));

        var adopted = await _host.Sync.AdoptAsync(lost.Id, Stop);

        Assert.Equal((Generation.Current, SubscriptionState.Active, lost.Id, lost.Endpoint), (adopted.Generation, adopted.State, adopted.PenneoId, adopted.ReceiveUrl));
        Assert.Equal((tells, tells ? lost.Secret : null), (adopted.HasSecret, _host.SecretOf(adopted.Id)));
        Assert.Empty((await _host.Sync.RefreshAsync(Stop)).Elsewhere);
    }

    [Fact]
    public async Task DeleteElsewhere_RemovesItThere()
    {
        var other = Penneo.AddCurrent("https://other.example.com/hook", Signed);

        await _host.Sync.DeleteElsewhereAsync(other.Id, Stop);

        Assert.Empty(Penneo.CurrentSubscriptions);
        Assert.Equal(1, Penneo.Calls(PenneoCall.CurrentDelete));
    }

    [Fact]
    public async Task Test_IsAskedOnce_AndMarksAllOfOursThatGetIt()
    {
        var first = await _host.CreateCurrentAsync(Signed, PenneoVocabulary.TestEventType);
        await _host.CreateCurrentAsync(PenneoVocabulary.TestEventType);
        var without = await _host.CreateCurrentAsync(Signed);
        var paused = await _host.CreateCurrentAsync(PenneoVocabulary.TestEventType);
        await _host.Current.ChangeAsync(paused.Id, new CurrentChange(IsActive: false), cancellationToken: Stop);

        await _host.Service.TestAsync(first.Id, Stop);

        Assert.Equal(1, Penneo.Calls(PenneoCall.CurrentTest));
        var now = _host.Clock.GetUtcNow();
        Assert.Equal([now, now, null, null], (await _host.Store.ListAsync(Stop)).Select(x => x.TestedAt));
        Assert.Contains("does not list", (await Assert.ThrowsAsync<SubscriptionException>(() => _host.Service.TestAsync(without.Id, Stop))).Message, StringComparison.Ordinal);
        Assert.Contains("Only an active", (await Assert.ThrowsAsync<SubscriptionException>(() => _host.Service.TestAsync(paused.Id, Stop))).Message, StringComparison.Ordinal);
    }
}
