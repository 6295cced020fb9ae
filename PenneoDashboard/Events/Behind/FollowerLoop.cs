using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events.Behind;

/// <summary>Keeps one follower going: woken by commits, in small transactions with rests between, since the writer waits for each.</summary>
internal sealed partial class FollowerLoop(
    ILogFollower follower, IDbContextFactory<DashboardDb> contexts, DatabaseWatch? watch, TimeProvider time, ILogger logger, SemaphoreSlim turn, Action<string> moved)
{
    // Up to here the machine has room for both; beyond, what is stored comes first and what follows may wait.
    private const double Burst = 2500;

    // How many times as long as it worked a follower rests, with all others: the writer waits for each transaction.
    private const int RestWhileEventsCome = 4;
    private const int RestInABurst = 20;

    // So that single events that come fast share a transaction.
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _work = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private long _last;
    private long _position;
    private string? _logged;

    public string Name => follower.Name;

    public FollowerProgress Progress => new(Volatile.Read(ref _position), Volatile.Read(ref _last));

    public void Extend(long last)
    {
        Volatile.Write(ref _last, last);
        _work.Writer.TryWrite(true);
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var connection = await FollowerConnection.OpenAsync(follower, contexts, stopping);
                Move(connection.Position);
                await FollowAsync(connection, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever it was, the log goes on and so must this; the connection may be what is broken.
                if (_logged != e.Message)
                    LogFailed(e, follower.Name, Progress.Position);
                _logged = e.Message;
                await Task.Delay(AfterFailure, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task FollowAsync(FollowerConnection connection, CancellationToken stopping)
    {
        var (seen, at) = (Progress.Last, time.GetTimestamp());
        while (true)
        {
            while (Progress is { Behind: > 0 } before)
            {
                await turn.WaitAsync(stopping);
                try
                {
                    watch?.Check();
                    var rate = (before.Last - seen) / Math.Max(time.GetElapsedTime(at).TotalSeconds, 0.001);
                    (seen, at) = (before.Last, time.GetTimestamp());
                    connection.Step(before.Last);
                    var took = time.GetElapsedTime(at);
                    _logged = null;
                    Move(connection.Position);
                    var rest = rate > Burst ? took * RestInABurst : rate > 0 ? took * RestWhileEventsCome : took / 2;
                    await Task.Delay(rest > ShortestRest ? rest : ShortestRest, time, stopping);
                }
                finally
                {
                    turn.Release();
                }
            }

            await _work.Reader.ReadAsync(stopping);
        }
    }

    private void Move(long position)
    {
        Volatile.Write(ref _position, position);
        moved(follower.Name);
    }

    [LoggerMessage(LogLevel.Error, "{Follower} stands still at event {Position}; the log itself goes on")]
    private partial void LogFailed(Exception e, string follower, long position);
}
