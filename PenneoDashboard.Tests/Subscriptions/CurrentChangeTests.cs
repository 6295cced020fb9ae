using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class CurrentChangeTests : IAsyncLifetime
{
    private const string Signed = "sign.signer.signed";
    private const string Completed = "sign.casefile.completed";
    private const string Newer = "sign.signer.waved";

    private SubscriptionsHost _host = null!;

    private FakePenneo Penneo => _host.Penneo;

    private FakeCurrentSubscription There => Assert.Single(Penneo.CurrentSubscriptions);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await SubscriptionsHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Pause_SendsAllOfWhatPenneoHas_AlsoWhatWeDidNotKnow()
    {
        var row = await _host.CreateCurrentAsync(Signed);
        Penneo.ChangeCurrent(row.PenneoId!, x => x with { EventTypes = [Newer, Signed] });

        await _host.Current.ChangeAsync(row.Id, new CurrentChange(IsActive: false), cancellationToken: Stop);

        Assert.Equal([Newer, Signed], There.EventTypes);
        Assert.Equal((row.Endpoint, false), (There.Endpoint, There.IsActive));
        var after = await _host.FindAsync(row.Id);
        Assert.Equal(SubscriptionState.Paused, after.State);
        Assert.Equal([Newer, Signed], after.EventTypes);
    }

    [Fact]
    public async Task EventTypes_AreReplaced_AndNothingElse()
    {
        var row = await _host.CreateCurrentAsync(Signed);
        Penneo.ChangeCurrent(row.PenneoId!, x => x with { IsActive = false });

        await _host.Current.ChangeAsync(row.Id, new CurrentChange(EventTypes: [Completed, Completed, Signed]), cancellationToken: Stop);

        Assert.Equal([Completed, Signed], There.EventTypes);
        Assert.Equal((row.Endpoint, false), (There.Endpoint, There.IsActive));
    }

    [Fact]
    public async Task NoDifference_IsNotSent()
    {
        var row = await _host.CreateCurrentAsync(Signed, Completed);

        await _host.Current.ChangeAsync(row.Id, new CurrentChange(row.Endpoint, [Completed, Signed], true), cancellationToken: Stop);

        Assert.Equal(0, Penneo.Calls(PenneoCall.CurrentReplace));
    }

    [Fact]
    public async Task ChangedElsewhereMeanwhile_SavesNothing_AndTellsWhatIsThere()
    {
        var row = await _host.CreateCurrentAsync(Signed);
        var seen = (await _host.Current.ReadAsync(row.Id, Stop)).Settings;
        Penneo.ChangeCurrent(row.PenneoId!, x => x with { EventTypes = [Completed] });

        var refused = await Assert.ThrowsAsync<ChangedElsewhereException>(() => _host.Current.ChangeAsync(row.Id, new CurrentChange(IsActive: false), seen, Stop));

        Assert.Equal([Completed], refused.Now.EventTypes);
        Assert.Equal(0, Penneo.Calls(PenneoCall.CurrentReplace));
        await _host.Current.ChangeAsync(row.Id, new CurrentChange(IsActive: false), refused.Now, Stop);
        Assert.Equal([Completed], There.EventTypes);
        Assert.False(There.IsActive);
    }

    [Fact]
    public async Task Read_TellsWhatWasChangedElsewhere_AndTakesItOver()
    {
        var row = await _host.CreateCurrentAsync(Signed);
        Penneo.ChangeCurrent(row.PenneoId!, x => x with { EventTypes = [Completed], IsActive = false });

        var reading = await _host.Current.ReadAsync(row.Id, Stop);

        Assert.Equivalent(new SettingsDiff([Completed], [Signed], 0, null, false), reading.ChangedElsewhere, strict: true);
        Assert.Equal(SubscriptionState.Paused, (await _host.FindAsync(row.Id)).State);
        Assert.True((await _host.Current.ReadAsync(row.Id, Stop)).ChangedElsewhere.IsEmpty);
    }

    [Fact]
    public async Task GoneAtPenneo_SaysSo()
    {
        var row = await _host.CreateCurrentAsync(Signed);
        Penneo.RemoveCurrent(row.PenneoId!);

        var failure = await Assert.ThrowsAsync<SubscriptionException>(() => _host.Current.ChangeAsync(row.Id, new CurrentChange(IsActive: false), cancellationToken: Stop));

        Assert.StartsWith("Penneo no longer has this subscription", failure.Message, StringComparison.Ordinal);
        Assert.Equal(SubscriptionState.Failed, (await _host.FindAsync(row.Id)).State);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(422)]
    [InlineData(500)]
    public async Task Replace_Fails_OursStaysAsItWas(int status)
    {
        var row = await _host.CreateCurrentAsync(Signed);
        Penneo.Fail(PenneoCall.CurrentReplace, Answers.Error(status, "Because."));

        var failure = await _host.FailureAsync(() => _host.Current.ChangeAsync(row.Id, new CurrentChange(IsActive: false)));

        Assert.Equal(status, (int)failure.Status!);
        Assert.Equal(SubscriptionState.Active, (await _host.FindAsync(row.Id)).State);
    }

    [Fact]
    public async Task EndpointOfAnotherSystem_CanBeBroughtHere()
    {
        var other = Penneo.AddCurrent("https://other.example.com/hook", Signed);
        var row = await _host.Sync.AdoptAsync(other.Id, Stop);
        Assert.Null(row.ReceiveUrl);

        await _host.Current.ChangeAsync(row.Id, new CurrentChange(_host.App.BaseUrl + "/webhooks/penneo/{key}"), cancellationToken: Stop);

        var after = await _host.FindAsync(row.Id);
        Assert.Equal((There.Endpoint, There.Endpoint), (after.Endpoint, after.ReceiveUrl));
        Assert.Equal(other.Secret, _host.SecretOf(row.Id));
    }

    [Fact]
    public async Task EndpointBroughtHere_Refused_LeavesNoKeyBehind()
    {
        var other = Penneo.AddCurrent("https://other.example.com/hook", Signed);
        var row = await _host.Sync.AdoptAsync(other.Id, Stop);
        Penneo.Fail(PenneoCall.CurrentReplace, Answers.Error(409, "Taken."));

        await _host.FailureAsync(() => _host.Current.ChangeAsync(row.Id, new CurrentChange(_host.App.BaseUrl + "/webhooks/penneo/{key}")));

        Assert.Null((await _host.FindAsync(row.Id)).ReceiveUrl);
    }

    [Fact]
    public async Task Legacy_CanNotBeChanged()
    {
        var row = await _host.ActiveAsync();

        var failure = await Assert.ThrowsAsync<SubscriptionException>(() => _host.Current.ChangeAsync(row.Id, new CurrentChange(IsActive: false), cancellationToken: Stop));

        Assert.Contains("legacy service can't change", failure.Message, StringComparison.Ordinal);
    }
}
