using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace PenneoDashboard.Simulator;

/// <summary>
/// Where the simulator delivers: to this machine, and to the name under which the receiver is known. Anyone who reaches the
/// simulated Penneo can make a subscription there, and would else have this server call whatever it can reach.
/// </summary>
internal static class NearbyEndpoints
{
    /// <summary>Connects to the endpoint if it is near.</summary>
    /// <exception cref="IOException">It is another machine's.</exception>
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint endpoint, string? publicName, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(endpoint.Host, cancellationToken);
        var near = endpoint.Host.Equals(publicName, StringComparison.OrdinalIgnoreCase) ? addresses : [.. addresses.Where(IsOurs)];
        if (near.Length == 0)
            throw new IOException("The simulator delivers to this machine only.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(near, endpoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsOurs(IPAddress address) => IPAddress.IsLoopback(address)
        || NetworkInterface.GetAllNetworkInterfaces().SelectMany(x => x.GetIPProperties().UnicastAddresses).Any(x => x.Address.Equals(address));
}
