using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PenneoDashboard.Security.Automation;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.Sessions;

/// <summary>
/// Whether a session still holds. It ends when its user's security stamp is another, which a new password, another role,
/// "sign out everywhere" and removal see to.
/// </summary>
internal sealed class Sessions(IServiceScopeFactory scopes, IOptions<SecurityOptions> security, IOptions<IdentityOptions> identity)
{
    /// <summary>How long rights may outlive their end: in a page that is open, and in a browser's requests.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<bool> HoldsAsync(ClaimsPrincipal principal)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        return principal.Identity?.IsAuthenticated == true
            && (IsAutomation(principal) || (await users.GetUserAsync(principal) is { } user && Stamp(principal) == await users.GetSecurityStampAsync(user)));
    }

    /// <summary>For requests, at most every <see cref="Patience"/> for each session.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (services.GetRequiredService<Sessions>().IsAutomation(context.Principal!))
            return;

        // The framework's validator would look a holder of the token up as a user, and it has no row.
        if (context.Principal!.FindFirstValue(ClaimTypes.NameIdentifier) is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        await SecurityStampValidator.ValidatePrincipalAsync(context);
    }

    private bool IsAutomation(ClaimsPrincipal principal) =>
        security.Value.AutomationToken is { Length: > 0 } token && Stamp(principal) == AutomationTokenHandler.Stamp(token);

    private string? Stamp(ClaimsPrincipal principal) => principal.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType);
}
