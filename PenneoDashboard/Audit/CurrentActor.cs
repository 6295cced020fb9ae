namespace PenneoDashboard.Audit;

/// <summary>
/// Who clicked, else who sent the request, else the app itself. It goes with the flow of the work, so singletons can ask as
/// well: the log is written where things are done, far below the page or the route.
/// </summary>
internal sealed class CurrentActor(IHttpContextAccessor http) : IActorSource
{
    private readonly AsyncLocal<CircuitActor?> _circuit = new();

    public ValueTask<Actor> ReadAsync()
    {
        // The circuit first: the request that it lives in is its connection's, whose user may be another by now.
        if (_circuit.Value is { } circuit)
            return circuit.ReadAsync();
        return ValueTask.FromResult(http.HttpContext is { } context ? Actor.Of(context.User, Actor.Text(context.Connection.RemoteIpAddress)) : Actor.TheApp);
    }

    /// <summary>Holds until the calling asynchronous method returns.</summary>
    internal void Enter(CircuitActor circuit) => _circuit.Value = circuit;
}
