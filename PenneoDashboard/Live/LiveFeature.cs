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
        builder.Services.AddSignalR().AddJsonProtocol(json => EventJson.Configure(json.PayloadSerializerOptions));
    }

    public static void MapLive(this IEndpointRouteBuilder app) =>
        app.MapHub<EventsHub>("/hubs/events").RequireAuthorization(SecurityFeature.ProgramPolicy);
}
