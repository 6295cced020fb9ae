using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Live;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Live;

/// <summary>The hub as a program outside uses it: a SignalR client over a real connection.</summary>
public sealed class EventsHubTests : IAsyncLifetime
{
    private const string Token = "hub-token";

    private readonly TestApp _app = new(new() { ["Security:AutomationToken"] = Token });
    private AppClient _client = null!;
    private Door _door = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private EventFeed Feed => _app.Services.GetRequiredService<EventFeed>();

    public async ValueTask InitializeAsync()
    {
        _client = new AppClient(_app.BaseUrl, Token);
        _door = await _client.SubscribeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Stream_ReplaysWhatWasMissed_ThenGoesOnLive_EachOnceAscending()
    {
        await _client.StoreAsync(_door, Enumerable.Range(1, 30).Select(x => Messages.Casefile(x)));
        await using var hub = await ConnectAsync();
        var posting = _client.StoreAsync(_door, Enumerable.Range(31, 100).Select(x => Messages.Casefile(x)));

        var seen = await TakeAsync(Stream(hub, null, 10), 120);

        await posting;
        Assert.Equal(Enumerable.Range(11, 120).Select(x => (long)x), seen.Select(x => x.Number("sequence")!.Value));
        Assert.Equal((await _client.GetAsync("/api/v1/events?before=12&limit=1")).Items()[0].GetRawText(), seen[0].GetRawText());
        Assert.Equal((await _client.GetAsync("/api/v1/events?limit=1")).Items()[0].GetRawText(), seen[^1].GetRawText());
    }

    [Theory]
    [InlineData("""{"casefileId":2}""", 2)]
    [InlineData("""{"topic":"signer"}""", 4)]
    [InlineData("""{"eventType":"opened","signerId":20}""", 2)]
    [InlineData("""{"recognized":false}""", 2)]
    [InlineData("""{"q":"eventType\":\"COMPLETED"}""", 4)]
    [InlineData("""{"q":"no json"}""", 2)]
    [InlineData("{}", 10)]
    public async Task Filter_IsHonoured_StoredAndLive(string filter, int expected)
    {
        await PostAsync(0);
        await using var hub = await ConnectAsync();
        var seen = new List<JsonElement>();
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(
            async () =>
            {
                await foreach (var item in Stream(hub, JsonSerializer.Deserialize<JsonElement>(filter), 0, stop.Token))
                {
                    lock (seen)
                        seen.Add(item);
                }
            },
            Cancel);
        await Eventually.TrueAsync(() => Feed.Readers == 1 && Count() == expected / 2, "what is stored has come");

        await PostAsync(5);

        await Eventually.TrueAsync(() => Count() >= expected, "what is new has come");
        Assert.Equal(seen.Select(x => x.Number("sequence")).Distinct().Order(), seen.Select(x => x.Number("sequence")));
        Assert.Equal(expected, Count());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        int Count()
        {
            lock (seen)
                return seen.Count;
        }

        Task PostAsync(int second) => _client.StoreAsync(
            _door,
            Messages.Casefile(1, date: $"2026-01-01 00:00:0{second}.000000"), Messages.Casefile(2, date: $"2026-01-01 00:00:0{second}.000000"),
            Messages.Signer(3, 20, "opened", date: $"2026-01-01 00:00:0{second}.000000"), Messages.Signer(3, 30, "signed", date: $"2026-01-01 00:00:0{second}.000000"),
            "No JSON");
    }

    [Fact]
    public async Task WithoutSequence_OnlyNewOnesCome()
    {
        await _client.StoreAsync(_door, Messages.Casefile(1), Messages.Casefile(2));
        await using var hub = await ConnectAsync();
        var taking = TakeAsync(Stream(hub, null, null), 2);
        await Eventually.TrueAsync(() => Feed.Readers == 1, "the stream is open");

        // Posted until it comes, since the stream may not have looked at the end of the log yet.
        for (var i = 3; !taking.IsCompleted; i++)
            await _client.StoreAsync(_door, Messages.Casefile(i));

        var seen = await taking;
        Assert.DoesNotContain(seen, x => x.Number("casefileId") <= 2);
        Assert.Equal(seen[0].Number("sequence") + 1, seen[1].Number("sequence"));
    }

    [Fact]
    public async Task SequenceFromAnotherLog_IsRefused()
    {
        await _client.StoreAsync(_door, Messages.Casefile(1));
        await using var hub = await ConnectAsync();

        var error = await Assert.ThrowsAsync<HubException>(() => TakeAsync(Stream(hub, null, 1000), 1));

        Assert.Contains("1000", error.Message, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => Feed.Readers == 0, "the reader is gone");
    }

    [Fact]
    public async Task Cancelled_OrCutOff_TheReaderIsGone()
    {
        await using var first = await ConnectAsync();
        await using var second = await ConnectAsync();
        using var stop = new CancellationTokenSource();
        var cancelled = TakeAsync(Stream(first, null, 0, stop.Token), 1);
        var cutOff = TakeAsync(Stream(second, null, 0), 1);
        await Eventually.TrueAsync(() => Feed.Readers == 2, "both streams are open");

        await stop.CancelAsync();
        await Eventually.TrueAsync(() => Feed.Readers == 1, "one is gone");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await second.DisposeAsync();
        await Eventually.TrueAsync(() => Feed.Readers == 0, "both are gone");
        await Assert.ThrowsAnyAsync<Exception>(() => cutOff);
    }

    [Fact]
    public async Task Token_InTheAddress_IsTaken_AndNoneIsRefused()
    {
        await _client.StoreAsync(_door, Messages.Casefile(1));
        await using var byAddress = new HubConnectionBuilder().WithUrl($"{_app.BaseUrl}/hubs/events?access_token={Token}").Build();
        await byAddress.StartAsync(Cancel);
        Assert.Single(await TakeAsync(Stream(byAddress, null, 0), 1));

        await using var without = new HubConnectionBuilder().WithUrl($"{_app.BaseUrl}/hubs/events").Build();
        Assert.Contains("401", (await Assert.ThrowsAsync<HttpRequestException>(() => without.StartAsync(Cancel))).Message, StringComparison.Ordinal);
    }

    private static IAsyncEnumerable<JsonElement> Stream(HubConnection hub, JsonElement? filter, long? after, CancellationToken? stop = null) =>
        hub.StreamAsync<JsonElement>("Stream", filter, after, stop ?? Cancel);

    private static async Task<IReadOnlyList<JsonElement>> TakeAsync(IAsyncEnumerable<JsonElement> stream, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var taken = new List<JsonElement>();
        await foreach (var item in stream.WithCancellation(patience.Token))
        {
            taken.Add(item);
            if (taken.Count == count)
                break;
        }

        return taken;
    }

    private async Task<HubConnection> ConnectAsync()
    {
        var hub = new HubConnectionBuilder().WithUrl($"{_app.BaseUrl}/hubs/events", x => x.AccessTokenProvider = () => Task.FromResult<string?>(Token)).Build();
        await hub.StartAsync(Cancel);
        return hub;
    }
}
