namespace PenneoDashboard.Rejected;

/// <summary>Tells open pages that the list of rejected deliveries changed; they read again.</summary>
public sealed class RejectedChanges
{
    private readonly Lock _gate = new();
    private Registration[] _registrations = [];

    /// <summary>Calls <paramref name="handler"/> on any thread until disposed; it must only hand over, not wait.</summary>
    public IDisposable Subscribe(Action handler)
    {
        var registration = new Registration(this, handler);
        lock (_gate)
            _registrations = [.. _registrations, registration];
        return registration;
    }

    public void Notify()
    {
        foreach (var registration in _registrations)
            registration.Handler();
    }

    private sealed class Registration(RejectedChanges owner, Action handler) : IDisposable
    {
        public Action Handler => handler;

        public void Dispose()
        {
            lock (owner._gate)
                owner._registrations = [.. owner._registrations.Where(x => x != this)];
        }
    }
}
