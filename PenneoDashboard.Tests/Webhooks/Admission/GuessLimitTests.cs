using System.Net;
using PenneoDashboard.Webhooks.Admission;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks.Admission;

/// <summary>Somebody who tries keys, beside Penneo.</summary>
public sealed class GuessLimitTests(GuessLimitTests.BehindAProxy fixture) : IClassFixture<GuessLimitTests.BehindAProxy>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Guesses_BeyondTheLimit_MustWait_AndTheRightKeyNeverMust()
    {
        const string Sender = "203.0.113.1";
        var door = await fixture.Client.SubscribeAsync();
        for (var i = 0; i < GuessLimit.GuessesPerMinute; i++)
            Assert.Equal(HttpStatusCode.NotFound, (await GuessAsync(Sender)).Status);

        var (status, wait) = await GuessAsync(Sender);

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.InRange(wait!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        using var delivery = await fixture.Client.PostAsync(door, Messages.Casefile(fixture.NewId()), ("X-Forwarded-For", Sender));
        Assert.Equal(HttpStatusCode.OK, delivery.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GuessAsync("203.0.113.2")).Status);
    }

    [Fact]
    public async Task Network_OfIPv6_CountsAsOneSender()
    {
        for (var i = 0; i < GuessLimit.GuessesPerMinute; i++)
            Assert.Equal(HttpStatusCode.NotFound, (await GuessAsync($"2001:db8:0:1::{i + 1:x}")).Status);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await GuessAsync("2001:db8:0:1:ffff::1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await GuessAsync("2001:db8:0:2::1")).Status);
    }

    [Fact]
    public async Task Burst_OfAThousand_IsTakenWhole()
    {
        var door = await fixture.Client.SubscribeAsync();
        var ids = Enumerable.Range(0, 1000).Select(_ => fixture.NewId()).ToList();

        var answers = await Task.WhenAll(ids.Select(async id =>
        {
            using var answer = await fixture.Client.PostAsync(door, Messages.Casefile(id), ("X-Forwarded-For", "203.0.113.3"));
            return answer.StatusCode;
        }));

        Assert.All(answers, x => Assert.Equal(HttpStatusCode.OK, x));
    }

    [Fact]
    public void Counters_AreBounded_HoweverManyAddressesTry()
    {
        var counters = Enumerable.Range(0, 200_000).Select(i => GuessLimit.CounterOf(new IPAddress(BitConverter.GetBytes(i)))).ToHashSet();

        Assert.InRange(counters.Count, 10_000, 16_384);
        Assert.Equal(GuessLimit.CounterOf(IPAddress.Parse("192.0.2.1")), GuessLimit.CounterOf(IPAddress.Parse("::ffff:192.0.2.1")));
    }

    private async Task<(HttpStatusCode Status, TimeSpan? RetryAfter)> GuessAsync(string from)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/penneo/" + Guid.NewGuid().ToString("N")) { Content = new StringContent("{}") };
        request.Headers.Add("X-Forwarded-For", from);
        using var answer = await fixture.Client.Http.SendAsync(request, Cancel);
        return (answer.StatusCode, answer.Headers.RetryAfter?.Delta);
    }

    public sealed class BehindAProxy() : AppFixture(new() { ["ForwardedHeaders:KnownProxies"] = "127.0.0.1" });
}
