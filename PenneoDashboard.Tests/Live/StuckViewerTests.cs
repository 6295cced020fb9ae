using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace PenneoDashboard.Tests.Live;

/// <summary>A client of the hub that stops reading its socket.</summary>
public sealed class StuckViewerTests
{
    private const int Events = 220;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ClientThatStopsReading_HoldsUpNobody_AndCatchesUpOnceItReads()
    {
        await using var app = new TestApp();
        using var client = new AppClient(app.BaseUrl);
        var door = await client.SubscribeAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + TestApp.Token);
        await socket.ConnectAsync(new Uri(app.BaseUrl.Replace("http", "ws", StringComparison.Ordinal) + "/hubs/events"), Cancel);
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        await SendAsync(socket, """{"type":4,"invocationId":"1","target":"Stream","arguments":[null,0]}""");

        // More than all buffers between the log and the client hold: the system's, SignalR's and the reader's own.
        var filler = new string('x', 150_000);
        for (var i = 0; i < Events; i += 20)
            await Task.WhenAll(Enumerable.Range(i, 20).Select(x => client.StoreAsync(door, Large(x, filler))));

        Assert.Equal(Enumerable.Range(1, Events).Select(x => (long)x), await ReadAsync(socket));
    }

    private static string Large(int id, string filler) =>
        $$"""{"topic":"casefile","eventType":"completed","eventTime":{{Messages.Time("2026-01-02 10:00:00.000000")}},"payload":{"id":{{id}},"filler":"{{filler}}"} }""";

    private static Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + '\u001e'), WebSocketMessageType.Text, true, Cancel);

    /// <summary>The sequences of all events, in the order they come.</summary>
    private static async Task<List<long>> ReadAsync(ClientWebSocket socket)
    {
        var sequences = new List<long>();
        var (buffer, text) = (new byte[1 << 16], new MemoryStream());
        while (sequences.Count < Events)
        {
            var read = await socket.ReceiveAsync(buffer, Cancel);
            Assert.NotEqual(WebSocketMessageType.Close, read.MessageType);
            foreach (var part in buffer[..read.Count])
            {
                if (part != 0x1e)
                {
                    text.WriteByte(part);
                    continue;
                }

                using var message = JsonDocument.Parse(text.ToArray());
                if (message.RootElement.TryGetProperty("item", out var item))
                    sequences.Add(item.Number("sequence")!.Value);
                text.SetLength(0);
            }
        }

        return sequences;
    }
}
