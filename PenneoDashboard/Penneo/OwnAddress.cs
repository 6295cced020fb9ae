using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace PenneoDashboard.Penneo;

/// <summary>Where this process listens, as something on the same machine reaches it.</summary>
public sealed class OwnAddress(IServer server)
{
    /// <summary>For example <c>http://localhost:5080/</c>.</summary>
    /// <exception cref="InvalidOperationException">The web server has not started yet.</exception>
    public Uri Local
    {
        get
        {
            var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            var address = addresses.FirstOrDefault(x => x.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) ?? addresses.FirstOrDefault()
                ?? throw new InvalidOperationException("The web server has no address yet.");
            return Reachable(address);
        }
    }

    /// <summary>What something on the same machine calls to reach an address that is listened on.</summary>
    public static Uri Reachable(string address)
    {
        // "Any address" is something to listen on, not to call.
        var binding = BindingAddress.Parse(address);
        var host = binding.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : binding.Host;
        return new UriBuilder(binding.Scheme, host, binding.Port).Uri;
    }
}
