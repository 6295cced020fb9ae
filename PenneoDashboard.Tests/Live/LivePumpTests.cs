using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Events;
using PenneoDashboard.Live;
using PenneoDashboard.Security.Masking;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Live;

public sealed class LivePumpTests : IDisposable
{
    private readonly EventFeed _feed = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FeedReader _reader;
    private readonly List<long[]> _shown = [];

    public LivePumpTests() => _reader = _feed.Subscribe(ReaderMask.None);

    public void Dispose() => _reader.Dispose();

    [Fact]
    public async Task FirstChange_IsShownAtOnce_LaterOnesTogetherAfterThePause()
    {
        using var stop = new CancellationTokenSource();
        var pump = LivePump.RunAsync(_reader, Show, _time, stop.Token);

        Commit(1);
        await ShownAsync(1);
        Commit(2);
        Commit(3, 4);
        _time.Advance(LivePump.Pause - TimeSpan.FromMilliseconds(1));
        Assert.Single(_shown);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await ShownAsync(2);
        Assert.Equal([2L, 3, 4], _shown[1]);

        // After a quiet while the next one is first again.
        _time.Advance(TimeSpan.FromSeconds(5));
        Commit(5);
        await ShownAsync(3);

        await stop.CancelAsync();
        await pump.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task PauseOfItsOwn_IsKept()
    {
        using var stop = new CancellationTokenSource();
        var pump = LivePump.RunAsync(_reader, Show, TimeSpan.FromSeconds(3), _time, stop.Token);
        Commit(1);
        await ShownAsync(1);

        Commit(2);
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Single(_shown);
        await Eventually.TrueAsync(() => Count() == 2, "the second is shown", () => _time.Advance(TimeSpan.FromSeconds(0.1)));

        await stop.CancelAsync();
        await pump;
    }

    [Fact]
    public async Task ViewThatFails_EndsThePumpWithItsError()
    {
        var pump = LivePump.RunAsync(_reader, _ => throw new InvalidOperationException("as it were"), _time, TestContext.Current.CancellationToken);
        Commit(1);
        Assert.Equal("as it were", (await Assert.ThrowsAsync<InvalidOperationException>(() => pump)).Message);
    }

    [Fact]
    public async Task SlowView_IsNotCalledTwiceAtOnce()
    {
        var release = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        var pump = LivePump.RunAsync(
            _reader,
            async delta =>
            {
                await Show(delta);
                await release.Task;
            },
            _time, stop.Token);
        Commit(1);
        await ShownAsync(1);

        Commit(2);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(_shown);
        release.SetResult();
        await Eventually.TrueAsync(() => Count() == 2, "the second is shown", () => _time.Advance(LivePump.Pause));

        await stop.CancelAsync();
        await pump;
    }

    private Task Show(FeedDelta delta)
    {
        lock (_shown)
            _shown.Add([.. delta.Events.Select(x => x.Sequence)]);
        return Task.CompletedTask;
    }

    private int Count()
    {
        lock (_shown)
            return _shown.Count;
    }

    private Task ShownAsync(int count) => Eventually.TrueAsync(() => Count() == count, $"{count} changes are shown");

    private void Commit(params long[] sequences) => ((ICommitListener)_feed).OnCommitted(EventFeedTests.Batch(sequences));
}
