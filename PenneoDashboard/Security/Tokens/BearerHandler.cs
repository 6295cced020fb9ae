using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PenneoDashboard.Audit;

namespace PenneoDashboard.Security.Tokens;

/// <summary>Signs a program in by <c>Authorization: Bearer</c> and a token: one made on /settings/tokens, or the automation token of the configuration.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IOptions<SecurityOptions> security,
    ApiTokens tokens, IProblemDetailsService problems)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    /// <summary>What the automation token's holder is called.</summary>
    public const string AutomationName = "automation";

    /// <summary>The claim with the id of the token, for those made on the page.</summary>
    public const string TokenClaim = "token";

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

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Offered(Request) is not { } offered)
            return AuthenticateResult.NoResult();
        if (security.Value.AutomationToken is { Length: > 0 } automation && CryptographicOperations.FixedTimeEquals(Hash(automation), Hash(offered)))
            return SignedIn(AutomationName, Role.Administrator, ActorKind.Automation, new Claim(new ClaimsIdentityOptions().SecurityStampClaimType, Stamp(automation)));
        return await tokens.FindAsync(offered, Context.Connection.RemoteIpAddress?.ToString(), Context.RequestAborted) is { } token
            ? SignedIn(token.Name, token.Role, ActorKind.Token, new Claim(TokenClaim, token.Id.ToString(CultureInfo.InvariantCulture)))
            : AuthenticateResult.Fail("The bearer token is not known, has run out or was taken back.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return RefuseAsync(StatusCodes.Status401Unauthorized, "This needs a bearer token: one made on /settings/tokens, or Security:AutomationToken of the configuration.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        RefuseAsync(StatusCodes.Status403Forbidden, "The token's role may not do this.");

    /// <summary>Ends the cookies of the automation token when it is another; it does not tell the token.</summary>
    internal static string Stamp(string token) => Convert.ToHexString(Hash("stamp of " + token));

    // In a form that also fits a cookie; see BearerSession.
    private AuthenticateResult SignedIn(string name, Role role, ActorKind kind, Claim proof) => AuthenticateResult.Success(new AuthenticationTicket(
        new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.Role, role.ToString()), new Claim(Actor.KindClaim, kind.ToString()), proof], SchemeName)), Scheme.Name));

    private async Task RefuseAsync(int status, string detail)
    {
        Response.StatusCode = status;
        await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = Context, ProblemDetails = { Status = status, Detail = detail } });
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
