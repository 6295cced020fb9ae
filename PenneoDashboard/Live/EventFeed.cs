using PenneoDashboard.Events;
using PenneoDashboard.Security.Masking;

namespace PenneoDashboard.Live;

/// <summary>
/// Hands committed events to whoever watches: pages (one reader a circuit) and the hub. Subscribe first, read the
/// database second, drop what is known by sequence: then nothing is missed and nothing comes twice.
/// </summary>
public sealed class EventFeed : ICommitListener
{
    private readonly Lock _gate = new();
    private volatile FeedReader[] _readers = [];

    /// <summary>Whose turn it is to work on what came.</summary>
    internal LiveTurns Turns { get; } = new();

    /// <summary>How many readers watch.</summary>
    public int Readers => _readers.Length;

    /// <summary>Starts watching; everything committed from now on is seen until the reader is disposed.</summary>
    /// <param name="mask">Of whoever watches.</param>
    public FeedReader Subscribe(ReaderMask mask)
    {
        var reader = new FeedReader(this, mask);
        lock (_gate)
            _readers = [.. _readers, reader];
        return reader;
    }

    void ICommitListener.OnCommitted(CommittedBatch batch)
    {
        var characters = batch.Events.Sum(x => (long)(x.Payload?.Text.Length ?? 0));

        // The array is replaced, never changed, so it is read without the lock.
        foreach (var reader in _readers)
            reader.Offer(batch, characters);
    }

    internal void Remove(FeedReader reader)
    {
        lock (_gate)
            _readers = [.. _readers.Where(x => x != reader)];
    }
}
