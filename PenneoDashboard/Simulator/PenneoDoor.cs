using System.Security.Cryptography;

namespace PenneoDashboard.Simulator;

/// <summary>What every call to the simulated API passes: it gets its request ids, and is refused without credentials.</summary>
internal sealed class PenneoDoor : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers["X-Penneo-Request-Id"] = Guid.NewGuid().ToString();
        http.Response.Headers["X-B3-TraceId"] = RandomNumberGenerator.GetHexString(32, lowercase: true);
        return HasCredentials(http.Request.Headers) ? await next(context) : PenneoAnswers.Unauthorized();
    }

    /// <summary>Any of Penneo's three methods; the simulator has one account and lets everyone in who brings something.</summary>
    private static bool HasCredentials(IHeaderDictionary headers)
    {
        var (scheme, value) = Split(headers.Authorization.ToString());
        return scheme.ToUpperInvariant() switch
        {
            "JWT" => !string.IsNullOrWhiteSpace(headers["X-Auth-Token"]),
            "BEARER" => value.Length > 0,
            "WSSE" => headers["X-WSSE"].ToString().StartsWith("UsernameToken ", StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
    }

    private static (string Scheme, string Value) Split(string authorization)
    {
        var parts = authorization.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (parts.ElementAtOrDefault(0) ?? "", parts.ElementAtOrDefault(1) ?? "");
    }
}
