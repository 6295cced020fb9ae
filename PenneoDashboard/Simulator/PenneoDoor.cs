using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace PenneoDashboard.Simulator;

/// <summary>
/// What every call to the simulated API passes: it gets its request ids, and is refused by what is switched on and
/// without credentials.
/// </summary>
internal sealed partial class PenneoDoor(DigestCheck digests, IssuedTokens tokens, SubscriptionBook book, Chaos chaos) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        AddIds(http);
        if (Refuse(http, chaos) is { } refusal)
            return refusal;
        if (book.Switches.LegacyShutDown && LegacyPath().IsMatch(http.Request.Path.Value ?? ""))
            return PenneoAnswers.LegacyGone();
        return Problem(http.Request.Headers) is { } problem ? PenneoAnswers.Unauthorized(problem) : await next(context);
    }

    /// <summary>An answer at the rate of <see cref="ChaosSettings.Refuse"/>; null for a call that may go on.</summary>
    public static IResult? Refuse(HttpContext http, Chaos chaos)
    {
        if (chaos.Refusal() is not { } status)
            return null;
        if (status != StatusCodes.Status500InternalServerError)
            http.Response.Headers.RetryAfter = "1";
        return PenneoAnswers.Fail(status, ReasonPhrases.GetReasonPhrase(status), "The simulator refuses on purpose: its chaos is on.");
    }

    /// <summary>The ids that Penneo's support asks for.</summary>
    public static void AddIds(HttpContext http)
    {
        http.Response.Headers["X-Penneo-Request-Id"] = Guid.NewGuid().ToString();
        http.Response.Headers["X-B3-TraceId"] = RandomNumberGenerator.GetHexString(32, lowercase: true);
    }

    /// <summary>By each of Penneo's three methods. Any pasted token will do: the simulator has one account.</summary>
    private string? Problem(IHeaderDictionary headers)
    {
        var (scheme, value) = Split(headers.Authorization.ToString());
        return scheme.ToUpperInvariant() switch
        {
            "JWT" => string.IsNullOrWhiteSpace(headers["X-Auth-Token"]) ? "X-Auth-Token is missing." : null,
            "BEARER" when value.Length == 0 => "The bearer token is missing.",
            "BEARER" => tokens.IsGood(value) ? null : "The access token has expired, or was never given out.",
            "WSSE" => Wsse(headers["X-WSSE"].ToString()),
            _ => "Send Authorization: JWT with X-Auth-Token, a bearer token, or a WSSE header pair.",
        };
    }

    private string? Wsse(string header)
    {
        if (!header.StartsWith("UsernameToken ", StringComparison.OrdinalIgnoreCase))
            return "X-WSSE must be a UsernameToken.";
        var values = Pair().Matches(header).ToLookup(x => x.Groups["name"].Value, x => x.Groups["value"].Value, StringComparer.OrdinalIgnoreCase);
        return digests.Problem(
            values["Username"].FirstOrDefault(), values["Nonce"].FirstOrDefault(), values["Created"].FirstOrDefault(), values["PasswordDigest"].FirstOrDefault());
    }

    private static (string Scheme, string Value) Split(string authorization)
    {
        var parts = authorization.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (parts.ElementAtOrDefault(0) ?? "", parts.ElementAtOrDefault(1) ?? "");
    }

    // By the address, so that also what has no route there is answered as everything else of a dead service.
    [GeneratedRegex("^/simulator/penneo/api/v[0-9]+/webhook(/|$)", RegexOptions.IgnoreCase)]
    private static partial Regex LegacyPath();

    [GeneratedRegex("""(?<name>\w+)="(?<value>[^"]*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Pair();
}
