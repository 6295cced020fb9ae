using Microsoft.AspNetCore.Antiforgery;
using PenneoDashboard.Security.SignIn;

namespace PenneoDashboard.Security;

/// <summary>Ends the session of this browser.</summary>
internal static class SignOut
{
    public const string Path = "/sign-out";

    // A form's post with the antiforgery token, or any page of the web could sign people out.
    public static void MapSignOut(this IEndpointRouteBuilder app) => app.MapPost(Path, async (HttpContext http, IAntiforgery antiforgery, Account account) =>
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return Results.BadRequest();
        await account.SignOutAsync();
        return Results.LocalRedirect(SignInPage.Path);
    }).ExcludeFromDescription();
}
