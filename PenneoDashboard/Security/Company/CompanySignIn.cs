using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using PenneoDashboard.Data;
using PenneoDashboard.Language;
using PenneoDashboard.Security.SignIn;

namespace PenneoDashboard.Security.Company;

/// <summary>Sign-in by OpenID Connect: the way to the provider and back.</summary>
internal static partial class CompanySignIn
{
    public const string Path = SignInPage.Path + "/company";
    public const string CallbackPath = Path + "/callback";

    private const string SchemeName = "company";

    private static readonly TimeSpan ProviderPatience = TimeSpan.FromSeconds(15);

    public static void AddCompanySignIn(this IHostApplicationBuilder builder, AuthenticationBuilder authentication)
    {
        builder.AddChecked<CompanyOptions, CompanyOptionsValidator>(CompanyOptions.Section);
        builder.Services.AddSingleton<CompanyUsers>();
        builder.Services.AddSingleton<NoRole>();
        builder.Services.AddScoped<CompanyAccount>();

        // The framework asks such a scheme about every request, so there is none where nothing is set.
        if (string.IsNullOrWhiteSpace(builder.Configuration[CompanyOptions.Section + ":Authority"]))
            return;
        authentication.AddOpenIdConnect(SchemeName, _ => { });
        builder.Services.AddOptions<OpenIdConnectOptions>(SchemeName).Configure<IOptions<CompanyOptions>>((options, company) => Set(options, company.Value));
    }

    // A link, since the pages' policy lets forms go to this app alone, and that holds for where they lead too.
    public static void MapCompanySignIn(this IEndpointRouteBuilder app) => app.MapGet(Path, BeginAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> BeginAsync(HttpContext http, string? returnUrl, CompanyAccount account, IOptions<CompanyOptions> company, ILogger<CompanyAccount> logger)
    {
        if (!company.Value.IsOn)
            return Results.NotFound();
        var goOn = LocalPath.Or(returnUrl, "/");
        try
        {
            await http.ChallengeAsync(SchemeName, new AuthenticationProperties { RedirectUri = goOn });
            return Results.Empty;
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            LogFailed(logger, e, CompanyProblem.Unreachable);
            return Results.LocalRedirect(await account.FailAsync(CompanyProblem.Unreachable, goOn));
        }
    }

    private static void Set(OpenIdConnectOptions options, CompanyOptions company)
    {
        (options.Authority, options.ClientId, options.ClientSecret) = (company.Authority!.Trim(), company.ClientId, company.ClientSecret);
        options.RequireHttpsMetadata = options.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        (options.SignInScheme, options.CallbackPath) = (IdentityConstants.ExternalScheme, CallbackPath);
        (options.ResponseType, options.UsePkce, options.SaveTokens) = (OpenIdConnectResponseType.Code, true, false);
        (options.MapInboundClaims, options.GetClaimsFromUserInfoEndpoint, options.DisableTelemetry) = (false, true, true);
        options.BackchannelTimeout = ProviderPatience;
        options.Scope.Clear();
        foreach (var scope in CompanyOptions.Parts(company.Scopes))
            options.Scope.Add(scope);

        // The answer is a redirect and no form's post of the provider, so cookies that browsers keep from foreign posts come along.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
            (cookie.SameSite, cookie.SecurePolicy, cookie.HttpOnly) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest, true);

        // Who the subject is depends on the issuer. The rest some providers tell by their user info only.
        options.ClaimActions.Remove("iss");
        foreach (var claim in new[] { "preferred_username", "email_verified", company.RoleClaim })
            options.ClaimActions.MapJsonKey(claim, claim);

        options.Events.OnTicketReceived = SignInAsync;
        options.Events.OnAccessDenied = context => FailAsync(context, CompanyProblem.Denied, null, context.Properties);
        options.Events.OnRemoteFailure = context => FailAsync(context, ProblemOf(context.Failure), context.Failure, context.Properties);
    }

    private static async Task SignInAsync(TicketReceivedContext context)
    {
        // The cookie is that of passwords, so what the framework would keep for a second step is left out.
        context.HandleResponse();
        var account = context.HttpContext.RequestServices.GetRequiredService<CompanyAccount>();
        context.Response.Redirect(await account.SignInAsync(context.Principal!, LocalPath.Or(context.ReturnUri, "/")));
    }

    private static async Task FailAsync(HandleRequestContext<RemoteAuthenticationOptions> context, CompanyProblem problem, Exception? why, AuthenticationProperties? properties)
    {
        context.HandleResponse();
        var services = context.HttpContext.RequestServices;
        if (why is not null)
            LogFailed(services.GetRequiredService<ILogger<CompanyAccount>>(), why, problem);
        context.Response.Redirect(await services.GetRequiredService<CompanyAccount>().FailAsync(problem, properties?.RedirectUri));
    }

    private static CompanyProblem ProblemOf(Exception? failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is HttpRequestException or IOException or OperationCanceledException)
                return CompanyProblem.Unreachable;
            if (e is OpenIdConnectProtocolException or Microsoft.IdentityModel.Tokens.SecurityTokenException)
                return CompanyProblem.Refused;
        }

        // What is left is a state that is missing, not ours, or belongs to another browser.
        return CompanyProblem.Stale;
    }

    [LoggerMessage(LogLevel.Warning, "A sign-in with a company account failed: {Problem}")]
    private static partial void LogFailed(ILogger logger, Exception e, CompanyProblem problem);
}
