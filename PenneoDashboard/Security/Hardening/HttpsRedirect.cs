using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.HttpOverrides;

namespace PenneoDashboard.Security.Hardening;

/// <summary>Where a request over plain http should have gone.</summary>
internal sealed class HttpsRedirect(IServer server, IConfiguration configuration)
{
    private const int UsualPort = 443;

    private static readonly PathString Health = "/health";
    private static readonly PathString[] Programs = ["/api", "/hubs"];

    private readonly bool _hasProxy = KnownProxies.AreSet(configuration);

    // Known as soon as the server listens, which is before it gets a request.
    private readonly Lazy<int?> _ownPort = new(() => (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        .Select(BindingAddress.Parse).FirstOrDefault(x => x.Scheme == Uri.UriSchemeHttps)?.Port);

    /// <summary>
    /// The same address by https. Null when it came by https, from this machine by its own name, to the health routes, or
    /// when neither we nor a known proxy offer https.
    /// </summary>
    public string? Target(HttpRequest request)
    {
        if (request.IsHttps || Port(request) is not { } port || IsLoopback(request.Host.Host) || request.Path.StartsWithSegments(Health))
            return null;
        var host = port == UsualPort ? new HostString(request.Host.Host) : new HostString(request.Host.Host, port);
        return $"https://{host}{request.PathBase}{request.Path}{request.QueryString}";
    }

    /// <summary>Leads people on. A program is refused: led on, it would go on to send its token in the clear, and nobody would see it.</summary>
    public static Task AnswerAsync(HttpContext http, string target)
    {
        if (Programs.Any(x => http.Request.Path.StartsWithSegments(x, StringComparison.OrdinalIgnoreCase)))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            http.Response.ContentType = "text/plain; charset=utf-8";
            return http.Response.WriteAsync("This is answered by https only. A token that was sent here has crossed the network in the clear: replace it.");
        }

        http.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
        http.Response.Headers.Location = target;
        return Task.CompletedTask;
    }

    // The framework leaves the header where it has believed a proxy, which here said http.
    private int? Port(HttpRequest request) =>
        _hasProxy && request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalProtoHeaderName) ? UsualPort : _ownPort.Value;

    private static bool IsLoopback(string host) =>
        host.Length == 0 || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
