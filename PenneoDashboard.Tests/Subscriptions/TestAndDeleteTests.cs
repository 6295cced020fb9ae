using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Events;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Penneo;
using Xunit;

namespace PenneoDashboard.Tests.Subscriptions;

public sealed class TestAndDeleteTests : IAsyncLifetime
{
    private SubscriptionsHost _host = null!;

    private FakePenneo Penneo => _host.Penneo;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await SubscriptionsHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("casefile")]
    [InlineData("signer")]
    public async Task Test_BringsTheFirstEvent(string topic)
    {
        var row = await _host.ActiveAsync(topic);
        Assert.Null(row.FirstEventAt);

        await _host.Service.TestAsync(row.Id, Stop);

        var tested = await _host.UntilAsync(row.Id, x => x.FirstEventAt is not null, "the first event");
        Assert.Equal(1, tested.Deliveries);
        Assert.True(tested.TestedAt <= tested.LastEventAt, "the test was asked before what it brought arrived");
        Assert.Equal($"/api/v1/webhook/subscriptions/{row.PenneoId}/test", Penneo.Requests.Single(x => x.Call == PenneoCall.Test).Path);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Test_Fails_NothingChanges(int status)
    {
        var row = await _host.ActiveAsync();
        Penneo.Fail(PenneoCall.Test, Answers.Error(status, "Because."));

        var failure = await _host.FailureAsync(() => _host.Service.TestAsync(row.Id));

        Assert.Equal((status, Answers.RequestId), ((int)failure.Status!, failure.RequestId));
        Assert.Equal(row, await _host.FindAsync(row.Id));
    }

    [Fact]
    public async Task Test_OfAnUnconfirmedOne_IsNotAsked()
    {
        var row = await _host.CreateAsync(autoConfirm: false);

        await Assert.ThrowsAsync<SubscriptionException>(() => _host.Service.TestAsync(row.Id, Stop));

        Assert.Equal(0, Penneo.Calls(PenneoCall.Test));
    }

    [Fact]
    public async Task Delete_RemovesItThereAndHere_AndKeepsItsEvents()
    {
        var row = await _host.ActiveAsync();
        await _host.Service.TestAsync(row.Id, Stop);

        await _host.Service.DeleteAsync(row.Id, cancellationToken: Stop);

        Assert.Empty(Penneo.Subscriptions);
        Assert.Empty(await _host.Store.ListAsync(Stop));
        Assert.Equal(404, await Penneo.PostAsync(row.Endpoint, Samples.Casefile));
        var events = await _host.App.Services.GetRequiredService<EventQueries>().ListAsync(EventFilter.All, 10, cancellationToken: Stop);
        Assert.Equal(row.Id, Assert.Single(events.Items).SubscriptionId);
        var gone = await Assert.ThrowsAsync<SubscriptionException>(() => _host.Service.DeleteAsync(row.Id, cancellationToken: Stop));
        Assert.True(gone.IsUnknown);
        await _host.RestartAsync();
        Assert.Empty(await _host.Store.ListAsync(Stop));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Delete_Fails_NothingChanges(int status)
    {
        var row = await _host.ActiveAsync();
        Penneo.Fail(PenneoCall.Delete, Answers.Error(status, "Because."));

        await _host.FailureAsync(() => _host.Service.DeleteAsync(row.Id));

        Assert.Equal(row, await _host.OnlyAsync());
        Assert.Equal(200, await Penneo.PostAsync(row.Endpoint, Samples.Casefile));
    }

    [Fact]
    public async Task Delete_HereOnly_AsksNothingOfPenneo()
    {
        var row = await _host.ActiveAsync();
        Penneo.Fail(PenneoCall.Delete, Answers.Error(500, "Because."));

        await _host.Service.DeleteAsync(row.Id, hereOnly: true, Stop);

        Assert.Empty(await _host.Store.ListAsync(Stop));
        Assert.Equal(0, Penneo.Calls(PenneoCall.Delete));
    }

    [Fact]
    public async Task Delete_AlreadyGoneThere_IsDone()
    {
        var row = await _host.ActiveAsync();
        Penneo.Remove(Penneo.Subscriptions[0].Id);

        await _host.Service.DeleteAsync(row.Id, cancellationToken: Stop);

        Assert.Empty(await _host.Store.ListAsync(Stop));
    }

    [Fact]
    public async Task Delete_OfOneNobodyKnowsAbout_LooksAtPenneoFirst()
    {
        var row = await _host.UnknownAsync();
        Penneo.Add("casefile", row.Endpoint, confirmed: false);
        var other = Penneo.Add("casefile", "https://other.example.com/hook");

        await _host.Service.DeleteAsync(row.Id, cancellationToken: Stop);

        Assert.Equal(other, Assert.Single(Penneo.Subscriptions));
        Assert.Empty(await _host.Store.ListAsync(Stop));
    }

    [Fact]
    public async Task Delete_WhileItIsBeingCreated_WaitsForPenneosAnswer()
    {
        var answer = new TaskCompletionSource();
        Penneo.Fail(PenneoCall.Create, async http =>
        {
            await answer.Task;
            Penneo.Heal();
            var made = Penneo.Add("casefile", "https://hooks.example.com/x", confirmed: false);
            await Answers.Text(200, "application/json", $$"""{"id":{{made.Id}},"topic":"casefile","endpoint":"x","confirmed":false}""")(http);
        });
        var create = _host.CreateAsync();
        await Simulator.Eventually.TrueAsync(() => Penneo.Calls(PenneoCall.Create) == 1, "the create call");

        var delete = _host.Service.DeleteAsync((await _host.OnlyAsync()).Id, cancellationToken: Stop);
        answer.SetResult();
        await delete.WaitAsync(TimeSpan.FromSeconds(20), Stop);

        // It either got its row just before the deletion or is told that it is gone.
        Assert.True(await Record.ExceptionAsync(() => create) is null or SubscriptionException { IsUnknown: true });

        Assert.Empty(Penneo.Subscriptions);
    }
}
