using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

public sealed class DeliveryTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    [Fact]
    public async Task Create_EndpointHoldsTheConfirmation_AnswersWithoutWaiting()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        var release = new TaskCompletionSource<int>();
        host.Answers["a"] = _ => release.Task;

        var id = await host.CreateAsync("casefile", "a");
        await Eventually.TrueAsync(() => host.At("a").Count == 1, "the confirmation message");

        Assert.Empty(host.Log.Recent());
        Assert.Equal(id, host.At("a")[0].Json.GetProperty("SubscriptionId").GetInt32());
        release.SetResult(200);
    }

    [Fact]
    public async Task Publish_Unconfirmed_GetsNothingButItsConfirmation()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        await host.CreateAsync("casefile", "unconfirmed");
        await host.SubscribeAsync("signer", "other-topic");
        await host.SubscribeAsync("casefile", "confirmed");

        Publish(host, 3);
        await Eventually.TrueAsync(() => host.Notifications("confirmed").Count == 3, "the notifications");

        Assert.True(Assert.Single(host.At("unconfirmed")).IsConfirmation);
        Assert.Empty(host.Notifications("other-topic"));
    }

    [Fact]
    public async Task Publish_EndpointFails_FourAttemptsTwentySecondsApartThenDropping()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        var id = await host.SubscribeAsync("casefile", "a");
        host.Answers["a"] = _ => Task.FromResult(500);
        var start = _time.GetUtcNow();

        Publish(host, 1);
        for (var failed = 1; failed <= 3; failed++)
        {
            await Eventually.TrueAsync(() => host.Log.Counters.FailedAttempts == failed, $"failure {failed}");
            Assert.False(host.Book.Find(id)!.Dropping);
            _time.Advance(TimeSpan.FromSeconds(19));
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        await Eventually.TrueAsync(() => host.Book.Find(id)!.Dropping, "the subscription is dropped");

        var attempts = host.Notifications("a");
        Assert.Equal([0, 20, 40, 60], attempts.Select(x => (x.At - start).TotalSeconds));
        Assert.All(attempts, x => Assert.Equal(attempts[0].Bytes, x.Bytes));
        Assert.Equal([4, 3, 2, 1], host.Log.Recent(4).Select(x => x.Attempt));
        Assert.All(host.Log.Recent(4), x => Assert.Equal(500, x.StatusCode));

        await AssertResumesAsync(host, id);
    }

    [Fact]
    public async Task Publish_RetrySucceeds_GoesOn()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        var id = await host.SubscribeAsync("casefile", "a");
        host.Answers["a"] = _ => Task.FromResult(503);
        Publish(host, 1);
        await Eventually.TrueAsync(() => host.Log.Counters.FailedAttempts == 1, "the failure");
        host.Answers.Clear();

        // A message waiting for its retry must not hold up the next ones.
        Publish(host, 1);
        await Eventually.TrueAsync(() => host.Notifications("a").Count == 2, "the later event");
        _time.Advance(TimeSpan.FromSeconds(20));
        await Eventually.TrueAsync(() => host.Notifications("a").Count == 3, "the retry");

        Assert.Equal(host.Notifications("a")[0].Bytes, host.Notifications("a")[2].Bytes);
        await Eventually.TrueAsync(() => host.Log.Counters.Pending == 0, "everything settled");
        Assert.False(host.Book.Find(id)!.Dropping);
    }

    [Fact]
    public async Task Publish_NoAnswerWithin15Seconds_IsAFailedAttempt()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        await host.SubscribeAsync("casefile", "stuck");
        await host.SubscribeAsync("casefile", "healthy");
        host.Answers["stuck"] = async http =>
        {
            var aborted = new TaskCompletionSource();
            await using var _ = http.RequestAborted.Register(aborted.SetResult);
            await aborted.Task;
            return 200;
        };

        Publish(host, 5);
        await Eventually.TrueAsync(() => host.Notifications("healthy").Count == 5 && host.Notifications("stuck").Count == 1, "the others get theirs");
        _time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.Equal(0, host.Log.Counters.FailedAttempts);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await Eventually.TrueAsync(() => host.Log.Counters.FailedAttempts > 0, "the time-out");

        var attempt = host.Log.Recent().First(x => x.Error is not null);
        Assert.Null(attempt.StatusCode);
        Assert.Contains("15 s", attempt.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_Many_ArriveInOrder()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        await host.SubscribeAsync("casefile", "a");

        Publish(host, 100);
        await Eventually.TrueAsync(() => host.Notifications("a").Count == 100, "all of them");

        Assert.Equal(Enumerable.Range(0, 100), host.Notifications("a").Select(x => x.Json.GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task Publish_SlowEndpoint_DoesNotWaitForEachAnswer()
    {
        await using var host = await SimulatorHost.StartAsync();
        await host.SubscribeAsync("casefile", "slow");
        var release = new TaskCompletionSource<int>();
        host.Answers["slow"] = _ => release.Task;

        Publish(host, 10);
        await Eventually.TrueAsync(() => host.Notifications("slow").Count == 10, "all of them under way at once");

        release.SetResult(200);
        await Eventually.TrueAsync(() => host.Log.Counters.Pending == 0, "everything settled");
    }

    [Fact]
    public async Task Publish_MoreThanTheQueueHolds_LosesAndCounts()
    {
        await using var host = await SimulatorHost.StartAsync(_time, x => x.QueueCapacity = 5);
        await host.SubscribeAsync("casefile", "a");
        await Eventually.TrueAsync(() => host.Log.Counters.Pending == 0, "the confirmation settled");
        var release = new TaskCompletionSource<int>();
        host.Answers["a"] = _ => release.Task;

        Publish(host, 8);

        Assert.Equal(3, host.Log.Counters.Overflowed);
        release.SetResult(200);
        await Eventually.TrueAsync(() => host.Notifications("a").Count == 5, "those that were taken");
    }

    [Fact]
    public async Task Delete_WhileDelivering_EndsTheDeliveries()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        var id = await host.SubscribeAsync("casefile", "a");
        host.Answers["a"] = _ => Task.FromResult(500);
        Publish(host, 1);
        await Eventually.TrueAsync(() => host.Log.Counters.FailedAttempts == 1, "the failure");

        await host.Client.DeleteAsync($"{SimulatorHost.Api}/{id}", TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(() => host.Log.Counters is { Pending: 0, Dropped: 1 }, "the retry is given up");
    }

    private static void Publish(SimulatorHost host, int count)
    {
        var deliveries = host.Services.GetRequiredService<DeliveryService>();
        for (var i = 0; i < count; i++)
            deliveries.Publish(new OutgoingMessage("casefile", "completed", 1, System.Text.Encoding.UTF8.GetBytes($"{{\"number\":{i}}}")));
    }

    private static async Task AssertResumesAsync(SimulatorHost host, int id)
    {
        var before = host.Notifications("a").Count;
        host.Answers.Clear();
        Publish(host, 1);
        Assert.Equal(0, host.Log.Counters.Pending);
        host.Book.Resume(id);
        Publish(host, 1);
        await Eventually.TrueAsync(() => host.Notifications("a").Count == before + 1, "only what came after resuming");
    }
}
