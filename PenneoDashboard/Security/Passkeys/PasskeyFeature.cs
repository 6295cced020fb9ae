using System.Net.Mime;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PenneoDashboard.Security.Hardening;
using PenneoDashboard.Security.SignIn;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.Passkeys;

/// <summary>Passkeys (WebAuthn), by ASP.NET Core Identity: what a browser is asked comes from here, what it answers goes to the pages' forms.</summary>
internal static class PasskeyFeature
{
    public const string OptionsToAdd = AccountPage.Path + "/passkeys/options";

    // Below the sign-in page; the limit for each address counts it apart.
    public const string OptionsToSignIn = SignInPage.Path + "/passkey/options";

    public static void AddPasskeys(this IServiceCollection services)
    {
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<SecurityOptions>>((passkeys, security) =>
        {
            // A passkey stands for both factors, and nobody types a name: the device must know who it is for.
            (passkeys.UserVerificationRequirement, passkeys.ResidentKeyRequirement) = ("required", "required");
            passkeys.ServerDomain = PasskeyHost.DomainOf(security.Value);

            // The framework compares with the request's own Origin header, which whoever relays another site's answer writes.
            passkeys.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && SameOrigin.IsOurs(context.Origin, context.HttpContext.Request));
        });
        services.AddSingleton<PasskeyHost>();
        services.AddScoped<OwnPasskeys>();
        services.AddScoped<PasskeyAccount>();
    }

    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        app.MapPost(OptionsToAdd, BeginAddingAsync).ExcludeFromDescription();
        app.MapPost(OptionsToSignIn, BeginSignInAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> BeginAddingAsync(HttpContext http, IAntiforgery antiforgery, PasskeyHost host, UserManager<User> users, OwnPasskeys own)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return Results.BadRequest();
        if (!host.IsFor(http.Request) || await users.GetUserAsync(http.User) is not { } user)
            return Results.NotFound();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (options, problem) = await own.BeginAsync(user, form[PasskeyInput.NameField], form[PasskeyInput.PresentField]);
        return problem is null
            ? Results.Text(options, MediaTypeNames.Application.Json)
            : Results.Text(problem, MediaTypeNames.Text.Plain, statusCode: StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> BeginSignInAsync(HttpContext http, IAntiforgery antiforgery, PasskeyHost host, PasskeyAccount account)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return Results.BadRequest();
        return host.IsFor(http.Request) ? Results.Text(await account.BeginAsync(), MediaTypeNames.Application.Json) : Results.NotFound();
    }
}
