using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

/// <summary>What goes wrong on purpose, and that it is told.</summary>
public sealed class ChaosTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Off_IsTheDefault_AndNothingIsDone()
    {
        await using var host = await StartAsync(chaos: null);
        Publish(host, 20);
        await SettledAsync(host);

        Assert.False(host.Book.Switches.Chaos.IsOn);
        Assert.Equal(Enumerable.Range(0, 20), Numbers(host));
        Assert.All(host.Sent, x => Assert.Empty(Assert.Single(x.Deliveries).Chaos));
        Assert.All(host.Log.Recent(20), x => Assert.Null(x.Chaos));
    }

    [Fact]
    public async Task Lose_NeverDelivers_AndTellsSo()
    {
        await using var host = await StartAsync("""{"lose":100}""");
        Publish(host, 3);

        Assert.Empty(host.At("a"));
        Assert.Equal((3, 0, 0), (host.Log.Counters.Lost, host.Log.Counters.Attempts, host.Log.Counters.Pending));
        Assert.All(host.Sent, x => Assert.Equal((DeliveryOutcome.Lost, "Lost on purpose"), (Assert.Single(x.Deliveries).Outcome, Assert.Single(x.Deliveries[0].Chaos))));
        Assert.All(host.Log.Recent(3), x => Assert.Equal((true, "Lost on purpose", 0), (x.IsLost, x.Chaos, x.Attempt)));
    }

    [Fact]
    public async Task Double_DeliversTheSameTwice_AndTellsSo()
    {
        await using var host = await StartAsync("""{"double":100}""");
        Publish(host, 2);
        await SettledAsync(host);

        Assert.Equal([0, 0, 1, 1], Numbers(host).Order());
        Assert.Equal(2, host.At("a").Select(x => x.Header("x-event-id")).Distinct().Count());
        Assert.Equal(2, host.Sent.Count);
        Assert.All(host.Sent, x => Assert.Equal([[], ["Sent once more"]], x.Deliveries.Select(d => d.Chaos)));
        Assert.All(host.Sent.SelectMany(x => x.Deliveries), x => Assert.Equal(DeliveryOutcome.Delivered, x.Outcome));
    }

    [Fact]
    public async Task Delay_HoldsUpOnlyTheDelayed_AndTellsSo()
    {
        await using var host = await StartAsync("""{"delay":100,"delaySeconds":30}""");
        var start = _time.GetUtcNow();
        Publish(host, 1);
        host.Book.Switch(x => x with { Chaos = new ChaosSettings() });
        Publish(host, 1, from: 1);
        await Eventually.TrueAsync(() => host.At("a").Count == 1, "the one behind it");

        Assert.Equal([1], Numbers(host));
        await SettledAsync(host, TimeSpan.FromSeconds(1));

        Assert.Equal([1, 0], Numbers(host));
        Assert.True(host.At("a")[1].At - start >= TimeSpan.FromSeconds(30));
        Assert.Equal([["Delayed by 30 s"], []], host.Sent.Select(x => x.Deliveries[0].Chaos));
        Assert.Equal("Delayed by 30 s", host.Log.Recent(1)[0].Chaos);
    }

    [Fact]
    public async Task Reorder_LetsTheNextOnePass_AndTellsSo()
    {
        await using var host = await StartAsync("""{"reorder":100}""");
        Publish(host, 1);
        host.Book.Switch(x => x with { Chaos = new ChaosSettings() });
        Publish(host, 2, from: 1);
        await SettledAsync(host);

        Assert.Equal(1, Numbers(host)[0]);
        Assert.Equal([0, 1, 2], Numbers(host).Order());
        Assert.Equal([["Sent after the one behind it"], [], []], host.Sent.Select(x => x.Deliveries[0].Chaos));
    }

    [Fact]
    public async Task Reorder_NothingFollows_ItGoesAllTheSame()
    {
        await using var host = await StartAsync("""{"reorder":100}""");
        Publish(host, 1);
        await SettledAsync(host, TimeSpan.FromSeconds(1));

        Assert.Equal([0], Numbers(host));
        Assert.Equal(["Held back, but none came behind it"], host.Sent[0].Deliveries[0].Chaos);
    }

    [Fact]
    public async Task Tamper_ChangesOneSignedByte_OfEveryAttempt_AndTellsWhich()
    {
        await using var host = await StartAsync("""{"tamper":100}""");
        Publish(host, 40);
        await SettledAsync(host);

        Assert.Equal(40, host.At("a").Count);
        var attempts = host.Sent.Select(x => Assert.Single(Assert.Single(x.Deliveries).Attempts).Chaos!).ToList();
        Assert.All(attempts, x => Assert.EndsWith(" changed", x, StringComparison.Ordinal));
        Assert.Equal(40, host.At("a").Count(x => !IsSigned(host, x)));
        Assert.True(attempts.Select(x => x.Split(' ')[0]).Distinct().Count() > 1, "not always the same part");
    }

    [Fact]
    public async Task Tamper_ARetryAfterwards_IsWhole()
    {
        await using var host = await StartAsync("""{"tamper":100}""");
        host.Answers["a"] = http => Task.FromResult(host.At("a").Count == 1 ? 401 : 200);
        Publish(host, 1);
        await Eventually.TrueAsync(() => host.Log.Counters.FailedAttempts == 1, "the refusal");
        host.Book.Switch(x => x with { Chaos = new ChaosSettings() });
        await SettledAsync(host, TimeSpan.FromSeconds(1));

        Assert.True(IsSigned(host, host.At("a")[1]));
        var delivery = Assert.Single(Assert.Single(host.Sent).Deliveries);
        Assert.Equal([401, 200], delivery.Attempts.Select(x => x.StatusCode));
        Assert.Equal((DeliveryOutcome.Delivered, null), (delivery.Outcome, delivery.Attempts[1].Chaos));
    }

    [Fact]
    public async Task Legacy_IsNotTamperedWith_AndItsConfirmationIsNeverLost()
    {
        await using var host = await StartAsync("""{"tamper":100,"lose":100}""");
        await host.SubscribeAsync("casefile", "legacy");
        await host.ControlAsync("chaos", """{"tamper":100}""");

        Publish(host, 5);
        await SettledAsync(host);

        Assert.Equal([0, 1, 2, 3, 4], host.Notifications("legacy").Select(x => x.Json.GetProperty("number").GetInt32()));
    }

    [Theory]
    [InlineData("GET", "/simulator/penneo/webhook/api/v1/subscriptions")]
    [InlineData("GET", "/simulator/penneo/api/v1/webhook/subscriptions")]
    [InlineData("GET", "/simulator/penneo/api/v3/casefiles/1")]
    [InlineData("POST", "/simulator/penneo/oauth/token")]
    [InlineData("GET", "/webhook/api/v1/subscriptions")]
    public async Task Refuse_AnswersAnErrorOfPenneos_UntilItIsOff(string method, string path)
    {
        await using var host = await StartAsync("""{"refuse":100}""");

        for (var call = 0; call < 5; call++)
        {
            using var answer = await SendAsync();
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.TooManyRequests, HttpStatusCode.InternalServerError, HttpStatusCode.ServiceUnavailable]);
            Assert.Equal(answer.StatusCode != HttpStatusCode.InternalServerError, answer.Headers.RetryAfter is not null);
            await SimulatorHost.AssertErrorAsync(answer, answer.StatusCode);
        }

        await host.ControlAsync("chaos", "{}");
        using var after = await SendAsync();
        Assert.True((int)after.StatusCode is < 429);

        Task<HttpResponseMessage> SendAsync() => host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Cancel);
    }

    private async Task<SimulatorHost> StartAsync(string? chaos)
    {
        // The clock is pushed while deliveries are under way, which must not make them late.
        var host = await SimulatorHost.StartAsync(_time, x => x.DeliveryTimeout = TimeSpan.FromDays(1));
        await host.CreateCurrentAsync("a", "sign.casefile.completed");
        if (chaos is not null)
            await host.ControlAsync("chaos", chaos);
        return host;
    }

    private static void Publish(SimulatorHost host, int count, int from = 0)
    {
        var (deliveries, clock) = (host.Services.GetRequiredService<DeliveryService>(), host.Services.GetRequiredService<EventClock>());
        for (var i = from; i < from + count; i++)
            deliveries.Publish(new OutgoingMessage("casefile", "completed", 1, Encoding.UTF8.GetBytes($"{{\"number\":{i}}}")) { EventTime = clock.Next() });
    }

    private Task SettledAsync(SimulatorHost host, TimeSpan? step = null) => Eventually.TrueAsync(
        () => host.Log.Counters.Pending == 0, "everything settles", () => _time.Advance(step ?? TimeSpan.Zero));

    private static List<int> Numbers(SimulatorHost host) => [.. host.At("a").Select(x => x.Json.GetProperty("number").GetInt32())];

    private static bool IsSigned(SimulatorHost host, Received got)
    {
        var secret = host.Book.Current[0].Secret;
        var signedAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(got.Header("x-event-signature")!.Split(',')[0][2..], System.Globalization.CultureInfo.InvariantCulture));
        return got.Header("x-event-signature") == PenneoSignature.Of(
            secret, signedAt, [new("x-event-id", got.Header("x-event-id")!), new("x-event-type", got.Header("x-event-type")!)], got.Bytes);
    }
}
