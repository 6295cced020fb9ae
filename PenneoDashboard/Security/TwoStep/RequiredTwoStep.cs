using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using PenneoDashboard.Security.SignIn;

namespace PenneoDashboard.Security.TwoStep;

/// <summary>Leads who lacks a second step, where one is required, to where they turn it on: until then nothing else is open to them that asks for a role.</summary>
internal static class RequiredTwoStep
{
    /// <summary>The claim of a session whose user lacks it.</summary>
    public const string LackingClaim = "lacks-two-step";

    public static bool IsLacking(ClaimsPrincipal user) => user.HasClaim(x => x.Type == LackingClaim);

    public static void UseRequiredTwoStep(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (!IsLacking(http.User) || http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null || IsOpen(http.Request.Path))
            return next(http);
        if (ToSignIn.IsForPeople(http.Request))
            http.Response.Redirect(TwoStepSection.Address);
        else
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    });

    private static bool IsOpen(PathString path) => path == AccountPage.Path || path == SignOut.Path;
}
