using PenneoDashboard.Security.Passkeys;

namespace PenneoDashboard.Security.Hardening;

/// <summary>
/// Keeps other sites' pages from using a visitor's browser: WebSockets know no same-origin rule, and a simple POST is
/// sent before a browser asks.
/// </summary>
internal static class SameOrigin
{
    private static readonly PathString[] Guarded = ["/_blazor", "/hubs", "/api", "/simulator", PasskeyFeature.OptionsToAdd, PasskeyFeature.OptionsToSignIn];

    /// <summary>True when a page of another origin sends it; programs that are no browser send no <c>Origin</c>.</summary>
    public static bool IsForeign(HttpRequest request) =>
        request.Headers.Origin is { Count: > 0 } origin && IsGuarded(request.Path) && !IsOurs(origin.ToString(), request);

    public static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync("The page that asks is of another origin than this host. A proxy in between must pass the Host header on.");
    }

    private static bool IsGuarded(PathString path)
    {
        foreach (var guarded in Guarded)
        {
            if (path.StartsWithSegments(guarded, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>True for an origin, such as <c>https://dash.example.com</c>, that is the one a request was made to.</summary>
    public static bool IsOurs(string origin, HttpRequest request)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && !request.IsHttps)))
            return false;

        // A proxy that ends TLS and is not known lets us see http, so the scheme alone does not make it foreign.
        var port = request.Host.Port ?? (uri.Scheme == Uri.UriSchemeHttps ? 443 : 80);
        return uri.Port == port && uri.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase);
    }
}
