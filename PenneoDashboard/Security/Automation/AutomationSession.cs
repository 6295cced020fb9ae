using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace PenneoDashboard.Security.Automation;

/// <summary>
/// Lets a browser that is driven by a script open pages: a page asked for with the automation token as bearer answers with a
/// session's cookie, as if its holder had signed in. A circuit's WebSocket can't carry the header itself.
/// </summary>
internal static class AutomationSession
{
    public static void UseAutomationSession(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (HttpMethods.IsGet(http.Request.Method) && http.User.Identity?.IsAuthenticated != true && ToSignIn.IsForPeople(http.Request)
            && AutomationTokenHandler.Offered(http.Request) is not null
            && await http.AuthenticateAsync(AutomationTokenHandler.SchemeName) is { Succeeded: true, Principal: { } automation })
        {
            await http.SignInAsync(IdentityConstants.ApplicationScheme, automation);
            http.User = automation;
        }

        await next(http);
    });
}
