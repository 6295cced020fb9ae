using PenneoDashboard.Events;
using PenneoDashboard.Live;
using PenneoDashboard.Security.Masking;
using Xunit;

namespace PenneoDashboard.Tests.Live;

public sealed class EventFeedTests
{
    private readonly EventFeed _feed = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_TakesEverythingSinceTheLastRead()
    {
        using var reader = _feed.Subscribe(ReaderMask.None);
        Commit(1, 2);
        Commit(3);

        Assert.Equal([1L, 2, 3], Sequences(await reader.ReadAsync(Cancel)));
        Commit(4);
        Assert.Equal([4L], Sequences(await reader.ReadAsync(Cancel)));
    }

    [Fact]
    public async Task Read_Waits()
    {
        using var reader = _feed.Subscribe(ReaderMask.None);
        var waiting = reader.ReadAsync(Cancel);
        Assert.False(waiting.IsCompleted);

        Commit(1);

        Assert.Equal([1L], Sequences(await waiting));
    }

    [Fact]
    public async Task Read_GivenUp_LosesNothing()
    {
        using var reader = _feed.Subscribe(ReaderMask.None);
        using var patience = new CancellationTokenSource();
        var waiting = reader.ReadAsync(patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Commit(1);

        Assert.Equal([1L], Sequences(await reader.ReadAsync(Cancel)));
    }

    [Fact]
    public async Task EachReader_HasABufferOfItsOwn()
    {
        using var first = _feed.Subscribe(ReaderMask.None);
        Commit(1);
        using var second = _feed.Subscribe(ReaderMask.None);
        Commit(2);

        Assert.Equal([1L, 2], Sequences(await first.ReadAsync(Cancel)));
        Assert.Equal([2L], Sequences(await second.ReadAsync(Cancel)));
    }

    [Fact]
    public async Task Overflow_IsAGap_UntilItIsRead()
    {
        using var slow = _feed.Subscribe(ReaderMask.None);
        using var quick = _feed.Subscribe(ReaderMask.None);
        for (var i = 0; i < 3; i++)
        {
            Commit([.. Enumerable.Range((i * 1000) + 1, 1000).Select(x => (long)x)]);
            Assert.False((await quick.ReadAsync(Cancel)).Gap);
        }

        var delta = await slow.ReadAsync(Cancel);
        Assert.True(delta.Gap);
        Assert.Empty(delta.Events);
        Commit(3001);
        delta = await slow.ReadAsync(Cancel);
        Assert.False(delta.Gap);
        Assert.Equal([3001L], Sequences(delta));
    }

    [Fact]
    public async Task Overflow_BySize_IsAGapToo()
    {
        using var reader = _feed.Subscribe(ReaderMask.None);
        var payload = new RawJson(new string('1', 1024 * 1024));
        for (var i = 1; i <= 17; i++)
            Tell(new CommittedBatch([Event(i) with { Payload = payload }], [], [], [], [1]));

        Assert.True((await reader.ReadAsync(Cancel)).Gap);
        Commit(18);
        Assert.Equal([18L], Sequences(await reader.ReadAsync(Cancel)));
    }

    [Fact]
    public async Task Redelivery_IsToldWithoutAnEvent()
    {
        using var reader = _feed.Subscribe(ReaderMask.None);
        Tell(new CommittedBatch([], [], [new Redelivery(7, 2)], [], [1]));
        Assert.Equal([new Redelivery(7, 2)], (await reader.ReadAsync(Cancel)).Redeliveries);
    }

    [Fact]
    public void Confirmation_WakesNobody()
    {
        using var reader = _feed.Subscribe(ReaderMask.None);
        Tell(new CommittedBatch([], [], [], [new ConfirmationReceived(1)], [1]));
        Assert.False(reader.ReadAsync(Cancel).IsCompleted);
    }

    [Fact]
    public void Readers_ComeAndGo()
    {
        var first = _feed.Subscribe(ReaderMask.None);
        var second = _feed.Subscribe(ReaderMask.None);
        Assert.Equal(2, _feed.Readers);
        first.Dispose();
        first.Dispose();
        Assert.Equal(1, _feed.Readers);
        second.Dispose();
        Assert.Equal(0, _feed.Readers);
    }

    [Fact]
    public async Task ManyReaders_ComingAndGoingWhileMuchIsCommitted_SeeARunWithoutHoles()
    {
        var committed = 0L;
        var writer = Task.Run(
            () =>
            {
                while (Interlocked.Read(ref committed) < 20_000)
                    Commit(Interlocked.Increment(ref committed));
            },
            Cancel);
        var readers = Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                while (!writer.IsCompleted)
                {
                    using var reader = _feed.Subscribe(ReaderMask.None);
                    var seen = new List<long>();
                    while (seen.Count < 50 && !writer.IsCompleted)
                    {
                        var read = reader.ReadAsync(Cancel);
                        if (await Task.WhenAny(read, writer) == writer)
                            break;
                        var delta = await read;
                        if (delta.Gap)
                            seen.Clear();
                        seen.AddRange(delta.Events.Select(x => x.Sequence));
                    }

                    Assert.Equal(seen.Select((_, i) => seen[0] + i), seen);
                }
            },
            Cancel)).ToList();

        await Task.WhenAll(readers.Append(writer));
        Assert.Equal(0, _feed.Readers);
    }

    internal static CommittedBatch Batch(params long[] sequences) => new([.. sequences.Select(Event)], [], [], [], [1]);

    private static EventItem Event(long sequence) => new()
    {
        Sequence = sequence,
        Recognized = true,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        SubscriptionId = 1,
        DeliveryCount = 1,
        Verification = Verification.Unsigned,
    };

    private static IEnumerable<long> Sequences(FeedDelta delta) => delta.Events.Select(x => x.Sequence);

    private void Commit(params long[] sequences) => Tell(Batch(sequences));

    private void Tell(CommittedBatch batch) => ((ICommitListener)_feed).OnCommitted(batch);
}
