using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

public sealed class DeliveryClientTests
{
    private static readonly OutgoingMessage Message = new("casefile", "completed", 17, Encoding.UTF8.GetBytes("{}"));

    [Fact]
    public async Task Attempt_Redirected_FailsWithoutFollowing()
    {
        await using var host = await SimulatorHost.StartAsync();
        host.Answers["a"] = http =>
        {
            http.Response.Headers.Location = "/hooks/b";
            return Task.FromResult(307);
        };

        var delivered = await AttemptAsync(host, host.Url + "/hooks/a");

        Assert.False(delivered);
        Assert.Empty(host.At("b"));
        Assert.Equal((307, 17, "completed"), (host.Log.Recent(1)[0].StatusCode, host.Log.Recent(1)[0].CasefileId, host.Log.Recent(1)[0].EventType));
    }

    [Fact]
    public async Task Attempt_WithinATrace_TellsTheEndpointNothingOfIt()
    {
        await using var host = await SimulatorHost.StartAsync();
        using var activity = new Activity("a trace of this process").Start();

        Assert.True(await AttemptAsync(host, host.Url + "/hooks/a"));

        Assert.Equal(["Content-Length", "Content-Type", "Host"], host.At("a")[0].Headers.Order());
    }

    [Theory]
    [InlineData("http://192.0.2.1/")]
    [InlineData("http://[2001:db8::1]:8080/")]
    public async Task Attempt_ToAnotherMachine_IsNotMade(string endpoint)
    {
        // Anyone who reaches the simulated Penneo can name an endpoint.
        await using var host = await SimulatorHost.StartAsync();
        Assert.False(await AttemptAsync(host, endpoint));
        Assert.StartsWith("The simulator delivers to this machine only.", Assert.Single(host.Log.Recent()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attempt_NobodyListens_FailsWithTheReason()
    {
        await using var host = await SimulatorHost.StartAsync();

        var delivered = await AttemptAsync(host, $"http://127.0.0.1:{FreePort()}/");

        Assert.False(delivered);
        var attempt = Assert.Single(host.Log.Recent());
        Assert.Null(attempt.StatusCode);
        Assert.Contains("refused", attempt.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Recent_ManyAttempts_KeepsTheNewestTwoHundred()
    {
        await using var host = await SimulatorHost.StartAsync();

        for (var i = 0; i < 205; i++)
            Assert.True(await AttemptAsync(host, host.Url + "/hooks/a"));

        Assert.Equal(Enumerable.Range(6, 200).Reverse(), host.Log.Recent().Select(x => (int)x.Number));
        Assert.Equal((205, 205, 0), (host.Log.Counters.Attempts, host.Log.Counters.Delivered, host.Log.Counters.FailedAttempts));
    }

    private static async Task<bool> AttemptAsync(SimulatorHost host, string endpoint)
    {
        var envelope = new Envelope("1", DeliveryClient.LegacyClient, endpoint, [new("Content-Type", "text/plain; charset=UTF-8")]);
        var client = host.Services.GetRequiredService<DeliveryClient>();
        return (await client.AttemptAsync(envelope, Message, 1, TestContext.Current.CancellationToken)).Error is null;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
