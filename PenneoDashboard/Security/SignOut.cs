using Microsoft.AspNetCore.Identity;
using PenneoDashboard.Security.SignIn;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security;

/// <summary>Ends the session of this browser.</summary>
internal static class SignOut
{
    public const string Path = "/sign-out";

    // A form's post with the antiforgery token, or any page of the web could sign people out.
    public static void MapSignOut(this IEndpointRouteBuilder app) => app.MapPost(Path, async (SignInManager<User> signIns) =>
    {
        await signIns.SignOutAsync();
        return Results.LocalRedirect(SignInPage.Path);
    }).WithMetadata(new Microsoft.AspNetCore.Antiforgery.RequireAntiforgeryTokenAttribute(true)).ExcludeFromDescription();
}
