using PenneoDashboard.Events;

namespace PenneoDashboard.Subscriptions;

/// <summary>Tells open pages that a subscription changed or something came through one; they read again.</summary>
public sealed class SubscriptionChanges : ICommitListener
{
    private readonly Lock _gate = new();
    private Registration[] _registrations = [];

    /// <summary>How many listen.</summary>
    internal int Listeners => _registrations.Length;

    /// <summary>Calls <paramref name="handler"/> on any thread until disposed; it must only hand over, not wait.</summary>
    /// <param name="events">False for who cares only for the rows and for confirmation messages, not for events.</param>
    public IDisposable Subscribe(Action handler, bool events = true)
    {
        var registration = new Registration(this, handler, events);
        lock (_gate)
            _registrations = [.. _registrations, registration];
        return registration;
    }

    public void Notify()
    {
        foreach (var registration in _registrations)
            registration.Handler();
    }

    void ICommitListener.OnCommitted(CommittedBatch batch)
    {
        foreach (var registration in _registrations)
        {
            if (registration.Events || batch.Confirmations.Count > 0)
                registration.Handler();
        }
    }

    private sealed class Registration(SubscriptionChanges owner, Action handler, bool events) : IDisposable
    {
        public Action Handler => handler;

        public bool Events => events;

        public void Dispose()
        {
            lock (owner._gate)
                owner._registrations = [.. owner._registrations.Where(x => x != this)];
        }
    }
}
