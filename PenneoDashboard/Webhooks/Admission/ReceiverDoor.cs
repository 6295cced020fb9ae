using System.Net;

namespace PenneoDashboard.Webhooks.Admission;

/// <summary>One address that belongs to the receiver alone.</summary>
internal sealed class ReceiverDoor(BindingAddress address)
{
    // Null for a name: the server then listens on every address, or on this machine's own.
    private readonly IPAddress? _ip = IPAddress.TryParse(address.Host, out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any) ? ip : null;
    private readonly bool _isLocalhost = address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a connection came in here.</summary>
    public bool Took(ConnectionInfo connection)
    {
        if (connection.LocalPort != address.Port)
            return false;
        if (connection.LocalIpAddress is not { } local || (_ip is null && !_isLocalhost))
            return true;
        var plain = local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local;
        return _ip is null ? IPAddress.IsLoopback(plain) : plain.Equals(_ip);
    }
}
