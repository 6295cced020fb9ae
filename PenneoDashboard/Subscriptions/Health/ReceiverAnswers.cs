using System.Collections.Concurrent;

namespace PenneoDashboard.Subscriptions.Health;

/// <summary>An answer of our receiver that was slow, or not 200.</summary>
/// <param name="At">When the delivery came, UTC.</param>
/// <param name="Status">The HTTP status; 0 when its sender had hung up.</param>
/// <param name="Took">From having read the body to the answer.</param>
public sealed record NotableAnswer(DateTimeOffset At, int Status, TimeSpan Took);

/// <summary>
/// How our receiver answers each subscription, in memory: a usual answer costs it one look, the few others are kept, the
/// newest of them.
/// </summary>
public sealed class ReceiverAnswers(TimeProvider time)
{
    /// <summary>The status that stands for a sender who had hung up.</summary>
    public const int HungUp = 0;

    /// <summary>An answer that takes so long is notable.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private const int Most = 64;

    private readonly ConcurrentDictionary<long, Queue<NotableAnswer>> _notable = [];

    /// <summary>When this process began to answer, UTC.</summary>
    public DateTimeOffset Since { get; } = time.GetUtcNow();

    /// <summary>Raised on the request's thread when an answer is kept; a handler must only hand over.</summary>
    public event Action? Kept;

    /// <param name="status">What was answered; <see cref="HungUp"/> when nobody was there any more.</param>
    public void Note(long subscription, int status, DateTimeOffset at, TimeSpan took)
    {
        if (status == StatusCodes.Status200OK && took < Slow)
            return;
        var queue = _notable.GetOrAdd(subscription, static _ => []);
        lock (queue)
        {
            if (queue.Count == Most)
                queue.Dequeue();
            queue.Enqueue(new NotableAnswer(at, status, took));
        }

        Kept?.Invoke();
    }

    /// <summary>Those of a subscription that are kept.</summary>
    public IReadOnlyList<NotableAnswer> Of(long subscription)
    {
        if (!_notable.TryGetValue(subscription, out var queue))
            return [];
        lock (queue)
            return [.. queue];
    }
}
