using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace PenneoDashboard.Audit;

/// <summary>Who sits in front of a page: its circuit's user as of now, and the address its newest connection came from.</summary>
internal sealed class CircuitActor(IServiceProvider services, CurrentActor current, IHttpContextAccessor http) : CircuitHandler
{
    private string? _address;

    /// <summary>Every click and keystroke runs inside.</summary>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        current.Enter(this);
        await next(context);
    };

    // Here the request is still that of the WebSocket, also after a reconnect from elsewhere. It is not kept: it may be gone later.
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _address = Actor.Text(http.HttpContext?.Connection.RemoteIpAddress) ?? _address;
        return Task.CompletedTask;
    }

    // Asked each time, since the user's name and rights may change while a page is open.
    internal async ValueTask<Actor> ReadAsync() => Actor.Of(
        services.GetService<AuthenticationStateProvider>() is { } users ? (await users.GetAuthenticationStateAsync()).User : null, _address);
}
