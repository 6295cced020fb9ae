using System.Net;
using PenneoDashboard.Data;

namespace PenneoDashboard.Webhooks.Admission;

/// <summary>
/// Who is let to the receiver, and where: <c>Webhooks:Urls</c>, addresses of its own to listen on, and
/// <c>Webhooks:AllowedNetworks</c>, where deliveries may come from. Empty means everywhere the app listens, and everyone.
/// </summary>
internal sealed class AdmissionSettings(IConfiguration configuration) : IConfigurationCheck
{
    private const string UrlsKey = "Webhooks:Urls";
    private const string NetworksKey = "Webhooks:AllowedNetworks";

    public IReadOnlyList<string> Urls { get; } = ConfiguredList.Texts(configuration, UrlsKey);

    public IReadOnlyList<IPNetwork> Networks { get; } = ConfiguredList.Networks(configuration, NetworksKey);

    /// <inheritdoc />
    public IEnumerable<string> Errors()
    {
        var errors = new List<string>();
        _ = ConfiguredList.Networks(configuration, NetworksKey, errors);
        var pages = ConfiguredList.Texts(configuration, "Urls").Select(Parse).OfType<BindingAddress>().ToList();
        foreach (var url in Urls)
        {
            if (Parse(url) is not { Port: > 0, PathBase.Length: 0, IsUnixPipe: false, IsNamedPipe: false, Scheme: "http" or "https" } address)
                errors.Add($"{UrlsKey} has '{url}'; it must be an address to listen on such as http://0.0.0.0:5081, with a port and without a path.");
            else if (pages.Any(x => x.Port == address.Port && Overlap(x.Host, address.Host)))
                errors.Add($"{UrlsKey} has '{url}', whose port the pages listen on too (Urls, ASPNETCORE_URLS or --urls).");
        }

        if (Urls.Count > 0 && configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
            errors.Add($"{UrlsKey} can't be used together with Kestrel:Endpoints; say with Urls where the pages listen.");
        return errors;
    }

    /// <summary>Reads an address to listen on; null when it is none.</summary>
    public static BindingAddress? Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool Overlap(string one, string other) =>
        one.Equals(other, StringComparison.OrdinalIgnoreCase) || !IPAddress.TryParse(one, out var a) || !IPAddress.TryParse(other, out var b)
        || a.Equals(IPAddress.Any) || a.Equals(IPAddress.IPv6Any) || b.Equals(IPAddress.Any) || b.Equals(IPAddress.IPv6Any);
}
