namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>Lets one caller at a time take a move a step further: two browsers may click at once.</summary>
public sealed class MoveLocks
{
    // Ids start at 1.
    private const long Beginning = 0;

    private readonly SubscriptionLocks _steps = new();
    private readonly SubscriptionLocks _comparing = new();

    /// <summary>For beginning a move, so that none is begun twice.</summary>
    public Task<IDisposable> TakeBeginningAsync(CancellationToken cancellationToken) => _steps.TakeAsync(Beginning, cancellationToken);

    public Task<IDisposable> TakeAsync(long id, CancellationToken cancellationToken) => _steps.TakeAsync(id, cancellationToken);

    /// <summary>For the comparison, which goes on while a step waits for Penneo.</summary>
    public Task<IDisposable> TakeComparingAsync(long id, CancellationToken cancellationToken) => _comparing.TakeAsync(id, cancellationToken);
}
