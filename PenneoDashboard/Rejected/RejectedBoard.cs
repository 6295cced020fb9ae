using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions;

namespace PenneoDashboard.Rejected;

/// <summary>A line on what an action came to.</summary>
/// <param name="Tone">Success when it did what was wanted, Warning when it found nothing, Danger when it failed.</param>
public sealed record RejectedNotice(EventTone Tone, string Text);

/// <summary>What the page shows, and what its clicks set going. For one circuit's thread.</summary>
public sealed partial class RejectedBoard(
    RejectedStore store, RejectedService service, SubscriptionNames names, ILogger logger, Action changed, CancellationToken leaving = default)
{
    private const int PageLength = 50;

    private readonly HashSet<string> _busy = [];
    private IReadOnlyDictionary<long, SubscriptionName> _names = new Dictionary<long, SubscriptionName>();
    private int _limit = PageLength;
    private long _asked;
    private long _shown;

    /// <summary>Newest first; null until they have been read.</summary>
    public RejectedPart? Part { get; private set; }

    public IReadOnlyList<RejectedSummary> Sources { get; private set; } = [];

    /// <summary>Why they could not be read; null when they could.</summary>
    public string? ReadError { get; private set; }

    public RejectedNotice? Notice { get; private set; }

    /// <summary>The one subscription that is shown; null for all.</summary>
    public long? Only { get; private set; }

    public string Label(long subscription) => _names.GetValueOrDefault(subscription)?.Label ?? $"#{subscription}";

    /// <summary>How many were refused and not kept since the start.</summary>
    public long NotKept(long subscription) => service.NotKept.GetValueOrDefault(subscription);

    public static string Row(long id) => FormattableString.Invariant($"row {id}");

    public static string Source(long subscription) => FormattableString.Invariant($"source {subscription}");

    public bool IsBusy(string name) => _busy.Contains(name);

    public void Dismiss() => Notice = null;

    public Task ShowMoreAsync()
    {
        _limit += PageLength;
        return ReadAsync();
    }

    public Task ShowOnlyAsync(long? subscription)
    {
        (Only, _limit) = (subscription, PageLength);
        return ReadAsync();
    }

    public async Task ReadAsync()
    {
        var number = ++_asked;
        try
        {
            var known = await names.AllAsync(leaving);
            var sources = await store.SummaryAsync(leaving);
            var part = await store.ListAsync(Only, null, _limit, leaving);

            // A slow read must not set the page back to before one asked later.
            if (number > _shown)
                (_names, Sources, Part, ReadError, _shown) = (known, sources, part, null, number);
        }
        catch (Exception) when (leaving.IsCancellationRequested)
        {
            // Nobody is there to see it; a connection closed under the read fails in its own way.
        }
        catch (Exception e)
        {
            // Whatever it was, the page must say that it stands still.
            LogFailed(e, "reading");
            ReadError = e.Message;
        }
    }

    public Task VerifyAsync(long id) => RunAsync(Row(id), async () =>
    {
        var item = await service.VerifyAsync(id, leaving);
        return item.CanAccept ? Success(Say("It is Penneo's, and can be accepted.")) : new RejectedNotice(EventTone.Warning, Say("It still does not verify."));
    });

    public Task AcceptAsync(long id) => RunAsync(Row(id), async () =>
    {
        await service.AcceptAsync(id);
        return Success(Say("Accepted into the log."));
    });

    public Task DiscardAsync(long id) => RunAsync(Row(id), async () =>
    {
        await store.DiscardAsync(id);
        return Success(Say("Discarded."));
    });

    public Task VerifyAllAsync(long subscription) => RunAsync(Source(subscription), async () =>
    {
        var outcome = await service.VerifyAllAsync(subscription, leaving);
        return outcome switch
        {
            { Done: 0 } => new RejectedNotice(EventTone.Warning, Say($"Verified all again: none of {outcome.Left:N0} can be accepted.")),
            { Left: 0 } => Success(outcome.Done == 1 ? Say("Verified again: it can be accepted now.") : Say($"Verified all again: all {outcome.Done:N0} can be accepted now.")),
            _ => Success(Say($"Verified all again: {outcome.Done:N0} can be accepted now, {outcome.Left:N0} can't.")),
        };
    });

    public Task AcceptAllAsync(long subscription) => RunAsync(Source(subscription), async () =>
    {
        var outcome = await service.AcceptAllAsync(subscription);
        return outcome.Left == 0
            ? Success(Say($"Accepted {outcome.Done:N0} into the log."))
            : new RejectedNotice(EventTone.Warning, Say($"Accepted {outcome.Done:N0} into the log; {outcome.Left:N0} could not be stored now and are still here."));
    });

    public Task DiscardAllAsync(long subscription) => RunAsync(Source(subscription), async () =>
    {
        await store.DiscardAllAsync(subscription);
        return Success(Say($"Discarded all of {Label(subscription)}."));
    });

    private static RejectedNotice Success(string text) => new(EventTone.Success, text);

    // The message itself is what the API answers.
    private static string Explain(RejectedException e) => e switch
    {
        { IsUnknown: true } => Say("It is not there any more: it was accepted, discarded, or made room for newer ones."),
        { IsPassing: true } => Say("The log could not store it now. Try again in a moment; it stays in this list."),
        _ => Say("It does not verify, so it is not known to be Penneo's."),
    };

    private async Task RunAsync(string name, Func<Task<RejectedNotice>> call)
    {
        if (!_busy.Add(name))
            return;
        Notice = null;
        changed();
        try
        {
            Notice = await call();
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // Nobody is there to see it.
            return;
        }
        catch (RejectedException e)
        {
            Notice = new RejectedNotice(EventTone.Danger, Explain(e));
        }
        catch (Exception e)
        {
            // Whatever it was, the person who clicked must be told.
            LogFailed(e, name);
            Notice = new RejectedNotice(EventTone.Danger, Say($"That did not work: {e.Message}"));
        }

        await ReadAsync();
        _busy.Remove(name);
        changed();
    }

    [LoggerMessage(LogLevel.Warning, "On the page of rejected deliveries, {What} failed")]
    private partial void LogFailed(Exception e, string what);
}
