namespace PenneoDashboard.Simulator;

/// <summary>Tells open pages that something in the simulator changed; what changed they read themselves.</summary>
public sealed class SimulatorChanges
{
    private readonly Lock _gate = new();
    private Action[] _listeners = [];

    /// <summary>How many pages are listening.</summary>
    internal int Listeners => Volatile.Read(ref _listeners).Length;

    /// <summary>The listener is called on whatever thread made the change, so it must only take note.</summary>
    /// <returns>Dispose it to stop listening.</returns>
    public IDisposable Listen(Action listener)
    {
        lock (_gate)
            _listeners = [.. _listeners, listener];
        return new Listening(this, listener);
    }

    public void Notify()
    {
        foreach (var listener in Volatile.Read(ref _listeners))
            listener();
    }

    private sealed class Listening(SimulatorChanges owner, Action listener) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
                owner._listeners = [.. owner._listeners.Where(x => x != listener)];
        }
    }
}
