using PenneoDashboard.Events;
using PenneoDashboard.Security;

namespace PenneoDashboard.Live;

/// <summary>The wire: committed events to open circuits and to the hub.</summary>
public static class LiveFeature
{
    public static void AddLive(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EventFeed>();
        builder.Services.AddSingleton<ICommitListener>(services => services.GetRequiredService<EventFeed>());
        builder.Services.AddSignalR().AddHubOptions<EventsHub>(SecurityFeature.GuardHub).AddJsonProtocol(json => EventJson.Configure(json.PayloadSerializerOptions));
    }

    public static void MapLive(this WebApplication app)
    {
        app.UseWhen(IsLong, branch => branch.Use(RefuseWhenStopping(app.Lifetime)));
        app.MapHub<EventsHub>("/hubs/events").RequireAuthorization(Policies.ForPrograms);
    }

    // A circuit or a client of the hub: these connections stay open.
    private static bool IsLong(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/_blazor") || http.Request.Path.StartsWithSegments("/hubs");

    // When the app stops, SignalR closes its connections a moment before the server stops listening. A browser that comes
    // back within that moment would hold up the stop for as long as the host has patience, half a minute without a receiver.
    private static Func<HttpContext, RequestDelegate, Task> RefuseWhenStopping(IHostApplicationLifetime lifetime) => (http, next) =>
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
            return next(http);
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    };
}
