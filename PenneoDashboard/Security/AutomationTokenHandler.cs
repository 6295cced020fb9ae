using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using PenneoDashboard.Audit;

namespace PenneoDashboard.Security;

/// <summary>Signs a program in by <c>Authorization: Bearer</c> and the automation token.</summary>
internal sealed class AutomationTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IOptions<SecurityOptions> security,
    IProblemDetailsService problems)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "AutomationToken";
    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var expected = security.Value.AutomationToken;
        if (string.IsNullOrEmpty(expected))
            return Task.FromResult(SignedIn("anyone"));
        if (Offered() is not { } offered)
            return Task.FromResult(AuthenticateResult.NoResult());

        // Hashed first, because the comparison is constant in time only for equal lengths.
        return Task.FromResult(CryptographicOperations.FixedTimeEquals(Hash(expected), Hash(offered))
            ? SignedIn("automation", new Claim(Actor.KindClaim, "automation"))
            : AuthenticateResult.Fail("The bearer token is not the automation token."));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = Prefix.TrimEnd();
        await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = Context,
            ProblemDetails = { Status = StatusCodes.Status401Unauthorized, Detail = "This needs the automation token (Security:AutomationToken) as a bearer token." },
        });
    }

    // A browser's WebSocket can't send headers, so SignalR clients put the token of a hub into its query.
    private string? Offered()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return header[Prefix.Length..].Trim();
        return Request.Path.StartsWithSegments("/hubs") && Request.Query["access_token"].ToString() is { Length: > 0 } token ? token : null;
    }

    private AuthenticateResult SignedIn(string name, params Claim[] more) => AuthenticateResult.Success(new AuthenticationTicket(
        new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name), .. more], Scheme.Name)), Scheme.Name));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
