using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Security.Masking;

/// <summary>Tells each scope's <see cref="ReaderMask"/> who reads: of a request, of a circuit, of a call of the hub.</summary>
internal static class MaskingFeature
{
    public static void AddMasking(this IServiceCollection services)
    {
        services.AddScoped(x => new ReaderMask(x.GetRequiredService<IOptions<SecurityOptions>>().Value.MaskForViewers));
        services.AddScoped<CircuitHandler, CircuitReader>();
    }

    /// <summary>Comes after authorization, which decides by which scheme a route knows its caller.</summary>
    public static void UseMasking(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<SecurityOptions>>().Value.MaskForViewers)
            return;
        app.Use((http, next) =>
        {
            http.RequestServices.GetRequiredService<ReaderMask>().Read(http.User);
            return next(http);
        });
    }

    /// <summary>For what can't be shown in part: masked readers are answered 403.</summary>
    public static RouteHandlerBuilder RefuseMasked(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (context, next) =>
        context.HttpContext.RequestServices.GetRequiredService<ReaderMask>().IsOn
            ? TypedResults.Problem(MaskedException.Words, statusCode: StatusCodes.Status403Forbidden)
            : await next(context));

    /// <summary>Of a page that is open, before it reads anything. A circuit has one user; with other rights they get another.</summary>
    private sealed class CircuitReader(ReaderMask mask, AuthenticationStateProvider users) : CircuitHandler
    {
        public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) =>
            mask.Read((await users.GetAuthenticationStateAsync()).User);
    }
}

/// <summary>The same for hubs, each call of which has a scope of its own.</summary>
internal sealed class HubReader : IHubFilter
{
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (invocationContext.Context.User is { } reader)
            invocationContext.ServiceProvider.GetRequiredService<ReaderMask>().Read(reader);
        return next(invocationContext);
    }
}
