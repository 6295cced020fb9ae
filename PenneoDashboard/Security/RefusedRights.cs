using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace PenneoDashboard.Security;

/// <summary>Writes into the app's log what somebody who is signed in asked for and may not do.</summary>
internal sealed partial class RefusedRights(ILogger<RefusedRights> logger) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        // The route and not the path, which may hold line breaks.
        if (authorizeResult.Forbidden)
            LogRefused(context.User.Identity?.Name, context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
        return _usual.HandleAsync(next, context, policy, authorizeResult);
    }

    [LoggerMessage(LogLevel.Warning, "{User} may not {Method} {Route} by their role")]
    private partial void LogRefused(string? user, string method, string? route);
}
