using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class CurrentCreateTests : IAsyncLifetime
{
    private const string Signed = "sign.signer.signed";

    private SubscriptionsHost _host = null!;

    private FakePenneo Penneo => _host.Penneo;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await SubscriptionsHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Create_IsActiveAtOnce_WithItsSecret()
    {
        var made = await _host.CreateCurrentAsync(Signed, PenneoVocabulary.TestEventType, Signed);

        var there = Assert.Single(Penneo.CurrentSubscriptions);
        Assert.Equal((Generation.Current, SubscriptionState.Active, there.Id, there.Endpoint), (made.Generation, made.State, made.PenneoId, made.ReceiveUrl));
        Assert.Equal([Signed, PenneoVocabulary.TestEventType], made.EventTypes);
        Assert.Equal(there.EventTypes, made.EventTypes);
        Assert.True(made.HasSecret);
        Assert.Equal(there.Secret, _host.SecretOf(made.Id));
        await _host.RestartAsync();
        Assert.Equivalent(made.EventTypes, (await _host.FindAsync(made.Id)).EventTypes, strict: true);
    }

    [Fact]
    public async Task Create_ReceivesBeforePenneoHasAnswered()
    {
        var status = 0;
        Penneo.Fail(PenneoCall.CurrentCreate, async http =>
        {
            status = await Penneo.PostAsync(EndpointAsked(), Samples.Signer);
            var made = Penneo.AddCurrent(EndpointAsked(), Signed);
            await Answers.Text(201, "application/json", $$"""{"id":"{{made.Id}}","endpoint":"{{made.Endpoint}}","eventTypes":["{{Signed}}"],"isActive":true,"secret":"{{made.Secret}}"}""")(http);
        });

        var made = await _host.CreateCurrentAsync(Signed);

        Assert.Equal(200, status);
        Assert.Equal(1, (await _host.FindAsync(made.Id)).Deliveries);
    }

    [Theory]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(403)]
    public async Task Create_Refused_LeavesNothingBehind(int status)
    {
        Penneo.Fail(PenneoCall.CurrentCreate, Answers.Error(status, "Because."));

        var failure = await _host.FailureAsync(() => _host.CreateCurrentAsync(Signed));

        Assert.Contains("Because.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await _host.Store.ListAsync(Stop));
        Assert.Equal(404, await Penneo.PostAsync(EndpointAsked(), Samples.Signer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NobodyKnows_PenneoMadeIt_EndsWithOneThatHasItsSecret(bool tells)
    {
        var row = await UnknownAsync();
        var made = Penneo.AddCurrent(row.Endpoint, Signed);
        Penneo.TellsSecrets = tells;

        await _host.Sync.RefreshAsync(Stop);
        Assert.Equal(tells ? SubscriptionState.Active : SubscriptionState.Failed, (await _host.OnlyAsync()).State);
        if (!tells)
            await _host.Service.RetryCreateAsync(row.Id, Stop);

        // Of one whose secret nobody tells a new one is made in its place.
        var there = Assert.Single(Penneo.CurrentSubscriptions);
        Assert.Equal(tells, there.Id == made.Id);
        var after = await _host.OnlyAsync();
        Assert.Equal((SubscriptionState.Active, there.Id, null), (after.State, after.PenneoId, after.Problem));
        Assert.Equal(there.Secret, _host.SecretOf(row.Id));
    }

    [Fact]
    public async Task NobodyKnows_PenneoDidNotMakeIt_IsCreatedOnRetry()
    {
        var row = await UnknownAsync();

        await _host.Service.RetryCreateAsync(row.Id, Stop);

        Assert.Equal((SubscriptionState.Active, row.Endpoint), ((await _host.OnlyAsync()).State, Assert.Single(Penneo.CurrentSubscriptions).Endpoint));
    }

    [Theory]
    [InlineData("casefile.completed", "Penneo has no event type 'casefile.completed'.")]
    [InlineData("", "Penneo has no event type ''.")]
    [InlineData(null, "A current subscription needs at least one event type")]
    public async Task Create_Nonsense_IsNotAskedOfPenneo(string? eventType, string message)
    {
        var failure = await Assert.ThrowsAsync<SubscriptionException>(() => _host.CreateCurrentAsync(eventType is null ? [] : [eventType]));

        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
        Assert.Empty(Penneo.Requests);
    }

    [Fact]
    public async Task Delete_RemovesItThereAndHere_WithItsSecret()
    {
        var row = await _host.CreateCurrentAsync(Signed);

        await _host.Service.DeleteAsync(row.Id, cancellationToken: Stop);

        Assert.Empty(Penneo.CurrentSubscriptions);
        Assert.Empty(await _host.Store.ListAsync(Stop));
        Assert.Null(_host.SecretOf(row.Id));
        Assert.Equal(404, await Penneo.PostAsync(row.Endpoint, Samples.Signer));
    }

    private async Task<SubscriptionView> UnknownAsync()
    {
        Penneo.Fail(PenneoCall.CurrentCreate, Answers.Error(500, "Oops."));
        await _host.FailureAsync(() => _host.CreateCurrentAsync(Signed));
        Penneo.Heal();
        return await _host.OnlyAsync();
    }

    private string EndpointAsked() =>
        System.Text.Json.JsonDocument.Parse(Penneo.Requests.Last(x => x.Call == PenneoCall.CurrentCreate).Body).RootElement.GetProperty("endpoint").GetString()!;
}
