using System.Globalization;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class PenneoSyncTests : IAsyncLifetime
{
    private SubscriptionsHost _host = null!;

    private FakePenneo Penneo => _host.Penneo;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await SubscriptionsHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Refresh_ShowsWhatWasMadeElsewhere_AndNotOurs()
    {
        await _host.ActiveAsync();
        var other = Penneo.Add("signer", "https://other.example.com/hook", confirmed: false);
        var lost = Penneo.Add("casefile", _host.App.BaseUrl + "/webhooks/penneo/" + ReceiveKeys.Create());

        var elsewhere = (await _host.Sync.RefreshAsync(Stop)).Elsewhere;

        Assert.Equal(
            [
                new SubscriptionElsewhere(Id(other), "signer", other.Endpoint, Confirmed: false, PointsHere: false),
                new SubscriptionElsewhere(Id(lost), "casefile", lost.Endpoint, Confirmed: true, PointsHere: true),
            ],
            elsewhere);
    }

    [Fact]
    public async Task Refresh_PenneoNoLongerHasOurs_SaysSo()
    {
        var row = await _host.ActiveAsync();
        Penneo.Remove(Penneo.Subscriptions[0].Id);

        await _host.Sync.RefreshAsync(Stop);

        var after = await _host.FindAsync(row.Id);
        Assert.Equal(SubscriptionState.Failed, after.State);
        Assert.Contains("Penneo no longer has this subscription", after.Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_ConfirmedElsewhere_IsActive()
    {
        var row = await _host.CreateAsync(autoConfirm: false);
        Penneo.Confirm(Penneo.Subscriptions[0].Id);

        await _host.Sync.RefreshAsync(Stop);

        Assert.Equal(SubscriptionState.Active, (await _host.FindAsync(row.Id)).State);
    }

    [Fact]
    public async Task Refresh_CreationOfWhichNobodyKnew_IsFoundAndConfirmed()
    {
        var row = await _host.UnknownAsync();
        var made = Penneo.Add("casefile", row.Endpoint, confirmed: false);
        await Penneo.SendConfirmationAsync(made);

        Assert.Empty((await _host.Sync.RefreshAsync(Stop)).Elsewhere);

        var active = await _host.UntilAsync(row.Id, x => x.State == SubscriptionState.Active, "the confirmation");
        Assert.Equal((Id(made), null), (active.PenneoId, active.Problem));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(500)]
    public async Task Refresh_Fails_NothingChanges(int status)
    {
        var row = await _host.ActiveAsync();
        Penneo.Fail(PenneoCall.List, Answers.Error(status, "Because."));

        var compared = await _host.AfterWaitingAsync(_host.Sync.RefreshAsync(Stop));

        var failure = Assert.Single(compared.Failures);
        Assert.Equal((Generation.Legacy, status), (failure.Generation, (int)failure.Reason.Status!));
        Assert.Equal(row, await _host.OnlyAsync());
    }

    [Fact]
    public async Task Refresh_SameIdTwiceInTheList_IsTakenOnce()
    {
        Penneo.Fail(PenneoCall.List, Answers.Text(200, "application/json",
            """[{"id":7,"topic":"signer","endpoint":"https://x.example.com"},{"id":7,"topic":"signer","endpoint":"https://x.example.com"}]"""));

        Assert.Single((await _host.Sync.RefreshAsync(Stop)).Elsewhere);
    }

    [Fact]
    public async Task Adopt_PointingHere_ReceivesFromThenOn()
    {
        var lost = Penneo.Add("casefile", _host.App.BaseUrl + "/webhooks/penneo/" + ReceiveKeys.Create());
        Assert.Equal(404, await Penneo.PostAsync(lost.Endpoint, Samples.Casefile));

        var adopted = await _host.Sync.AdoptAsync(Id(lost), Stop);

        Assert.Equal((SubscriptionState.Active, Id(lost), lost.Endpoint), (adopted.State, adopted.PenneoId, adopted.ReceiveUrl));
        Assert.Empty((await _host.Sync.RefreshAsync(Stop)).Elsewhere);
        await _host.Service.TestAsync(adopted.Id, Stop);
        await _host.UntilAsync(adopted.Id, x => x.FirstEventAt is not null, "the event");
    }

    [Fact]
    public async Task Adopt_OfAnotherSystem_CanBeTestedAndDeleted()
    {
        var other = Penneo.Add("signer", _host.App.BaseUrl + "/health/live", confirmed: true);

        var adopted = await _host.Sync.AdoptAsync(Id(other), Stop);

        Assert.Null(adopted.ReceiveUrl);
        await _host.Service.TestAsync(adopted.Id, Stop);
        await _host.Service.DeleteAsync(adopted.Id, cancellationToken: Stop);
        Assert.Empty(Penneo.Subscriptions);
    }

    [Fact]
    public async Task Adopt_PressedTwice_MakesOneRow()
    {
        var lost = Penneo.Add("casefile", _host.App.BaseUrl + "/webhooks/penneo/" + ReceiveKeys.Create());

        var both = await Task.WhenAll(_host.Sync.AdoptAsync(Id(lost), Stop), _host.Sync.AdoptAsync(Id(lost), Stop));

        Assert.Equal(both[0].Id, both[1].Id);
        await _host.OnlyAsync();
    }

    [Fact]
    public async Task Adopt_OneThatWasOursOnce_Works()
    {
        var row = await _host.ActiveAsync();
        await _host.Service.DeleteAsync(row.Id, hereOnly: true, Stop);
        var elsewhere = Assert.Single((await _host.Sync.RefreshAsync(Stop)).Elsewhere);
        Assert.True(elsewhere.PointsHere);

        var again = await _host.Sync.AdoptAsync(elsewhere.PenneoId, Stop);

        Assert.NotEqual(row.Id, again.Id);
        Assert.Equal(200, await Penneo.PostAsync(row.Endpoint, Samples.Casefile));
    }

    [Fact]
    public async Task Adopt_Unknown_SaysSo()
    {
        var failure = await Assert.ThrowsAsync<SubscriptionException>(() => _host.Sync.AdoptAsync("9999", Stop));

        Assert.Equal((true, "Penneo has no subscription 9999."), (failure.IsUnknown, failure.Message));
    }

    [Fact]
    public async Task DeleteElsewhere_RemovesItThere()
    {
        var other = Penneo.Add("signer", "https://other.example.com/hook");

        await _host.Sync.DeleteElsewhereAsync(Id(other), Stop);

        Assert.Empty(Penneo.Subscriptions);
        Penneo.Fail(PenneoCall.Delete, Answers.Error(403, "No."));
        await _host.FailureAsync(() => _host.Sync.DeleteElsewhereAsync("1"));
    }

    private static string Id(FakeSubscription subscription) => subscription.Id.ToString(CultureInfo.InvariantCulture);
}
