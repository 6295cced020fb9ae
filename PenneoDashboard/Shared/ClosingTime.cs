namespace PenneoDashboard.Shared;

/// <summary>
/// Lets no new long-lived connection in once the app is stopping. SignalR closes those it knows at that moment, browsers come
/// back at once, and the web server would wait for the newcomers until the shutdown times out
/// (https://github.com/dotnet/aspnetcore/issues/58947).
/// </summary>
internal sealed class ClosingTime(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    private const string RetryAfterSeconds = "5";

    public Task InvokeAsync(HttpContext http)
    {
        var path = http.Request.Path;
        if (!lifetime.ApplicationStopping.IsCancellationRequested || !(path.StartsWithSegments("/_blazor") || path.StartsWithSegments("/hubs")))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Task.CompletedTask;
    }
}
