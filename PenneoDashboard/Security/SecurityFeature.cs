using Microsoft.AspNetCore.Authentication;
using PenneoDashboard.Data;

namespace PenneoDashboard.Security;

/// <summary>Who may see and do what.</summary>
public static class SecurityFeature
{
    /// <summary>What the HTTP API and the hub ask of a program.</summary>
    public const string ProgramPolicy = "Program";

    public static void AddSecurity(this IHostApplicationBuilder builder)
    {
        builder.AddChecked<SecurityOptions, SecurityOptionsValidator>(SecurityOptions.Section);
        builder.Services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, AutomationTokenHandler>(AutomationTokenHandler.SchemeName, null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(ProgramPolicy, policy => policy.AddAuthenticationSchemes(AutomationTokenHandler.SchemeName).RequireAuthenticatedUser());
    }
}
