using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;

namespace PenneoDashboard.Bench.Load;

/// <summary>
/// A client of the SignalR hub. It speaks the JSON protocol itself and reads only an event's time: two hundred real clients
/// would cost more than the server that is measured.
/// </summary>
internal sealed class HubReader : IAsyncDisposable
{
    private const byte RecordEnd = 0x1e;
    private static readonly TimeSpan BetweenPings = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly EventMix _mix;
    private Task _reading = Task.CompletedTask;
    private Task _pinging = Task.CompletedTask;
    private long _last;

    private HubReader(EventMix mix, long events) => (_mix, SeenAt) = (mix, new long[events + 1]);

    /// <summary>Stopwatch's, by number of the event; 0 for one that did not come.</summary>
    public long[] SeenAt { get; }

    /// <summary>The largest number seen.</summary>
    public long Last => Volatile.Read(ref _last);

    private static ReadOnlySpan<byte> TimeField => "\"eventTime\":\""u8;

    /// <param name="streams">True to call the product's <c>Stream</c>; false for a hub that sends to everyone by itself.</param>
    public static async Task<HubReader> ConnectAsync(string baseUrl, bool streams, EventMix mix, long events, CancellationToken cancellationToken)
    {
        var reader = new HubReader(mix, events);
        reader._socket.Options.SetRequestHeader("Authorization", "Bearer " + Servers.Product.Token);
        await reader._socket.ConnectAsync(new Uri(baseUrl.Replace("http://", "ws://", StringComparison.Ordinal) + "/hubs/events"), cancellationToken);
        await reader.SendAsync("""{"protocol":"json","version":1}""");
        if (streams)
            await reader.SendAsync("""{"type":4,"invocationId":"1","target":"Stream","arguments":[null,null]}""");
        reader._reading = Task.Run(reader.ReadAsync, CancellationToken.None);
        reader._pinging = Task.Run(reader.PingAsync, CancellationToken.None);
        return reader;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await Task.WhenAll(_reading, _pinging);
        _socket.Dispose();
        _closed.Dispose();
    }

    private async Task SendAsync(string record) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(record + (char)RecordEnd), WebSocketMessageType.Text, endOfMessage: true, _closed.Token);

    private async Task PingAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(BetweenPings);
            while (await timer.WaitForNextTickAsync(_closed.Token))
                await SendAsync("""{"type":6}""");
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Closed by one side; what was not seen is counted.
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
                var read = await _socket.ReceiveAsync(buffer.AsMemory(length), _closed.Token).ConfigureAwait(false);
                if (read.MessageType == WebSocketMessageType.Close)
                    return;
                length += read.Count;
                var taken = Take(buffer.AsSpan(0, length));
                buffer.AsSpan(taken, length - taken).CopyTo(buffer);
                length -= taken;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Closed by one side; what was not seen is counted.
        }
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        var (now, taken) = (Stopwatch.GetTimestamp(), 0);
        while (bytes[taken..].IndexOf(RecordEnd) is >= 0 and var end)
        {
            var record = bytes.Slice(taken, end);
            taken += end + 1;
            if (record.IndexOf(TimeField) is not (>= 0 and var at))
                continue;
            var number = _mix.NumberOf(UnixMicroseconds(record[(at + TimeField.Length)..]));
            if (number <= 0 || number >= SeenAt.Length)
                continue;
            SeenAt[number] = now;
            Volatile.Write(ref _last, Math.Max(_last, number));
        }

        return taken;
    }

    // yyyy-MM-ddTHH:mm:ss.ffffffZ
    private static long UnixMicroseconds(ReadOnlySpan<byte> text)
    {
        var second = new DateTime(Digits(text[..4]), Digits(text[5..7]), Digits(text[8..10]), Digits(text[11..13]), Digits(text[14..16]), Digits(text[17..19]), DateTimeKind.Utc);
        return ((second - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond) + Digits(text[20..26]);
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var number = 0;
        foreach (var digit in text)
            number = (number * 10) + (digit - '0');
        return number;
    }
}
