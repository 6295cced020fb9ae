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
    private readonly byte[] _answer = new byte[16 * 1024];

    private HttpConnection()
    {
    }

    public static async Task<HttpConnection> OpenAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var connection = new HttpConnection();
        await connection._socket.ConnectAsync(address, cancellationToken);
        return connection;
    }

    /// <summary>Sends a whole request and gives the answer's status.</summary>
    /// <exception cref="IOException">No whole answer came.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        try
        {
            for (var sent = 0; sent < request.Length;)
                sent += await _socket.SendAsync(request[sent..]).ConfigureAwait(false);
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
                    throw new IOException("The answer is longer than a receiver's should be.");
            }
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int? Whole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return null;
        if (!answer.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(answer[9..12], out int status, out _))
            throw new IOException("The answer is not HTTP/1.1.");
        var body = answer[(head + 4)..];
        var field = answer[..head].IndexOf("\r\nContent-Length: "u8);
        if (field >= 0)
        {
            return Utf8Parser.TryParse(answer[(field + "\r\nContent-Length: "u8.Length)..], out int length, out _) && body.Length >= length ? status : null;
        }

        // No length and no body, or a chunked one.
        return answer[..head].IndexOf("\r\nTransfer-Encoding: chunked"u8) < 0 || body.EndsWith("0\r\n\r\n"u8) ? status : null;
    }
}
