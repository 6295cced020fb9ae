using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace PenneoDashboard.Bench.Load;

/// <summary>
/// One HTTP/1.1 connection that is kept open, written by hand: beside the server on the same cores, a client that allocates
/// and schedules would be measured more than the server.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _answer = new byte[4 * 1024];

    private HttpConnection()
    {
    }

    /// <summary>True once the server has said that it takes no further request here.</summary>
    public bool IsOver { get; private set; }

    public static async Task<HttpConnection> OpenAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var connection = new HttpConnection();
        await connection._socket.ConnectAsync(address, cancellationToken);
        return connection;
    }

    /// <summary>Sends a whole request and gives the answer's status.</summary>
    /// <param name="endsEarly">Says behind it that nothing more will come.</param>
    /// <exception cref="IOException">No whole answer came.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request, bool endsEarly = false)
    {
        try
        {
            for (var sent = 0; sent < request.Length;)
                sent += await _socket.SendAsync(request[sent..]).ConfigureAwait(false);
            if (endsEarly)
                _socket.Shutdown(SocketShutdown.Send);
            var length = 0;
            while (true)
            {
                var read = await _socket.ReceiveAsync(_answer.AsMemory(length)).ConfigureAwait(false);
                if (read == 0)
                    throw new IOException("The server closed the connection before it answered.");
                length += read;
                if (Whole(_answer.AsSpan(0, length)) is { } status)
                    return status;
                if (length == _answer.Length)
                    Array.Resize(ref _answer, length * 2);
            }
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public void Dispose() => _socket.Dispose();

    private int? Whole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return null;
        if (!answer.StartsWith("HTTP/1."u8) || !Utf8Parser.TryParse(answer[9..12], out int status, out _))
            throw new IOException("The answer is not HTTP/1.");
        var fields = answer[..head];
        var body = answer[(head + 4)..];
        if (status == 100)
            return Whole(body);
        IsOver = fields.IndexOf("\r\nConnection: close"u8) >= 0;
        var field = fields.IndexOf("\r\nContent-Length: "u8);
        if (field >= 0)
            return Utf8Parser.TryParse(fields[(field + "\r\nContent-Length: "u8.Length)..], out int length, out _) && body.Length >= length ? status : null;

        // No length and no body, or a chunked one.
        return fields.IndexOf("\r\nTransfer-Encoding: chunked"u8) < 0 || body.EndsWith("0\r\n\r\n"u8) ? status : null;
    }
}
