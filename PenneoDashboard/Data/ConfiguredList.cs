using System.Net;

namespace PenneoDashboard.Data;

/// <summary>Settings with several values: in one text, parted by commas, semicolons or spaces, or as a list (<c>Key__0</c>).</summary>
public static class ConfiguredList
{
    /// <summary>What is set, in its order; what holds no text is left out.</summary>
    public static IReadOnlyList<string> Texts(IConfiguration configuration, string key)
    {
        var section = configuration.GetSection(key);
        return [.. section.GetChildren().Select(x => x.Value).Prepend(section.Value).SelectMany(Split)];
    }

    /// <summary>Networks such as <c>10.0.0.0/8</c>; an address stands for itself alone.</summary>
    /// <param name="errors">Gets a line for each value that is neither; without it these are left out.</param>
    public static IReadOnlyList<IPNetwork> Networks(IConfiguration configuration, string key, ICollection<string>? errors = null)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in Texts(configuration, key))
        {
            if (IPAddress.TryParse(text, out var address))
                networks.Add(new IPNetwork(Plain(address), Plain(address).GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(text, out var network))
                networks.Add(network);
            else
                errors?.Add($"{key} has '{text}'; it must be an address such as 10.0.0.5 or a network such as 10.0.0.0/8.");
        }

        return networks;
    }

    /// <summary>Whether one of them has the address; none has one that is not known.</summary>
    public static bool Has(this IReadOnlyList<IPNetwork> networks, IPAddress? address)
    {
        if (address is null)
            return false;
        var plain = Plain(address);
        for (var i = 0; i < networks.Count; i++)
        {
            if (networks[i].Contains(plain))
                return true;
        }

        return false;
    }

    // A socket for both kinds of addresses tells one of IPv4 as one of IPv6.
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string[] Split(string? text) => text?.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
