using Microsoft.AspNetCore.Authentication.Cookies;

namespace PenneoDashboard.Security.Hardening;

/// <summary>
/// Names the cookies of sign-in so that a browser that came by https takes them from this very host and by https alone; a
/// neighbouring subdomain can't plant one. By plain http on a loopback address browsers refuse the name.
/// </summary>
internal sealed class HostCookies : ICookieManager
{
    private const string Prefix = "__Host-";

    private readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, Name(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, Name(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, Name(context, key), options);

    // Such a cookie is for the whole host, which an app below a path has not got for itself.
    private static string Name(HttpContext context, string key) => context.Request is { IsHttps: true, PathBase.HasValue: false } ? Prefix + key : key;
}
