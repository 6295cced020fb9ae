using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class RetryCreateTests : IAsyncLifetime
{
    private SubscriptionsHost _host = null!;

    private FakePenneo Penneo => _host.Penneo;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await SubscriptionsHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Retry_PenneoHasIt_TakesThatOne()
    {
        var row = await _host.UnknownAsync();
        var made = Penneo.Add("casefile", row.Endpoint, confirmed: false);

        await _host.Service.RetryCreateAsync(row.Id, Stop);
        Assert.Equal(200, await Penneo.SendConfirmationAsync(made));

        var active = await _host.UntilAsync(row.Id, x => x.State == SubscriptionState.Active, "the confirmation");
        Assert.Null(active.Problem);
        Assert.Equal(1, Penneo.Calls(PenneoCall.Create));
    }

    [Fact]
    public async Task Retry_PenneoDoesNotHaveIt_CreatesIt()
    {
        var row = await _host.UnknownAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(5));

        await _host.Service.RetryCreateAsync(row.Id, Stop);

        var active = await _host.UntilAsync(row.Id, x => x.State == SubscriptionState.Active, "the confirmation");
        Assert.Equal(row.Endpoint, Assert.Single(Penneo.Subscriptions).Endpoint);
        Assert.Equal(_host.Clock.GetUtcNow(), active.CreatedAt);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Retry_FailsAgain_TheRowStaysWithTheNewReason(int status)
    {
        var row = await _host.UnknownAsync();
        Penneo.Fail(PenneoCall.Create, Answers.Error(status, "Still not."));

        await _host.FailureAsync(() => _host.Service.RetryCreateAsync(row.Id));

        var after = await _host.OnlyAsync();
        Assert.Equal((SubscriptionState.Failed, status), (after.State, after.Problem!.Status));
        Assert.Contains("Still not.", after.Problem.Message, StringComparison.Ordinal);
        Assert.Equal(200, await Penneo.PostAsync(row.Endpoint, Samples.Casefile));
    }

    [Fact]
    public async Task Retry_PenneoCantBeAsked_ChangesNothing()
    {
        var row = await _host.UnknownAsync();
        Penneo.Fail(PenneoCall.List, Answers.Error(403, "No."));

        await _host.FailureAsync(() => _host.Service.RetryCreateAsync(row.Id));

        // Its health is told anew at each look.
        var now = await _host.OnlyAsync();
        Assert.Equal(row with { Health = now.Health }, now);
        Assert.Equal(1, Penneo.Calls(PenneoCall.Create));
    }

    [Fact]
    public async Task Retry_PressedTwice_CreatesOnce()
    {
        var row = await _host.UnknownAsync();

        var both = Task.WhenAll(_host.Service.RetryCreateAsync(row.Id, Stop), _host.Service.RetryCreateAsync(row.Id, Stop));

        await Assert.ThrowsAsync<SubscriptionException>(() => both);
        Assert.Single(Penneo.Subscriptions);
    }

    [Fact]
    public async Task Retry_SameEndpointAsAnotherOfOurs_IsNotMistakenForIt()
    {
        const string Endpoint = "https://other.example.com/hook";
        Penneo.Confirmation = ConfirmationMessage.Never;
        var first = await _host.CreateAsync(endpoint: Endpoint);
        Penneo.Fail(PenneoCall.Create, Answers.Error(500, "Oops."));
        await _host.FailureAsync(() => _host.CreateAsync(endpoint: Endpoint));
        Penneo.Heal();
        var second = (await _host.Store.ListAsync(Stop))[1];

        await _host.Service.RetryCreateAsync(second.Id, Stop);

        Assert.Equal(2, Penneo.Subscriptions.Count);
        Assert.NotEqual(first.PenneoId, (await _host.FindAsync(second.Id)).PenneoId);
    }

    [Fact]
    public async Task Restart_DuringTheCreateCall_LeavesAWayToFinishIt()
    {
        // What a creation leaves that never got its answer.
        await _host.Store.AddAsync(
            new Subscription { Topic = "casefile", Endpoint = "https://hooks.example.com/webhooks/penneo/k", ReceiveKey = "k", CreatedAt = _host.Clock.GetUtcNow() }, Stop);
        await _host.RestartAsync();

        var row = await _host.OnlyAsync();
        Assert.Equal(SubscriptionState.Failed, row.State);
        Assert.Contains("stopped before Penneo answered", row.Problem!.Message, StringComparison.Ordinal);
        Penneo.Confirmation = ConfirmationMessage.Never;
        await _host.Service.RetryCreateAsync(row.Id, Stop);

        Assert.Equal(row.Endpoint, Assert.Single(Penneo.Subscriptions).Endpoint);
        Assert.Equal(SubscriptionState.PendingConfirmation, (await _host.OnlyAsync()).State);
    }
}
