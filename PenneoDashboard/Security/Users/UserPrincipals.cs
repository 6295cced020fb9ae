using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PenneoDashboard.Security.TwoStep;

namespace PenneoDashboard.Security.Users;

/// <summary>Puts a user's role into what their cookie says of them, and that they lack a second step where one is required.</summary>
internal sealed class UserPrincipals(UserManager<User> users, IOptions<IdentityOptions> options, IOptions<SecurityOptions> security) : UserClaimsPrincipalFactory<User>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(User user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(identity.RoleClaimType, user.Role.ToString()));
        if (security.Value.RequireTwoStep && user is { PasswordHash: not null, TwoFactorEnabled: false })
            identity.AddClaim(new Claim(RequiredTwoStep.LackingClaim, "true"));
        return identity;
    }
}
