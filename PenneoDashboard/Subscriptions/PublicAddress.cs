using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>The part of configuration section <c>Webhooks</c> that subscriptions need: where Penneo reaches us, and what is taken there.</summary>
public sealed class PublicAddressOptions
{
    public const string Section = "Webhooks";

    /// <summary>Our address as seen from the internet, for example <c>https://hooks.example.com</c>; may have a path.</summary>
    public string? PublicBaseUrl { get; set; }

    /// <summary>Where the receiver listens when it has an address of its own (<c>Webhooks:Urls</c>).</summary>
    internal string? ListensOn { get; set; }

    /// <summary>How far the time in a signature may lie from ours, either way, in seconds. The receiver checks that it makes sense.</summary>
    public int SignatureToleranceSeconds { get; set; } = 300;
}

internal sealed class PublicAddressOptionsValidator : IValidateOptions<PublicAddressOptions>
{
    public ValidateOptionsResult Validate(string? name, PublicAddressOptions options) =>
        string.IsNullOrWhiteSpace(options.PublicBaseUrl)
        || (Uri.TryCreate(options.PublicBaseUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri.Query.Length + uri.Fragment.Length + uri.UserInfo.Length == 0)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Webhooks:PublicBaseUrl is '{options.PublicBaseUrl}'; it must be an absolute http or https URL without user, query or fragment.");
}

/// <summary>Where Penneo reaches our receiver, and what may keep it from doing so.</summary>
public sealed class PublicAddress(IOptions<PublicAddressOptions> options, IOptions<PenneoOptions> penneo, OwnAddress own)
{
    private const string ReceivePath = "webhooks/penneo/";

    /// <summary>The configured address, or the one we listen on while none is configured.</summary>
    public Uri Base => string.IsNullOrWhiteSpace(options.Value.PublicBaseUrl)
        ? options.Value.ListensOn is { } url ? OwnAddress.Reachable(url) : own.Local
        : new Uri(options.Value.PublicBaseUrl.TrimEnd('/') + "/");

    /// <summary>A receive URL with <c>{key}</c> where the key stands.</summary>
    public string ReceiveUrlPattern => Base + ReceivePath + "{key}";

    public string ReceiveUrl(string key) => new Uri(Base, ReceivePath + key).AbsoluteUri;

    /// <summary>The key in a receive URL of ours, whatever its host; null for any other URL.</summary>
    public static string? KeyIn(string? endpoint)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri))
            return null;
        var at = uri.AbsolutePath.LastIndexOf("/" + ReceivePath, StringComparison.Ordinal);
        return at >= 0 && uri.AbsolutePath[(at + ReceivePath.Length + 1)..] is { Length: > 0 } key && !key.Contains('/') ? key : null;
    }

    /// <summary>A URL as those may see it who must not know receive keys.</summary>
    public static string WithoutKey(string url) => KeyIn(url) is { } key ? url.Replace(key, "…", StringComparison.Ordinal) : url;

    /// <summary>Why Penneo may not get through to <see cref="Base"/>, each a sentence; empty when nothing speaks against it.</summary>
    public IReadOnlyList<string> Warnings() =>
        penneo.Value.Environment == PenneoEnvironment.Simulator ? [] : Warnings(Base, !string.IsNullOrWhiteSpace(options.Value.PublicBaseUrl));

    /// <summary>The same for an endpoint as typed in, which may hold <c>{key}</c>; empty also while it is no URL.</summary>
    public IReadOnlyList<string> WarningsFor(string endpoint) =>
        penneo.Value.Environment == PenneoEnvironment.Simulator || !Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) ? [] : Warnings(uri, configured: true);

    /// <summary>The same for any address.</summary>
    internal static IReadOnlyList<string> Warnings(Uri address, bool configured)
    {
        var warnings = new List<string>();
        if (!configured)
            warnings.Add(Say("Webhooks:PublicBaseUrl is not set, so Penneo would be given the address this program listens on."));
        if (IsLocal(address))
            warnings.Add(Say($"{address.Host} is this machine itself. Penneo calls from the internet and can't reach it."));
        else if (IPAddress.TryParse(address.DnsSafeHost, out var ip) && IsPrivate(ip))
            warnings.Add(Say($"{address.Host} is an address of a private network. Penneo calls from the internet and can't reach it."));
        else if (address.HostNameType == UriHostNameType.Dns && (!address.Host.Contains('.') || IsPrivateName(address.Host)))
            warnings.Add(Say($"{address.Host} looks like a name known only inside your network. Penneo calls from the internet and may not find it."));
        if (address.Scheme != Uri.UriSchemeHttps)
            warnings.Add(Say("The address is not https, so what Penneo sends can be read on its way."));
        return warnings;
    }

    private static bool IsLocal(Uri address) => address.IsLoopback || address.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.DnsSafeHost, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)));

    private static bool IsPrivateName(string host) =>
        ((string[])[".local", ".internal", ".lan", ".home.arpa", ".intranet", ".corp", ".test"]).Any(x => host.EndsWith(x, StringComparison.OrdinalIgnoreCase));

    private static bool IsPrivate(IPAddress ip)
    {
        if (ip.IsIPv4MappedToIPv6)
            ip = ip.MapToIPv4();
        if (ip.AddressFamily == AddressFamily.InterNetworkV6)
            return ip.IsIPv6LinkLocal || ip.IsIPv6UniqueLocal || ip.IsIPv6SiteLocal;
        var bytes = ip.GetAddressBytes();
        return bytes[0] switch
        {
            10 => true,
            100 => bytes[1] is >= 64 and < 128,
            169 => bytes[1] == 254,
            172 => bytes[1] is >= 16 and < 32,
            192 => bytes[1] == 168,
            _ => false,
        };
    }
}
