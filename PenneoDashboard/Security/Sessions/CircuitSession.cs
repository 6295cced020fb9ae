using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace PenneoDashboard.Security.Sessions;

/// <summary>Who uses a page that is open; looked at again and again, because a circuit outlives many requests.</summary>
internal sealed partial class CircuitSession(ILoggerFactory logs, Sessions sessions) : RevalidatingServerAuthenticationStateProvider(logs)
{
    private readonly ILogger _logger = logs.CreateLogger<CircuitSession>();

    protected override TimeSpan RevalidationInterval => Sessions.Patience;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            return await sessions.HoldsAsync(authenticationState.User, cancellationToken);
        }
        catch (Exception e) when (e is Microsoft.Data.Sqlite.SqliteException or Microsoft.EntityFrameworkCore.DbUpdateException or InvalidOperationException)
        {
            // The base class would end the session. A database that is locked or full for a while is no reason to.
            LogUnknown(e);
            return true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "It could not be found out whether a session still holds; it is asked again")]
    private partial void LogUnknown(Exception e);
}
