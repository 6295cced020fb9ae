using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Penneo;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class ConfirmationTests : IAsyncLifetime
{
    private SubscriptionsHost _host = null!;

    private FakePenneo Penneo => _host.Penneo;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await SubscriptionsHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Manual_WaitsForThePerson()
    {
        var row = await _host.CreateAsync(autoConfirm: false);
        var waiting = await _host.UntilAsync(row.Id, x => x.ConfirmationToken is not null, "the token");
        Assert.Equal((SubscriptionState.PendingConfirmation, Penneo.Subscriptions[0].Token), (waiting.State, waiting.ConfirmationToken));
        Assert.Equal(0, Penneo.Calls(PenneoCall.Confirm));

        await _host.Service.ConfirmAsync(row.Id, cancellationToken: Stop);

        Assert.Equal(SubscriptionState.Active, (await _host.FindAsync(row.Id)).State);
        Assert.True(Penneo.Subscriptions[0].Confirmed);
    }

    [Fact]
    public async Task Manual_SwitchedToAutomatic_ConfirmsAtOnce()
    {
        var row = await _host.CreateAsync(autoConfirm: false);
        await _host.UntilAsync(row.Id, x => x.ConfirmationToken is not null, "the token");

        await _host.Service.SetAutoConfirmAsync(row.Id, true, Stop);

        await _host.UntilAsync(row.Id, x => x.State == SubscriptionState.Active, "the confirmation");
    }

    [Fact]
    public async Task Restart_BetweenCreateAndConfirm_ConfirmsAfterIt()
    {
        Penneo.Fail(PenneoCall.Confirm, Answers.Error(503, "Down."));
        var row = await _host.CreateAsync();
        await _host.UntilAsync(row.Id, x => x.Problem is not null, "the failed attempt");
        Penneo.Heal();

        await _host.RestartAsync();

        var active = await _host.UntilAsync(row.Id, x => x.State == SubscriptionState.Active, "the confirmation");
        Assert.Null(active.Problem);
    }

    [Fact]
    public async Task Confirm_PenneoDownForAWhile_IsTriedAgainMoreAndMoreRarely()
    {
        Penneo.Fail(PenneoCall.Confirm, Answers.Error(503, "Down."));
        var row = await _host.CreateAsync();
        await Eventually.TrueAsync(() => Penneo.Calls(PenneoCall.Confirm) == 1, "the first attempt");

        var start = _host.Clock.GetUtcNow();
        await Eventually.TrueAsync(() => Penneo.Calls(PenneoCall.Confirm) == 4, "three more attempts", () => _host.Clock.Advance(TimeSpan.FromSeconds(1)));
        Assert.True(_host.Clock.GetUtcNow() - start > TimeSpan.FromSeconds(100), "20, 40 and 80 seconds lie between them");
        Penneo.Heal();

        await Eventually.TrueAsync(() => Penneo.Subscriptions[0].Confirmed, "the confirmation", () => _host.Clock.Advance(TimeSpan.FromSeconds(1)));
        await _host.UntilAsync(row.Id, x => x is { State: SubscriptionState.Active, Problem: null }, "the new state");
    }

    [Fact]
    public async Task Confirm_AfterTheClockWasSetBack_IsTriedAgainNoLater()
    {
        Penneo.Fail(PenneoCall.Confirm, Answers.Error(503, "Down."));
        await _host.CreateAsync();
        await Eventually.TrueAsync(() => Penneo.Calls(PenneoCall.Confirm) == 1, "the first attempt");
        Penneo.Heal();

        _host.Clock.Set(_host.Clock.GetUtcNow().AddHours(-30));

        await Eventually.TrueAsync(() => Penneo.Subscriptions[0].Confirmed, "the confirmation", () => _host.Clock.Advance(TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Confirm_Fails_TheStateStaysAndTheReasonShows(int status)
    {
        var row = await WaitingAsync();
        Penneo.Fail(PenneoCall.Confirm, Answers.Error(status, "Because."));

        await _host.FailureAsync(() => _host.Service.ConfirmAsync(row.Id));

        var after = await _host.FindAsync(row.Id);
        Assert.Equal((SubscriptionState.PendingConfirmation, status, Answers.RequestId), (after.State, after.Problem!.Status, after.Problem.RequestId));
        Assert.Contains("Because.", after.Problem.Message, StringComparison.Ordinal);
        Penneo.Heal();
        await _host.Service.ConfirmAsync(row.Id, cancellationToken: Stop);
        Assert.Null((await _host.FindAsync(row.Id)).Problem);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("closed")]
    [InlineData("silent")]
    public async Task Confirm_NoSensibleAnswer_TheStateStays(string answer)
    {
        var row = await WaitingAsync();
        Penneo.Fail(PenneoCall.Confirm, answer switch { "html" => Answers.Html(200), "closed" => Answers.Close, _ => Answers.Silence(Penneo) });

        await _host.FailureAsync(() => _host.Service.ConfirmAsync(row.Id));

        var after = await _host.FindAsync(row.Id);
        Assert.Equal(SubscriptionState.PendingConfirmation, after.State);
        Assert.StartsWith("Confirming failed. ", after.Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_EarlierAttemptWorkedUnheard_IsFoundOut()
    {
        var row = await WaitingAsync();
        Penneo.Fail(PenneoCall.Confirm, http =>
        {
            Penneo.Confirm(Penneo.Subscriptions[0].Id);
            return Answers.Close(http);
        });
        await _host.FailureAsync(() => _host.Service.ConfirmAsync(row.Id));
        Penneo.Heal();

        await _host.Service.ConfirmAsync(row.Id, cancellationToken: Stop);

        Assert.True((await _host.FindAsync(row.Id)) is { State: SubscriptionState.Active, Problem: null });
    }

    [Fact]
    public async Task RefusedToken_IsNotTriedAgainByItself_ButANewOneIs()
    {
        Penneo.Confirmation = ConfirmationMessage.Never;
        var row = await _host.CreateAsync();
        await Penneo.PostAsync(row.Endpoint, """{"Type":"SubscriptionConfirmation","Token":"wrong"}""");
        await _host.UntilAsync(row.Id, x => x.Problem is not null, "the refusal");
        for (var minute = 0; minute < 10; minute++)
            _host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, Penneo.Calls(PenneoCall.Confirm));

        await Penneo.SendConfirmationAsync(Penneo.Subscriptions[0]);

        await _host.UntilAsync(row.Id, x => x.State == SubscriptionState.Active, "the confirmation");
    }

    [Fact]
    public async Task Confirm_OfAnActiveOne_DoesNothing()
    {
        var row = await _host.ActiveAsync();

        await _host.Service.ConfirmAsync(row.Id, "anything", Stop);

        Assert.Equal(1, Penneo.Calls(PenneoCall.Confirm));
    }

    private async Task<SubscriptionView> WaitingAsync()
    {
        var row = await _host.CreateAsync(autoConfirm: false);
        return await _host.UntilAsync(row.Id, x => x.ConfirmationToken is not null, "the token");
    }
}
