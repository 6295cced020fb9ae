using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace PenneoDashboard.Security.Sessions;

/// <summary>Closes a program's connection to a hub soon after its token has been taken back or has run out.</summary>
internal sealed partial class EndedSessions(Sessions sessions, TimeProvider time, ILogger<EndedSessions> logger) : IHubFilter
{
    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var checkedAt = time.GetTimestamp();
        context.Context.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(_ =>
        {
            if (time.GetElapsedTime(Volatile.Read(ref checkedAt)) < Sessions.Patience)
                return;
            Volatile.Write(ref checkedAt, time.GetTimestamp());
            _ = CheckAsync(context.Context);
        }, this);
        return next(context);
    }

    private async Task CheckAsync(HubCallerContext connection)
    {
        try
        {
            if (connection.User is null || !await sessions.HoldsAsync(connection.User, connection.ConnectionAborted))
                connection.Abort();
        }
        catch (Exception e)
        {
            // It is asked again at the next beat.
            LogUnknown(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "It could not be found out whether a program's session still holds")]
    private partial void LogUnknown(Exception e);
}
