using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace PenneoDashboard.Tests.Webhooks;

/// <summary>A connection that sends exactly the bytes it is told to, right or wrong.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;

    private RawConnection(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<RawConnection> OpenAsync(string url)
    {
        var uri = new Uri(url);
        var client = new TcpClient();
        await client.ConnectAsync(uri.Host, uri.Port, Cancel);
        return new RawConnection(client);
    }

    /// <summary>True when the server has closed it, and nothing of an answer waits to be read.</summary>
    public bool IsClosed => _client.Client.Poll(0, SelectMode.SelectRead) && _client.Available == 0;

    /// <summary>The start of a POST, up to the empty line.</summary>
    public static string Head(Door door, params IEnumerable<string> headers) =>
        $"POST {new Uri(door.Url).AbsolutePath} HTTP/1.1\r\nHost: localhost\r\n{string.Concat(headers.Select(x => x + "\r\n"))}\r\n";

    public async Task SendAsync(byte[] bytes) => await _stream.WriteAsync(bytes, Cancel);

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>False when the server has closed the connection.</summary>
    public async Task<bool> TrySendAsync(byte[] bytes)
    {
        try
        {
            await SendAsync(bytes);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The status of the answer; null when the server closed the connection without one.</summary>
    public async Task<int?> StatusAsync()
    {
        using var reader = new StreamReader(_stream, Encoding.Latin1, leaveOpen: true);
        var line = await reader.ReadLineAsync(Cancel);
        return line is null ? null : int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>The first status that is not 100; null when the server closed the connection without one.</summary>
    public async Task<int?> FinalStatusAsync()
    {
        using var reader = new StreamReader(_stream, Encoding.Latin1, leaveOpen: true);
        try
        {
            while (await reader.ReadLineAsync(Cancel) is { } line)
            {
                if (line.StartsWith("HTTP/", StringComparison.Ordinal) && line.Split(' ')[1] is not "100" and var status)
                    return int.Parse(status, CultureInfo.InvariantCulture);
            }
        }
        catch (IOException)
        {
            // It was reset, perhaps because not all that was sent was read.
        }

        return null;
    }

    /// <summary>Closes with a reset, as a sender that crashed does.</summary>
    public void Abort() => _client.Client.Close(0);

    public void Dispose() => _client.Dispose();
}
