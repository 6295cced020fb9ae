using PenneoDashboard.Events;

namespace PenneoDashboard.Subscriptions;

/// <summary>Tells open pages that a subscription changed or something came through one; they read again.</summary>
public sealed class SubscriptionChanges : ICommitListener
{
    private readonly Lock _gate = new();
    private Action[] _handlers = [];

    /// <summary>Calls <paramref name="handler"/> on any thread until disposed; it must only hand over, not wait.</summary>
    public IDisposable Subscribe(Action handler)
    {
        lock (_gate)
            _handlers = [.. _handlers, handler];
        return new Registration(this, handler);
    }

    public void Notify()
    {
        foreach (var handler in _handlers)
            handler();
    }

    void ICommitListener.OnCommitted(CommittedBatch batch) => Notify();

    private sealed class Registration(SubscriptionChanges owner, Action handler) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
            {
                var at = Array.IndexOf(owner._handlers, handler);
                if (at >= 0)
                    owner._handlers = [.. owner._handlers[..at], .. owner._handlers[(at + 1)..]];
            }
        }
    }
}
