using PenneoDashboard.Events;
using PenneoDashboard.Live;
using PenneoDashboard.Security.Masking;
using PenneoDashboard.Tests.Events;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Live;

/// <summary>A client that is slower than the log.</summary>
public sealed class EventsHubGapTests : IAsyncLifetime
{
    private readonly EventFeed _feed = new();
    private readonly LogFixture _log;

    public EventsHubGapTests() => _log = new LogFixture(_feed);

    public ValueTask InitializeAsync() => _log.InitializeAsync();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task Overflow_LosesNothing_AndRepeatsNothing()
    {
        using var hub = new EventsHub(_feed, _log.Events, ReaderMask.None, TimeProvider.System);
        await _log.StoreAsync(LogFixture.Casefile(1, "completed", 5));
        await using var stream = hub.Stream(null, 0, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await stream.MoveNextAsync());

        // Between two reads of the client more comes than its buffer holds.
        await Task.WhenAll(Enumerable.Range(2, 2999).Select(x => _log.Writer.StoreAsync(LogFixture.Delivery(LogFixture.Casefile(x, "completed", 5)))));

        var seen = new List<long> { stream.Current.Sequence };
        while (seen.Count < 3000 && await stream.MoveNextAsync())
            seen.Add(stream.Current.Sequence);
        Assert.Equal(Enumerable.Range(1, 3000).Select(x => (long)x), seen);
    }

    [Fact]
    public async Task Overflow_WithAFilter_LosesNothing()
    {
        using var hub = new EventsHub(_feed, _log.Events, ReaderMask.None, TimeProvider.System);
        await using var stream = hub.Stream(new EventFilter { CasefileId = 5 }, null, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = stream.MoveNextAsync();
        await Eventually.TrueAsync(() => _feed.Readers == 1, "the stream is open");

        await Task.WhenAll(Enumerable.Range(0, 3000).Select(x => _log.Writer.StoreAsync(LogFixture.Delivery(LogFixture.Signer(x % 1000, x, "signed")))));
        await _log.StoreAsync(LogFixture.Casefile(5, "completed", 5));

        var seen = new List<long>();
        while (await next)
        {
            seen.Add(stream.Current.SignerId ?? -1);
            if (seen[^1] == -1)
                break;
            next = stream.MoveNextAsync();
        }

        Assert.Equal(seen.Distinct().Count(), seen.Count);
        Assert.Equal([-1L], seen.TakeLast(1));
        Assert.Equal(4, seen.Count);
    }
}
