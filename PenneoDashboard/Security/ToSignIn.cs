using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace PenneoDashboard.Security;

/// <summary>Where somebody who is not let in is sent: people to a page, programs get the status alone.</summary>
internal static class ToSignIn
{
    public static Task ChallengeAsync(RedirectContext<CookieAuthenticationOptions> context) => SendAsync(context, StatusCodes.Status401Unauthorized);

    public static Task ForbidAsync(RedirectContext<CookieAuthenticationOptions> context) => SendAsync(context, StatusCodes.Status403Forbidden);

    /// <summary>True for a browser that asks for a document.</summary>
    public static bool IsForPeople(HttpRequest request) =>
        request.Headers.Accept.Any(x => x?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    private static Task SendAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (IsForPeople(context.Request))
            context.Response.Redirect(context.RedirectUri);
        else
            context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
