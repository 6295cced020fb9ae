using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace PenneoDashboard.Security.Tokens;

/// <summary>
/// Lets a browser that is driven by a script open pages: a page asked for with a bearer token answers with a
/// session's cookie, as if its holder had signed in. A circuit's WebSocket can't carry the header itself.
/// </summary>
internal static class BearerSession
{
    public static void UseBearerSession(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (HttpMethods.IsGet(http.Request.Method) && ToSignIn.IsForPeople(http.Request) && BearerHandler.Offered(http.Request) is not null
            && http.User.Identity?.IsAuthenticated == true && !(await http.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Succeeded)
        {
            await http.SignInAsync(IdentityConstants.ApplicationScheme, http.User);
        }

        await next(http);
    });
}
