using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks;

/// <summary>Senders that break the rules of HTTP, or stop in the middle.</summary>
public sealed class BadConnectionTests(BadConnectionTests.Impatient fixture) : IClassFixture<BadConnectionTests.Impatient>
{
    private readonly AppClient _client = fixture.Client;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ChunkedBody_IsPutTogether()
    {
        var (door, ours) = await SubscribeAsync();
        using var connection = await RawConnection.OpenAsync(door.Url);
        var body = Messages.Casefile(fixture.NewId());

        await connection.SendAsync(RawConnection.Head(door, "Transfer-Encoding: chunked") + string.Concat(body.Select(x => $"1;ext=x\r\n{x}\r\n")) + "0\r\nTrailer: x\r\n\r\n");

        Assert.Equal(200, await connection.StatusAsync());
        Assert.Equal(Encoding.UTF8.GetBytes(body), await _client.RawAsync(await _client.EventAsync(ours)));
    }

    [Fact]
    public async Task HeadersOfEveryKind_AreKept()
    {
        var (door, ours) = await SubscribeAsync();
        using var connection = await RawConnection.OpenAsync(door.Url);
        var large = new string('x', 16_000);

        await connection.SendAsync(RawConnection.Head(door, "Content-Length: 1", "X-Twice: 1", "X-Twice: 2", "X-Empty:", $"X-Large: {large}", "Expect: 100-continue"));
        Assert.Equal(100, await connection.StatusAsync());
        await connection.SendAsync("x");

        await Eventually.TrueAsync(() => _client.EventsAsync(ours).GetAwaiter().GetResult().Count == 1, "it is stored");
        var headers = (await _client.DeliveriesAsync(await _client.EventAsync(ours)))[0].Items("headers").Select(x => (x.Text("key"), x.Text("value"))).ToList();
        Assert.Contains(("X-Twice", "1"), headers);
        Assert.Contains(("X-Twice", "2"), headers);
        Assert.Contains(("X-Empty", ""), headers);
        Assert.Contains(("X-Large", large), headers);
    }

    [Theory]
    [InlineData("too many headers")]
    [InlineData("too large a header")]
    [InlineData("header that is not UTF-8")]
    [InlineData("header with NUL")]
    [InlineData("broken chunk")]
    [InlineData("two lengths")]
    [InlineData("negative length")]
    [InlineData("no HTTP at all")]
    public async Task BrokenRequest_IsRefused_AndTheNextIsServed(string what)
    {
        var (door, ours) = await SubscribeAsync();
        using var connection = await RawConnection.OpenAsync(door.Url);

        await connection.SendAsync(what switch
        {
            "too many headers" => RawConnection.Head(door, Enumerable.Range(0, 200).Select(x => $"X-{x}: {x}").Append("Content-Length: 0")),
            "too large a header" => RawConnection.Head(door, "X-Large: " + new string('x', 200_000), "Content-Length: 0"),
            "header that is not UTF-8" => RawConnection.Head(door, "X-Odd: \u00ff\u00fe", "Content-Length: 0"),
            "header with NUL" => RawConnection.Head(door, "X-Odd: a\0b", "Content-Length: 0"),
            "broken chunk" => RawConnection.Head(door, "Transfer-Encoding: chunked") + "zz\r\n",
            "two lengths" => RawConnection.Head(door, "Content-Length: 1", "Content-Length: 2") + "xx",
            "negative length" => RawConnection.Head(door, "Content-Length: -1"),
            _ => "\u0016\u0003\u0001 hello\r\n\r\n",
        });

        Assert.InRange(await connection.StatusAsync() ?? 400, 400, 431);
        Assert.Empty(await _client.EventsAsync(ours));
        await _client.StoreAsync(door, Messages.Casefile(fixture.NewId()));
    }

    [Fact]
    public async Task SlowSender_IsGivenUp()
    {
        var (door, ours) = await SubscribeAsync();
        using var connection = await RawConnection.OpenAsync(door.Url);

        await connection.SendAsync(RawConnection.Head(door, "Content-Length: 1000") + "{");

        Assert.Equal(408, await connection.StatusAsync() ?? 408);
        Assert.Empty(await _client.EventsAsync(ours));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SenderOfSingleBytes_IsGivenUp_AndHoldsUpNobody(bool inTheBody)
    {
        var (door, ours) = await SubscribeAsync();
        using var connection = await RawConnection.OpenAsync(door.Url);
        await connection.SendAsync(inTheBody ? RawConnection.Head(door, "Content-Length: 1000") : RawConnection.Head(door)[..^2] + "X-Slow: ");
        var answer = connection.StatusAsync();

        // Far less than the least that is asked for, and never nothing for long.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!answer.IsCompleted && await timer.WaitForNextTickAsync(Cancel))
        {
            await _client.StoreAsync(door, Messages.Casefile(fixture.NewId()));
            await connection.TrySendAsync("x"u8.ToArray());
        }

        Assert.Equal(408, await answer ?? 408);
        Assert.All(await _client.EventsAsync(ours), x => Assert.NotNull(x.Number("casefileId")));
        Assert.True(fixture.Log.Errors.IsEmpty, string.Join('\n', fixture.Log.Errors));
    }

    [Fact]
    public async Task SenderThatLeaves_LeavesNothingBehind()
    {
        var (door, ours) = await SubscribeAsync();
        for (var i = 0; i < 20; i++)
        {
            var connection = await RawConnection.OpenAsync(door.Url);
            await connection.SendAsync(RawConnection.Head(door, "Content-Length: 1000") + "{\"topic\":");
            connection.Abort();
        }

        await _client.StoreAsync(door, Messages.Casefile(fixture.NewId()));
        Assert.Single(await _client.EventsAsync(ours));
        Assert.True(fixture.Log.Errors.IsEmpty, string.Join('\n', fixture.Log.Errors));
    }

    private async Task<(Door Door, string Ours)> SubscribeAsync()
    {
        var door = await _client.SubscribeAsync();
        return (door, $"subscriptionId={door.Id}");
    }

    /// <summary>Kestrel's own patience is 5 s with a body and 30 s with headers; here the test would only wait.</summary>
    public sealed class Impatient : AppFixture
    {
        public Impatient()
            : this(new ErrorLog())
        {
        }

        private Impatient(ErrorLog log)
            : base(services: services => services.AddSingleton<ILoggerProvider>(log).Configure<KestrelServerOptions>(x =>
            {
                x.Limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(1.1));
                x.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(2);
            })) => Log = log;

        public ErrorLog Log { get; }
    }
}
