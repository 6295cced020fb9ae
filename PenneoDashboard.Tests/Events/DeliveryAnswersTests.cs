using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Events;

/// <summary>What is said of the answer that each delivery was given is true.</summary>
public sealed class DeliveryAnswersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delivery_SaysItsDelayAttemptAndAnswer_ThroughEachSubscription()
    {
        await using var app = new TestApp();
        using var client = new AppClient(app.BaseUrl);
        var (first, second) = (await client.SubscribeAsync(), await client.SubscribeAsync());

        foreach (var door in (Door[])[first, second, first])
            await client.StoreAsync(door, Messages.Casefile(1));

        var item = await client.GetAsync("/api/v1/events/1");
        var deliveries = item.Items("deliveries");
        Assert.Equal(
            [(first.Id, 1, 200), (second.Id, 1, 200), (first.Id, 2, 200)],
            deliveries.Select(x => (x.Number("subscriptionId")!.Value, x.Number("attempt")!.Value, x.Number("answer")!.Value)));
        Assert.All(deliveries, x => Assert.Equal(
            (x.GetProperty("receivedAt").GetDateTimeOffset() - item.GetProperty("eventTime").GetDateTimeOffset()).TotalSeconds, x.GetProperty("delaySeconds").GetDouble(), 6));
        Assert.Equal(["id", "subscriptionId", "receivedAt", "delaySeconds", "attempt", "answer", "remoteAddress", "verification"], deliveries[0].EnumerateObject().Select(x => x.Name));
        Assert.Equal([1L, 1L, 2L], (await client.DeliveriesAsync(item)).Select(x => x.Number("attempt")));
    }

    [Fact]
    public async Task StoredAfterItsSenderWasTold503_SaysSo_AndItsRetryIsTheSecondAttempt()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000));
        var gate = new Gate();
        await using var app = new TestApp(services: x => x
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(services => new BatchStore(gate.Before(services.GetRequiredService<IDbContextFactory<DashboardDb>>()))));
        using var client = new AppClient(app.BaseUrl);
        app.Services.GetRequiredService<ReceiveKeys>().Add("key", 7);
        var door = new Door(7, app.BaseUrl + "/webhooks/penneo/key");

        var late = client.PostAsync(door, Messages.Casefile(1));
        await gate.Entered;
        await Eventually.TrueAsync(() => late.IsCompleted, "it is answered while it is being stored", () => clock.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await late).StatusCode);
        gate.Open();
        await client.StoreAsync(door, Messages.Casefile(1));

        await Eventually.TrueAsync(async () => (await AnswersAsync(client)).SequenceEqual([503, 200]), "both answers are right");
        Assert.Equal([1L, 2], (await client.GetAsync("/api/v1/events/1")).Items("deliveries").Select(x => x.Number("attempt")));
    }

    [Fact]
    public async Task StoredAfterItsSenderHungUp_WasNotAnswered_AlsoAfterARestart()
    {
        using var folder = new TemporaryFolder();
        await using (var app = new TestApp(folder: folder.Path))
        {
            _ = app.BaseUrl;
            using var gone = new CancellationTokenSource();
            var writer = app.Services.GetRequiredService<EventWriter>();
            await gone.CancelAsync();

            Assert.Equal(StoreResult.Stored, await writer.StoreAsync(LogFixture.Delivery(Messages.Casefile(1)) with { SenderGone = gone.Token }));
            Assert.Equal(StoreResult.Stored, await writer.StoreAsync(LogFixture.Delivery(Messages.Casefile(1))));
        }

        await using var again = new TestApp(folder: folder.Path);
        using var client = new AppClient(again.BaseUrl);
        Assert.Equal([0, 200], await AnswersAsync(client));
    }

    private static async Task<IEnumerable<long?>> AnswersAsync(AppClient client) =>
        (await client.GetAsync("/api/v1/events?limit=1")).Items() is [JsonElement item]
            ? (await client.GetAsync($"/api/v1/events/{item.Number("sequence")}")).Items("deliveries").Select(x => x.Number("answer"))
            : [];

    /// <summary>Holds the writer in the middle of its first batch.</summary>
    private sealed class Gate
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => _entered.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancel);

        public void Open() => _open.SetResult();

        public IDbContextFactory<DashboardDb> Before(IDbContextFactory<DashboardDb> inner) => new Contexts(this, new GatedContexts(inner, _open.Task));

        private sealed class Contexts(Gate gate, IDbContextFactory<DashboardDb> inner) : IDbContextFactory<DashboardDb>
        {
            public DashboardDb CreateDbContext() => inner.CreateDbContext();

            public Task<DashboardDb> CreateDbContextAsync(CancellationToken cancellationToken = default)
            {
                gate._entered.TrySetResult();
                return inner.CreateDbContextAsync(cancellationToken);
            }
        }
    }
}
