using System.Threading.Channels;

namespace PenneoDashboard.Live;

/// <summary>
/// Lets views work a few at a time, each turn followed by a rest as long as the work. Views show what is stored; hundreds of
/// them under heavy traffic would take the whole machine, and nothing could be stored.
/// </summary>
internal sealed class LiveTurns
{
    // A view that reads for seconds, such as a search, must not keep the others from their turns.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);

    private readonly Channel<int> _free = Channel.CreateUnbounded<int>();

    public LiveTurns(int atOnce)
    {
        for (var i = 0; i < atOnce; i++)
            _free.Writer.TryWrite(i);
    }

    public LiveTurns()
        : this(Usual)
    {
    }

    /// <summary>One for every two processors, so that with the rests views take a quarter of the machine.</summary>
    public static int Usual { get; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Waits for a turn and does the work.</summary>
    /// <exception cref="OperationCanceledException">Given up before the turn came.</exception>
    public async Task RunAsync(Func<Task> work, TimeProvider time, CancellationToken cancellationToken)
    {
        var turn = await _free.Reader.ReadAsync(cancellationToken);
        Task working;
        var start = time.GetTimestamp();
        try
        {
            working = work();
            if (!working.IsCompleted)
            {
                using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny(working, Task.Delay(Longest, time, enough.Token));
                await enough.CancelAsync();
            }
        }
        finally
        {
            _ = FreeAsync(turn, time.GetElapsedTime(start), time);
        }

        await working;
    }

    private async Task FreeAsync(int turn, TimeSpan rest, TimeProvider time)
    {
        await Task.Delay(rest < Longest ? rest : Longest, time);
        _free.Writer.TryWrite(turn);
    }
}
