using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Security.Automation;

/// <summary>Signs a program in by <c>Authorization: Bearer</c> and the automation token.</summary>
internal sealed class AutomationTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IOptions<SecurityOptions> security,
    IProblemDetailsService problems)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    /// <summary>What the automation token's holder is called.</summary>
    public const string Name = "automation";

    private const string Prefix = "Bearer ";

    /// <summary>The bearer token that a request brought; null when it brought none.</summary>
    internal static string? Offered(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return header[Prefix.Length..].Trim();

        // A browser's WebSocket can't send headers, so SignalR clients put the token of a hub into its query.
        return request.Path.StartsWithSegments("/hubs") && request.Query["access_token"].ToString() is { Length: > 0 } token ? token : null;
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Offered(Request) is not { } offered)
            return Task.FromResult(AuthenticateResult.NoResult());
        var expected = security.Value.AutomationToken;

        // Hashed first, because the comparison is constant in time only for equal lengths.
        return Task.FromResult(!string.IsNullOrEmpty(expected) && CryptographicOperations.FixedTimeEquals(Hash(expected), Hash(offered))
            ? AuthenticateResult.Success(new AuthenticationTicket(Principal(expected), Scheme.Name))
            : AuthenticateResult.Fail("The bearer token is not the automation token."));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return RefuseAsync(StatusCodes.Status401Unauthorized, "This needs a bearer token: Security:AutomationToken of the configuration.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        RefuseAsync(StatusCodes.Status403Forbidden, "The token's role may not do this.");

    /// <summary>Who holds the token, in a form that also fits a cookie; the stamp ends the cookie when the token is another.</summary>
    private static ClaimsPrincipal Principal(string token) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.Name, Name),
            new Claim(ClaimTypes.Role, nameof(Role.Administrator)),
            new Claim(new ClaimsIdentityOptions().SecurityStampClaimType, Stamp(token)),
        ],
        SchemeName));

    /// <summary>Changes with the token and does not tell it.</summary>
    internal static string Stamp(string token) => Convert.ToHexString(Hash("stamp of " + token));

    private async Task RefuseAsync(int status, string detail)
    {
        Response.StatusCode = status;
        await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = Context, ProblemDetails = { Status = status, Detail = detail } });
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
