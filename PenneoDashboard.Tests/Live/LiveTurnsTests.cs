using Microsoft.Extensions.Time.Testing;
using PenneoDashboard.Live;
using PenneoDashboard.Tests.Simulator;
using Xunit;

namespace PenneoDashboard.Tests.Live;

public sealed class LiveTurnsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LiveTurns _turns = new(1);
    private readonly List<string> _began = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OneAtATime_AndARestAsLongAsTheWork()
    {
        var (first, done) = Start("first");
        var (second, doneToo) = Start("second");
        Assert.Equal(["first"], _began);

        _time.Advance(TimeSpan.FromMilliseconds(30));
        done.SetResult();
        await first;
        _time.Advance(TimeSpan.FromMilliseconds(29));
        Assert.Equal(["first"], _began);
        await Eventually.TrueAsync(() => Count() == 2, "the second has its turn", () => _time.Advance(TimeSpan.FromMilliseconds(1)));

        doneToo.SetResult();
        await second;
    }

    [Fact]
    public async Task LongWork_LetsTheOthersGoOn()
    {
        var (slow, done) = Start("slow");
        var (next, doneToo) = Start("next");
        doneToo.SetResult();

        await Eventually.TrueAsync(() => Count() == 2, "the next has its turn", () => _time.Advance(TimeSpan.FromMilliseconds(50)));
        await next;
        Assert.False(slow.IsCompleted);

        done.SetResult();
        await slow;
    }

    [Fact]
    public async Task FailedWork_IsTold_AndTheTurnGoesOn()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _turns.RunAsync(() => throw new InvalidOperationException("as it were"), _time, Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _turns.RunAsync(() => Task.FromException(new InvalidOperationException("later")), _time, Cancel));
        await _turns.RunAsync(() => Task.CompletedTask, _time, Cancel);
    }

    [Fact]
    public async Task GivenUp_BeforeItsTurn_DoesNothing()
    {
        var (first, done) = Start("first");
        using var gone = new CancellationTokenSource();
        var second = _turns.RunAsync(() => throw new InvalidOperationException("not to be called"), _time, gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        done.SetResult();
        await first;
        await _turns.RunAsync(() => Task.CompletedTask, _time, Cancel);
    }

    private (Task Turn, TaskCompletionSource Done) Start(string name)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var turn = _turns.RunAsync(
            () =>
            {
                lock (_began)
                    _began.Add(name);
                return done.Task;
            },
            _time, Cancel);
        return (turn, done);
    }

    private int Count()
    {
        lock (_began)
            return _began.Count;
    }
}
