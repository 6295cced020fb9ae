namespace PenneoDashboard.Security.Hardening;

/// <summary>Stands before routing, so that nothing is answered without it.</summary>
internal sealed class HardeningFilter(IConfiguration configuration, HttpsRedirect https, ILogger<HardeningFilter> logger) : IStartupFilter
{
    private static readonly PathString Receiver = "/webhooks";

    /// <inheritdoc />
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        KnownProxies.WarnIfUnnamed(configuration, logger);
        if (KnownProxies.AreSet(configuration))
            app.UseForwardedHeaders();
        app.UseHsts();
        app.Use(Guard);
        next(app);
    };

    private RequestDelegate Guard(RequestDelegate next) => http =>
    {
        // Deliveries come by the thousand, their answers have no body, and Penneo follows no redirect.
        if (http.Request.Path.StartsWithSegments(Receiver))
        {
            ResponseHeaders.SetForReceiver(http.Response);
            return next(http);
        }

        ResponseHeaders.SetAtStart(http);
        if (https.Target(http.Request) is { } target)
        {
            http.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            http.Response.Headers.Location = target;
            return Task.CompletedTask;
        }

        return SameOrigin.IsForeign(http.Request) ? SameOrigin.RefuseAsync(http) : next(http);
    };
}
