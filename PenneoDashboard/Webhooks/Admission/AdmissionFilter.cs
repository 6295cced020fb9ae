using System.Net;
using Microsoft.AspNetCore.Hosting.Server.Features;
using PenneoDashboard.Data;

namespace PenneoDashboard.Webhooks.Admission;

/// <summary>
/// Opens the receiver's own addresses, and turns away before anything is read who is at the wrong door (404) or comes
/// from a network that is not allowed (403). Where neither is configured, it is not there at all.
/// </summary>
internal sealed partial class AdmissionFilter(AdmissionSettings settings, ILogger<AdmissionFilter> logger) : IStartupFilter
{
    private static readonly PathString Receiver = "/webhooks";
    private static readonly PathString Health = "/health";

    private readonly IReadOnlyList<IPNetwork> _networks = settings.Networks;
    private readonly ReceiverDoor[] _doors = [.. settings.Urls.Select(AdmissionSettings.Parse).OfType<BindingAddress>().Select(x => new ReceiverDoor(x))];

    /// <inheritdoc />
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        // By now the server has been told where the pages listen, and does not listen yet.
        var addresses = app.ServerFeatures.Get<IServerAddressesFeature>()?.Addresses;
        foreach (var url in settings.Urls)
            addresses?.Add(url);
        if (_doors.Length > 0 || _networks.Count > 0)
            app.Use(Admit);
        next(app);
    };

    private RequestDelegate Admit(RequestDelegate next) => http =>
    {
        var isDelivery = http.Request.Path.StartsWithSegments(Receiver);
        if (_doors.Length > 0 && !http.Request.Path.StartsWithSegments(Health) && isDelivery != CameInByOwnDoor(http.Connection))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (isDelivery && _networks.Count > 0 && !_networks.Has(http.Connection.RemoteIpAddress))
        {
            LogForbidden(http.Connection.RemoteIpAddress);
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return next(http);
    };

    private bool CameInByOwnDoor(ConnectionInfo connection)
    {
        foreach (var door in _doors)
        {
            if (door.Took(connection))
                return true;
        }

        return false;
    }

    // Not a warning: strangers could fill the log.
    [LoggerMessage(LogLevel.Debug, "A request to the receiver came from {Address}, which Webhooks:AllowedNetworks does not have")]
    private partial void LogForbidden(IPAddress? address);
}
