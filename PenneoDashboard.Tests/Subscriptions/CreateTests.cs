using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class CreateTests : IAsyncLifetime
{
    private SubscriptionsHost _host = null!;

    private FakePenneo Penneo => _host.Penneo;

    public async ValueTask InitializeAsync() => _host = await SubscriptionsHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(ConfirmationMessage.BeforeTheAnswer)]
    [InlineData(ConfirmationMessage.AfterTheAnswer)]
    public async Task Create_ConfirmsByItself_WhicheverComesFirst(ConfirmationMessage order)
    {
        Penneo.Confirmation = order;

        var created = await _host.CreateAsync("signer");

        var active = await _host.UntilAsync(created.Id, x => x.State == SubscriptionState.Active, "the confirmation");
        var there = Assert.Single(Penneo.Subscriptions);
        Assert.True(there.Confirmed);
        Assert.Equal((there.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), "signer", there.Endpoint), (active.PenneoId, active.Topic, active.Endpoint));
        Assert.Equal(active.Endpoint, active.ReceiveUrl);
        Assert.NotNull(active.ConfirmedAt);
        Assert.NotNull(active.ConfirmationReceivedAt);
        Assert.Equal((0, null), (active.Deliveries, active.FirstEventAt));
        Assert.Equal(1, Penneo.Calls(PenneoCall.Confirm));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(429)]
    public async Task Create_Refused_LeavesNothingBehind(int status)
    {
        Penneo.Fail(PenneoCall.Create, Answers.Error(status, "Because."));

        var failure = await _host.FailureAsync(() => _host.CreateAsync());

        Assert.Contains("Because.", failure.Message, StringComparison.Ordinal);
        Assert.Equal((status, Answers.RequestId, Answers.TraceId), ((int)failure.Status!, failure.RequestId, failure.TraceId));
        Assert.Empty(await _host.Store.ListAsync(Stop));
        Assert.Equal(404, await Penneo.PostAsync(EndpointAsked(), Samples.Casefile));
    }

    [Fact]
    public async Task Create_NobodyThere_LeavesNothingBehind()
    {
        await using var dead = await SubscriptionsHost.StartAsync(("Penneo:ApiBaseUrl", "http://127.0.0.1:1"));

        var failure = await dead.FailureAsync(() => dead.CreateAsync());

        Assert.StartsWith("Penneo can't be reached", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await dead.Store.ListAsync(Stop));
    }

    [Theory]
    [InlineData("500")]
    [InlineData("html")]
    [InlineData("closed")]
    [InlineData("silent")]
    [InlineData("half")]
    public async Task Create_NobodyKnows_KeepsTheRowAndItsUrl(string answer)
    {
        Penneo.Fail(PenneoCall.Create, answer switch
        {
            "500" => Answers.Error(500, "Because."),
            "html" => Answers.Html(200),
            "closed" => Answers.Close,
            "silent" => Answers.Silence(Penneo),
            _ => Answers.HalfAnAnswer(Penneo),
        });

        var failure = await _host.FailureAsync(() => _host.CreateAsync());

        var row = await _host.OnlyAsync();
        Assert.Equal((SubscriptionState.Failed, null), (row.State, row.PenneoId));
        Assert.Equal(
            new SubscriptionProblem("Creating failed. " + failure.Message, (int?)failure.Status, failure.RequestId, failure.TraceId), row.Problem);
        Assert.Equal(200, await Penneo.PostAsync(EndpointAsked(), Samples.Casefile));
    }

    [Fact]
    public async Task Create_CallerLeaves_IsFinishedAllTheSame()
    {
        var arrived = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        Penneo.Fail(PenneoCall.Create, async http =>
        {
            arrived.SetResult();
            await answer.Task;
            var made = Penneo.Add("casefile", EndpointAsked(), confirmed: false);
            await Answers.Text(200, "application/json", $$"""{"id":{{made.Id}},"topic":"casefile","endpoint":"{{made.Endpoint}}","confirmed":false}""")(http);
            await Penneo.SendConfirmationAsync(made);
        });
        using var caller = new CancellationTokenSource();
        var create = _host.Service.CreateAsync(new NewSubscription(Generation.Legacy, "casefile"), caller.Token);
        await arrived.Task;

        await caller.CancelAsync();
        answer.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => create);
        await _host.UntilAsync((await _host.OnlyAsync()).Id, x => x.State == SubscriptionState.Active, "the confirmation");
    }

    [Theory]
    [InlineData(null, null, "A legacy subscription needs a topic: casefile or signer.")]
    [InlineData("document", null, "A legacy subscription needs a topic: casefile or signer.")]
    [InlineData("casefile", "hooks.example.com", "The endpoint must be an absolute http or https URL.")]
    [InlineData("casefile", "ftp://hooks.example.com/{key}", "The endpoint must be an absolute http or https URL.")]
    public async Task Create_Nonsense_IsNotAskedOfPenneo(string? topic, string? endpoint, string message)
    {
        var failure = await Assert.ThrowsAsync<SubscriptionException>(() => _host.CreateAsync(topic!, endpoint));

        Assert.Equal(message, failure.Message);
        Assert.Empty(Penneo.Requests);
        Assert.Empty(await _host.Store.ListAsync(Stop));
    }

    [Fact]
    public async Task Create_EndpointWithKey_IsFilledIn()
    {
        var row = await _host.CreateAsync(endpoint: _host.App.BaseUrl + "/webhooks/penneo/{key}");

        Assert.Equal(row.Endpoint, row.ReceiveUrl);
        Assert.DoesNotContain("{key}", row.Endpoint, StringComparison.Ordinal);
        await _host.UntilAsync(row.Id, x => x.State == SubscriptionState.Active, "the confirmation");
    }

    [Fact]
    public async Task Create_EndpointOfAnotherSystem_IsConfirmedWithATokenFromThere()
    {
        Penneo.Confirmation = ConfirmationMessage.Never;
        var row = await _host.CreateAsync(endpoint: "https://other.example.com/hook");
        Assert.Null(row.ReceiveUrl);
        await Assert.ThrowsAsync<SubscriptionException>(() => _host.Service.ConfirmAsync(row.Id, cancellationToken: Stop));

        await _host.Service.ConfirmAsync(row.Id, Penneo.Subscriptions[0].Token, Stop);

        Assert.Equal(SubscriptionState.Active, (await _host.FindAsync(row.Id)).State);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string EndpointAsked() =>
        System.Text.Json.JsonDocument.Parse(Penneo.Requests.Last(x => x.Call == PenneoCall.Create).Body).RootElement.GetProperty("endpoint").GetString()!;
}
