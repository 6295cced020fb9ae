using System.Threading.Channels;
using PenneoDashboard.Events;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Subscriptions.Health;

/// <summary>
/// Looks at what came, apart from the writer and a few rows at a time, and tells the menu and open pages when a
/// subscription gets on differently than before.
/// </summary>
internal sealed partial class HealthMonitor(
    DeliveryQueries deliveries, SubscriptionStore store, HealthBook book, ReceiverAnswers answers, SubscriptionChanges changes, NavBadges badges, TimeProvider time,
    ILogger<HealthMonitor> logger) : BackgroundService
{
    private const string PagePath = "/subscriptions";
    private const int MostAtStart = 2000;
    private const int MostAtOnce = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Silence comes without anything happening.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    // One pending wake-up is enough: each looks at everything.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long? _last;
    private string? _told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var registration = changes.Subscribe(Wake);
        await using var timer = time.CreateTimer(_ => Wake(), null, LookEvery, LookEvery);
        answers.Kept += Wake;
        book.RefusedChanged += Wake;
        Wake();
        try
        {
            while (await _wake.Reader.WaitToReadAsync(stoppingToken))
            {
                _wake.Reader.TryRead(out _);
                await LookAsync(stoppingToken);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The app stops; the next start reads it all again.
        }
        finally
        {
            answers.Kept -= Wake;
            book.RefusedChanged -= Wake;
        }
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
            Tell(await store.ListAsync(cancellationToken));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it was, the next look must be tried; until then the badge stands still.
            LogFailed(e);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (_last is null)
            await ReadWhatWasBeforeAsync(cancellationToken);
        var found = await deliveries.NewestAsync(_last ?? 0, _last is null ? MostAtStart : MostAtOnce, cancellationToken);
        book.Add(found);
        _last = found is [.., var newest] ? newest.Id : _last ?? 0;
    }

    private async Task ReadWhatWasBeforeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        book.Add(await deliveries.SpreadAsync(now - ArrivalSlots.Period, MostAtStart, cancellationToken));

        // What this process answered it knows itself.
        foreach (var one in await deliveries.NotAnsweredAsync(now - AnswerRules.Recent, answers.Since, MostAtOnce, cancellationToken))
            answers.Note(one.SubscriptionId, one.Answer, one.ReceivedAt, TimeSpan.Zero);
    }

    private void Tell(IReadOnlyList<SubscriptionView> rows)
    {
        var count = rows.Count(x => x.Health.NeedsAttention);
        badges.Set(PagePath, count, static count => count == 1 ? Say("1 subscription needs attention") : Say($"{count:N0} subscriptions need attention"));
        var states = string.Join(' ', rows.Select(x => $"{x.Id}:{x.Health.State}:{string.Join('+', x.Health.Signs.Select(s => s.State))}"));
        if (states == _told)
            return;
        _told = states;
        changes.Notify();
    }

    [LoggerMessage(LogLevel.Warning, "How the subscriptions get on could not be looked at; it is tried again")]
    private partial void LogFailed(Exception e);
}
