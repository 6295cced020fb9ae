using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events;

/// <summary>
/// Keeps <see cref="StoredDelivery.Answer"/> true. A batch stores 200, since what is stored is answered so; where it then
/// was not, which is rare, the row is corrected here, apart from the writer.
/// </summary>
internal sealed partial class DeliveryAnswers(
    Database database, IDbContextFactory<DashboardDb> contexts, TimeProvider time, ILogger<DeliveryAnswers> logger) : BackgroundService
{
    /// <summary>Its sender had hung up.</summary>
    public const int None = 0;

    // What a process that was killed may have committed and not yet answered.
    private const int MostUnderWay = 2048;

    private static readonly TimeSpan LongestUnderWay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // Each entry belongs to a delivery that was just stored, so while nothing can be stored it does not grow.
    private readonly Channel<(long Delivery, int Answer)> _wrong = Channel.CreateUnbounded<(long, int)>(new() { SingleReader = true });

    public void Correct(long delivery, int answer) => _wrong.Writer.TryWrite((delivery, answer));

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (database.WasKilled)
            await ForgetUnderWayAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _wrong.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wrong = new List<(long Delivery, int Answer)>();
        while (wrong.Count > 0 || await _wrong.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (_wrong.Reader.TryRead(out var next))
                wrong.Add(next);
            try
            {
                await SaveAsync(wrong);
                wrong.Clear();
            }
            catch (Exception e)
            {
                LogFailed(e, wrong.Count);
                if (stoppingToken.IsCancellationRequested)
                    return;
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task SaveAsync(List<(long Delivery, int Answer)> wrong)
    {
        await using var db = await contexts.CreateDbContextAsync();
        foreach (var same in wrong.GroupBy(x => x.Answer))
        {
            var ids = same.Select(x => x.Delivery).ToArray();
            await db.Set<StoredDelivery>().Where(x => EF.Parameter(ids).Contains(x.Id)).ExecuteUpdateAsync(x => x.SetProperty(d => d.Answer, same.Key));
        }
    }

    private async Task ForgetUnderWayAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await db.Set<StoredDelivery>().OrderByDescending(x => x.Id).Select(x => new { x.Id, x.ReceivedAt }).FirstOrDefaultAsync(cancellationToken);
        if (last is null)
            return;
        var (id, since) = (last.Id - MostUnderWay, last.ReceivedAt - LongestUnderWay);
        await db.Set<StoredDelivery>().Where(x => x.Id > id && x.ReceivedAt >= since)
            .ExecuteUpdateAsync(x => x.SetProperty(d => d.Answer, (int?)null), cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "That {Count} deliveries were answered otherwise than with 200 could not be written down")]
    private partial void LogFailed(Exception e, int count);
}
