using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PenneoDashboard.Data;
using PenneoDashboard.Security.Company;
using PenneoDashboard.Security.Hardening;
using PenneoDashboard.Security.Masking;
using PenneoDashboard.Security.Passkeys;
using PenneoDashboard.Security.Sessions;
using PenneoDashboard.Security.Setup;
using PenneoDashboard.Security.SignIn;
using PenneoDashboard.Security.Tokens;
using PenneoDashboard.Security.TwoStep;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security;

/// <summary>Who may see and do what: closed by default, opened by role.</summary>
public static class SecurityFeature
{
    private const string SessionOrBearer = "SessionOrBearer";
    private static readonly string[] Programs = ["/api", "/hubs"];
    // PBKDF2 with HMAC-SHA-512, by OWASP's password storage cheat sheet.
    private const int HashRounds = 210_000;
    private static readonly TimeSpan SessionLifetime = TimeSpan.FromDays(7);
    private static readonly TimeSpan CodeWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    public static void AddSecurity(this IHostApplicationBuilder builder)
    {
        builder.AddChecked<SecurityOptions, SecurityOptionsValidator>(SecurityOptions.Section);
        var services = builder.Services;
        services.AddScoped(x => x.GetRequiredService<IDbContextFactory<DashboardDb>>().CreateDbContext());
        services.AddIdentityCore<User>(UseRules).AddEntityFrameworkStores<DashboardDb>().AddSignInManager().AddDefaultTokenProviders()
            .AddUserStore<UserStore>().AddTokenProvider<OneTimeCodes>(TokenOptions.DefaultAuthenticatorProvider).AddClaimsPrincipalFactory<UserPrincipals>().AddErrorDescriber<IdentityWords>().AddPasswordValidator<StrongPassword>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashRounds);
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = Sessions.Sessions.Patience);

        // Whoever brings a bearer token is taken by it, and for what programs use nothing else counts.
        var authentication = services.AddAuthentication(SessionOrBearer);
        authentication.AddPolicyScheme(SessionOrBearer, null, options => options.ForwardDefaultSelector = http =>
            BearerHandler.Offered(http.Request) is not null || Programs.Any(x => http.Request.Path.StartsWithSegments(x, StringComparison.OrdinalIgnoreCase))
                ? BearerHandler.SchemeName
                : IdentityConstants.ApplicationScheme);
        authentication.AddIdentityCookies(cookies =>
        {
            cookies.ApplicationCookie!.Configure(options =>
            {
                (options.LoginPath, options.AccessDeniedPath) = (SignInPage.Path, "/forbidden");
                (options.ExpireTimeSpan, options.SlidingExpiration) = (SessionLifetime, true);
                (options.Cookie.HttpOnly, options.Cookie.SameSite) = (true, SameSiteMode.Lax);
                options.Events.OnRedirectToLogin = ToSignIn.ChallengeAsync;
                options.Events.OnRedirectToAccessDenied = ToSignIn.ForbidAsync;
                options.Events.OnSigningIn = Sessions.Sessions.BeginAsync;
                options.Events.OnValidatePrincipal = Sessions.Sessions.ValidateAsync;
            });

            // Between the password and the code.
            cookies.TwoFactorUserIdCookie!.Configure(options =>
            {
                (options.ExpireTimeSpan, options.SlidingExpiration) = (CodeWait, false);
                (options.Cookie.HttpOnly, options.Cookie.SameSite) = (true, SameSiteMode.Strict);
                options.Events.OnSigningIn = TwoStepAccount.BeginAsync;
            });
        });
        authentication.AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, null);
        builder.AddCompanySignIn(authentication);
        services.ConfigureAll<CookieAuthenticationOptions>(options => options.CookieManager = new HostCookies());
        services.Configure<AntiforgeryOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);

        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<SecurityOptions>>(SignInLimit.Use);
        services.AddAuthorization(Policies.Add);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedRights>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitSession>();
        services.AddSingleton<Sessions.Sessions>();
        services.AddSingleton<SignedOut>();
        services.AddHostedService(x => x.GetRequiredService<SignedOut>());
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<UserDirectory>();
        services.AddSingleton<ApiTokens>();
        services.AddSingleton<SetupLink>();
        services.AddSingleton<SetupAnnouncement>();
        services.AddHostedService(x => x.GetRequiredService<SetupAnnouncement>());
        services.AddSingleton<NobodysPassword>();
        services.AddScoped<Account>();
        services.AddScoped<TwoStepAccount>();
        services.AddPasskeys();
        services.AddMasking();
    }

    /// <summary>Comes inside the error pages, so that they ask it too, and before everything that is to be guarded.</summary>
    public static void MapSecurity(this WebApplication app)
    {
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseBearerSession();
        app.UseRequiredTwoStep();
        app.UseAuthorization();
        app.UseMasking();
        app.MapSignOut();
        app.MapCompanySignIn();
        app.MapPasskeys();
    }

    /// <summary>For hubs: their connections end with the rights they began with, and show what those allow.</summary>
    public static void GuardHub(HubOptions hub)
    {
        hub.AddFilter<EndedSessions>();
        hub.AddFilter<HubReader>();
    }

    private static void UseRules(IdentityOptions options)
    {
        // Length and guessability instead of kinds of characters, as NIST SP 800-63B and OWASP ASVS 5.0 ask.
        var password = options.Password;
        (password.RequireDigit, password.RequireLowercase, password.RequireUppercase, password.RequireNonAlphanumeric) = (false, false, false, false);
        (password.RequiredLength, password.RequiredUniqueChars) = (StrongPassword.LeastLength, 1);
        options.User.AllowedUserNameCharacters = "";
        (options.Lockout.MaxFailedAccessAttempts, options.Lockout.DefaultLockoutTimeSpan) = (5, Lockout);
    }
}
