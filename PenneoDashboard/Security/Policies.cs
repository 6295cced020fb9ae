using Microsoft.AspNetCore.Authorization;
using PenneoDashboard.Security.Tokens;

namespace PenneoDashboard.Security;

/// <summary>The authorization policies, one for each <see cref="Role"/> and named as it is: who has that role or a later one.</summary>
public static class Policies
{
    public const string Viewer = nameof(Role.Viewer);
    public const string Operator = nameof(Role.Operator);
    public const string Administrator = nameof(Role.Administrator);

    /// <summary>
    /// What programs use: a bearer token, and never a cookie, so that no foreign web page can make a browser call it.
    /// A route below may ask for a later role.
    /// </summary>
    public static AuthorizeAttribute ForPrograms => ForProgramsOf(Role.Viewer);

    /// <summary>The same for programs of a role.</summary>
    public static AuthorizeAttribute ForProgramsOf(Role role) => new(role.ToString()) { AuthenticationSchemes = BearerHandler.SchemeName };

    internal static void Add(AuthorizationOptions options)
    {
        foreach (var role in Enum.GetValues<Role>())
            options.AddPolicy(role.ToString(), Of(role));

        // Closed by default: what names no policy, and what does not even exist, is for those who are signed in.
        options.DefaultPolicy = options.FallbackPolicy = Of(Role.Viewer);
    }

    private static AuthorizationPolicy Of(Role role) =>
        new AuthorizationPolicyBuilder().RequireRole(Enum.GetValues<Role>().Where(x => x >= role).Select(x => x.ToString())).Build();
}
