using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PenneoDashboard.Tests.EndToEnd;

/// <summary>A TCP relay between a browser and the app that can be cut and mended, as a network is.</summary>
public sealed class CutCable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _sockets = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;
    private volatile bool _cut;

    public CutCable(string target)
    {
        _target = new Uri(target).Port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Breaks every connection and lets no new one through.</summary>
    public void Cut()
    {
        _cut = true;
        foreach (var socket in _sockets.Keys)
            socket.Dispose();
    }

    public void Mend() => _cut = false;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Cut();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var near = await _listener.AcceptSocketAsync(_stop.Token);
                _ = RelayAsync(near);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task RelayAsync(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (near)
        {
            _sockets[near] = true;
            _sockets[far] = true;
            try
            {
                if (_cut)
                    return;
                await far.ConnectAsync(IPAddress.Loopback, _target);
                await using var nearStream = new NetworkStream(near);
                await using var farStream = new NetworkStream(far);
                await Task.WhenAny(nearStream.CopyToAsync(farStream), farStream.CopyToAsync(nearStream));
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                // Either end hung up, or the cable was cut.
            }
            finally
            {
                _sockets.TryRemove(near, out _);
                _sockets.TryRemove(far, out _);
            }
        }
    }
}
