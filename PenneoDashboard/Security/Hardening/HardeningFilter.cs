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
        var isReceiver = http.Request.Path.StartsWithSegments(Receiver);
        if (isReceiver && HttpMethods.IsPost(http.Request.Method))
        {
            ResponseHeaders.SetForReceiver(http.Response);
            return next(http);
        }

        // What a browser asks of the receiver ends on a page that says there is none.
        ResponseHeaders.SetAtStart(http);
        if (isReceiver)
            return next(http);
        if (https.Target(http.Request) is { } target)
            return HttpsRedirect.AnswerAsync(http, target);
        return SameOrigin.IsForeign(http.Request) ? SameOrigin.RefuseAsync(http) : next(http);
    };
}
