using System.Globalization;
using System.Security.Claims;
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
internal sealed class Sessions(IServiceScopeFactory scopes, ApiTokens tokens, IOptions<SecurityOptions> security, IOptions<IdentityOptions> identity)
{
    /// <summary>How long rights may outlive their end: in a page that is open, and in a browser's requests.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>When somebody must sign in again, however much they use it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private const string BeganAt = "began";

    public async Task<bool> HoldsAsync(ClaimsPrincipal principal, CancellationToken cancellationToken = default)
    {
        if (principal.Identity?.IsAuthenticated != true)
            return false;
        if (principal.FindFirstValue(ClaimTypes.NameIdentifier) is null)
            return IsAutomation(principal) || (TokenOf(principal) is { } token && await tokens.IsGoodAsync(token, cancellationToken));
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        return await users.GetUserAsync(principal) is { } user && Stamp(principal) == await users.GetSecurityStampAsync(user);
    }

    /// <summary>Notes when a session began, which stays with it however often its cookie is renewed.</summary>
    public static Task BeginAsync(CookieSigningInContext context)
    {
        context.Properties.Items.TryAdd(BeganAt, context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }

    /// <summary>For requests, at most every <see cref="Patience"/> for each session.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var now = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        if (!context.Properties.Items.TryGetValue(BeganAt, out var began) || now - DateTimeOffset.Parse(began!, CultureInfo.InvariantCulture) > Longest)
        {
            context.RejectPrincipal();
            return;
        }

        // The framework's validator would look the holder of a token up as a user, and they have no row.
        if (context.Principal!.FindFirstValue(ClaimTypes.NameIdentifier) is not null)
            await SecurityStampValidator.ValidatePrincipalAsync(context);
        else if (!await context.HttpContext.RequestServices.GetRequiredService<Sessions>().HoldsAsync(context.Principal!, context.HttpContext.RequestAborted))
            context.RejectPrincipal();
    }

    private static long? TokenOf(ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(BearerHandler.TokenClaim), CultureInfo.InvariantCulture, out var id) ? id : null;

    private bool IsAutomation(ClaimsPrincipal principal) =>
        security.Value.AutomationToken is { Length: > 0 } token && Stamp(principal) == BearerHandler.Stamp(token);

    private string? Stamp(ClaimsPrincipal principal) => principal.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType);
}
