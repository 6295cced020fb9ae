using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Simulator;

public sealed class CurrentDeliveryTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_GoesSigned_ToThoseThatListTheType()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        await host.CreateCurrentAsync("all", "sign.casefile.completed", "sign.signer.signed");
        await host.CreateCurrentAsync("other", "sign.casefile.failed");
        await host.SubscribeAsync("casefile", "legacy");

        Publish(host, "{\"number\":1}");
        await Eventually.TrueAsync(() => host.At("all").Count == 1 && host.Notifications("legacy").Count == 1, "both services deliver");

        var got = host.At("all")[0];
        Assert.Equal(("application/json", "sign.casefile.completed"), (got.ContentType, got.Header("x-event-type")));
        Assert.Equal(host.Notifications("legacy")[0].Bytes, got.Bytes);
        var signed = Encoding.UTF8.GetBytes($"{_time.GetUtcNow().ToUnixTimeSeconds()}.x-event-id x-event-type.{got.Header("x-event-id")}.sign.casefile.completed.{{\"number\":1}}");
        var code = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(host.Book.Current[0].Secret), signed));
        Assert.Equal($"t={_time.GetUtcNow().ToUnixTimeSeconds()},h=x-event-id x-event-type,v1={code}", got.Header("x-event-signature"));
        Assert.Empty(host.At("other"));
        Assert.DoesNotContain("x-event-id", host.Notifications("legacy")[0].Headers);
    }

    [Fact]
    public async Task Publish_Fails_IsTriedAgainOnItsOwnSchedule_WithTheSameIdSignedAnew()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        await host.CreateCurrentAsync("a", "sign.casefile.completed");
        host.Answers["a"] = _ => Task.FromResult(500);
        var start = _time.GetUtcNow();
        var delays = new SimulatorOptions().CurrentRetryDelays;

        Publish(host, "{}");
        for (var failed = 1; failed <= delays.Count; failed++)
        {
            await Eventually.TrueAsync(() => host.Log.Counters.FailedAttempts == failed, $"failure {failed}");
            _time.Advance(delays[failed - 1]);
        }

        await Eventually.TrueAsync(() => host.Log.Counters is { Dropped: 1, Pending: 0 }, "it is given up");
        var attempts = host.At("a");
        Assert.Equal([0, 5, 35, 155, 755], attempts.Select(x => (x.At - start).TotalSeconds));
        Assert.Single(attempts.Select(x => x.Header("x-event-id")).Distinct());
        Assert.Equal(5, attempts.Select(x => x.Header("x-event-signature")).Distinct().Count());

        host.Answers.Clear();
        Publish(host, "{}");
        await Eventually.TrueAsync(() => host.At("a").Count == 6, "the next one is sent all the same");
        Assert.NotEqual(attempts[0].Header("x-event-id"), host.At("a")[5].Header("x-event-id"));
    }

    [Fact]
    public async Task Test_GoesToEveryActiveOneThatListsIt_AsOneEvent()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        await host.CreateCurrentAsync("a", SimulatorTopics.TestEventType);
        await host.CreateCurrentAsync("b", "sign.signer.signed", SimulatorTopics.TestEventType);
        await host.CreateCurrentAsync("unlisted", "sign.signer.signed");
        var paused = await host.CreateCurrentAsync("paused", SimulatorTopics.TestEventType);
        await host.Client.PutAsJsonAsync($"{SimulatorHost.CurrentApi}/{paused}", new { endpoint = host.Url + "/hooks/paused", eventTypes = new[] { SimulatorTopics.TestEventType }, isActive = false }, Cancel);

        var answer = await host.Client.PostAsJsonAsync(SimulatorHost.CurrentApi + "/test", new { }, Cancel);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await Eventually.TrueAsync(() => host.At("a").Count == 1 && host.At("b").Count == 1 && host.Log.Counters.Pending == 0, "both tests");
        Assert.Equal(host.At("a")[0].Header("x-event-id"), host.At("b")[0].Header("x-event-id"));
        Assert.Equal(SimulatorTopics.TestEventType, host.At("a")[0].Json.GetProperty("eventType").GetString());
        Assert.Equal(2, host.Received.Count);
    }

    [Fact]
    public async Task Endpoint_ThatTakesTooLongToConnect_IsAFailedAttempt()
    {
        await using var host = await SimulatorHost.StartAsync();
        using var full = new FullListener();
        host.Book.SaveCurrent(null, full.Url, ["sign.casefile.completed"], true);

        Publish(host, "{}");

        await Eventually.TrueAsync(() => host.Log.Counters.FailedAttempts == 1, "the failure");
        Assert.Equal("No connection within 200 ms", host.Log.Recent(1)[0].Error);
    }

    [Fact]
    public async Task Delete_WhileDelivering_EndsTheDeliveries()
    {
        await using var host = await SimulatorHost.StartAsync(_time);
        var id = await host.CreateCurrentAsync("a", "sign.casefile.completed");
        host.Answers["a"] = _ => Task.FromResult(500);
        Publish(host, "{}");
        await Eventually.TrueAsync(() => host.Log.Counters.FailedAttempts == 1, "the failure");

        await host.Client.DeleteAsync($"{SimulatorHost.CurrentApi}/{id}", Cancel);

        await Eventually.TrueAsync(() => host.Log.Counters is { Pending: 0, Dropped: 1 }, "the retry is given up");
    }

    private static void Publish(SimulatorHost host, string body) =>
        host.Services.GetRequiredService<DeliveryService>().Publish(new OutgoingMessage("casefile", "completed", 1, Encoding.UTF8.GetBytes(body)));

    /// <summary>Listens, but its queue of connections is full and nobody takes one out, so no more is ever made.</summary>
    private sealed class FullListener : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<Socket> _waiting = [];

        public FullListener()
        {
            _listener.Start(backlog: 1);
            for (var i = 0; i < 8; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                _waiting.Add(socket);
                try
                {
                    socket.Connect(_listener.LocalEndpoint);
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
                {
                    // It waits, as all that come after it.
                }
            }
        }

        public string Url => $"http://{_listener.LocalEndpoint}/";

        public void Dispose()
        {
            _waiting.ForEach(x => x.Dispose());
            _listener.Dispose();
        }
    }
}
