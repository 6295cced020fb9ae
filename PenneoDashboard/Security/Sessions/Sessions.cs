using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PenneoDashboard.Security.Tokens;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.Sessions;

/// <summary>
/// Whether a session still holds. It ends when its user's security stamp is another, which a new password, another role,
/// "sign out everywhere" and removal see to.
/// </summary>
internal sealed class Sessions(IServiceScopeFactory scopes, SignedOut signedOut, ApiTokens tokens, IOptions<SecurityOptions> security, IOptions<IdentityOptions> identity)
{
    /// <summary>How long rights may outlive their end: in a page that is open, and in a browser's requests.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>When somebody must sign in again, however much they use it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>The claim that tells one session of a user from another.</summary>
    public const string IdClaim = "session";

    private const string BeganAt = "began";
    private const int IdBytes = 16;

    public async Task<bool> HoldsAsync(ClaimsPrincipal principal, CancellationToken cancellationToken = default)
    {
        if (principal.Identity?.IsAuthenticated != true)
            return false;
        if (principal.FindFirstValue(IdClaim) is { } id && signedOut.Has(id))
            return false;
        if (principal.FindFirstValue(ClaimTypes.NameIdentifier) is null)
            return IsAutomation(principal) || (TokenOf(principal) is { } token && await tokens.IsGoodAsync(token, cancellationToken));
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        return await users.GetUserAsync(principal) is { } user && Stamp(principal) == await users.GetSecurityStampAsync(user);
    }

    /// <summary>
    /// Notes which session this is and when it began, which stays with it however often its cookie is renewed. Another session
    /// that the browser had ends.
    /// </summary>
    public static async Task BeginAsync(CookieSigningInContext context)
    {
        var services = context.HttpContext.RequestServices;
        context.Properties.Items.TryAdd(BeganAt, services.GetRequiredService<TimeProvider>().GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        context.Properties.Items.TryAdd(IdClaim, Convert.ToHexString(RandomNumberGenerator.GetBytes(IdBytes)));

        // Asked for, since a company's provider sends people back before the request knows its user.
        var had = (await context.HttpContext.AuthenticateAsync(context.Scheme.Name)).Properties;
        if (had is not null && had.Items.TryGetValue(IdClaim, out var before) && before is not null && before != context.Properties.Items[IdClaim])
            await services.GetRequiredService<SignedOut>().AddAsync(before);
    }

    /// <summary>For requests, at most every <see cref="Patience"/> for each session.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (!context.Properties.Items.TryGetValue(BeganAt, out var began) || now - DateTimeOffset.Parse(began!, CultureInfo.InvariantCulture) > Longest
            || !context.Properties.Items.TryGetValue(IdClaim, out var id) || services.GetRequiredService<SignedOut>().Has(id!))
        {
            context.RejectPrincipal();
            return;
        }

        // The framework's validator would look the holder of a token up as a user, and they have no row.
        if (context.Principal!.FindFirstValue(ClaimTypes.NameIdentifier) is not null)
            await SecurityStampValidator.ValidatePrincipalAsync(context);
        else if (!await services.GetRequiredService<Sessions>().HoldsAsync(context.Principal!, context.HttpContext.RequestAborted))
            context.RejectPrincipal();

        // Here, because the framework makes the principal anew from the user when it asks for the stamp.
        if (context.Principal?.Identity is ClaimsIdentity identity && !identity.HasClaim(x => x.Type == IdClaim))
            identity.AddClaim(new Claim(IdClaim, id!));
    }

    private static long? TokenOf(ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(BearerHandler.TokenClaim), CultureInfo.InvariantCulture, out var id) ? id : null;

    private bool IsAutomation(ClaimsPrincipal principal) =>
        security.Value.AutomationToken is { Length: > 0 } token && Stamp(principal) == BearerHandler.Stamp(token);

    private string? Stamp(ClaimsPrincipal principal) => principal.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType);
}
