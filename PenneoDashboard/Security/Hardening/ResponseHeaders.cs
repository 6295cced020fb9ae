using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace PenneoDashboard.Security.Hardening;

/// <summary>What a browser is told it may do with an answer.</summary>
internal static class ResponseHeaders
{
    // App.razor reads it there: the shared components know nothing of this folder.
    private const string NonceItem = "nonce";

    private const int NonceBytes = 16;

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues NoDevices = "accelerometer=(), bluetooth=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

    // For what is no page. A browser that is led to it all the same runs and loads nothing.
    private static readonly StringValues Nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static void SetForReceiver(HttpResponse response)
    {
        response.Headers.CacheControl = NoStore;
        response.Headers.XContentTypeOptions = NoSniff;
    }

    /// <summary>Sets them when the answer starts, since an error clears what was set before.</summary>
    public static void SetAtStart(HttpContext http)
    {
        http.Items[NonceItem] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceBytes));
        http.Response.OnStarting(static state => Set((HttpContext)state), http);
    }

    private static Task Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        var isPage = http.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;

        // Set whole: Blazor and the antiforgery service add parts of their own, and two policies would contradict each other.
        headers.ContentSecurityPolicy = isPage ? ForPages(http.Request, (string)http.Items[NonceItem]!) : Nothing;
        headers.XFrameOptions = Deny;
        headers.XContentTypeOptions = NoSniff;
        headers["Referrer-Policy"] = SameOrigin;
        headers["Permissions-Policy"] = NoDevices;
        headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;

        // The app's own files say for how long they may be kept; all else is somebody's data.
        if (isPage || StringValues.IsNullOrEmpty(headers.CacheControl))
            headers.CacheControl = NoStore;
        return Task.CompletedTask;
    }

    // The theme's colours and the components' positions are inline styles. They can't run anything.
    private static string ForPages(HttpRequest request, string nonce) =>
        $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + $"connect-src 'self'{Sockets(request)}; manifest-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    // Not every browser takes 'self' for WebSockets too. The host is what the client says, so only what can be one is repeated.
    private static string Sockets(HttpRequest request)
    {
        var host = request.Host.Value;
        if (string.IsNullOrEmpty(host) || !host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '[' or ']' or '_'))
            return "";
        return request.IsHttps ? $" wss://{host}" : $" ws://{host} wss://{host}";
    }
}
