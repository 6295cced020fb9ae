using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions.Keys;

namespace PenneoDashboard.Subscriptions;

/// <summary>
/// What the page shows, and the calls its clicks set going: each at most once at a time, each failure kept with a way to
/// try again. For one circuit's thread.
/// </summary>
public sealed partial class SubscriptionsBoard(
    SubscriptionStore store, SubscriptionService service, CurrentSubscriptions current, PenneoSync sync, KeyRotation rotation, TimeProvider time, ILogger logger, Action changed,
    CancellationToken leaving = default)
{
    /// <summary>Names of what can be busy or have failed.</summary>
    public const string Create = "create";

    public const string Refresh = "refresh";

    public const string Test = "test";

    private readonly BoardCalls _calls = new(logger, changed, leaving);
    private readonly HashSet<long> _guides = [];
    private long _asked;
    private long _shown;

    /// <summary>Ours, oldest first; null until they have been read.</summary>
    public IReadOnlyList<SubscriptionView>? Rows { get; private set; }

    /// <summary>Why ours could not be read; null when they could.</summary>
    public string? ReadError { get; private set; }

    /// <summary>At Penneo, but not ours.</summary>
    public IReadOnlyList<SubscriptionElsewhere> Elsewhere { get; private set; } = [];

    /// <summary>The last test of the current service that was sent from this page; null when there was none, or it was closed.</summary>
    public TestRun? LastTest { get; private set; }

    /// <summary>Current subscriptions that are active on the account, as far as we know.</summary>
    public int ActiveCurrent => (Rows ?? []).Count(x => x is { Generation: Generation.Current, State: SubscriptionState.Active })
        + Elsewhere.Count(x => x is { Generation: Generation.Current, IsPaused: false });

    /// <summary>Whom a test of the current service reaches now.</summary>
    public TestAudience Audience => TestAudience.Of(Rows ?? [], Elsewhere);

    /// <summary>When Penneo's list was last read, UTC.</summary>
    public DateTimeOffset? ComparedAt { get; private set; }

    public static string Row(long id) => FormattableString.Invariant($"row {id}");

    public static string There(string penneoId) => $"elsewhere {penneoId}";

    public bool IsBusy(string name) => _calls.IsBusy(name);

    public CallFailure? Failure(string name) => _calls.Failure(name);

    /// <summary>A guide stays to show its last tick, until it is closed.</summary>
    public bool ShowsGuide(SubscriptionView x) => _guides.Contains(x.Id) && Guide.Applies(x);

    public void CloseGuide(long id)
    {
        _guides.Remove(id);
        if (LastTest?.Expected is [var only] && only == id)
            LastTest = null;
    }

    public async Task ReadAsync()
    {
        var number = ++_asked;
        try
        {
            var rows = await store.ListAsync(leaving);

            // A slow read must not set the page back to before one asked later.
            if (number < _shown)
                return;
            (Rows, ReadError, _shown) = (rows, null, number);
        }
        catch (Exception) when (leaving.IsCancellationRequested)
        {
            // Nobody is there to see it; a connection closed under the read fails in its own way.
            return;
        }
        catch (Exception e)
        {
            // Whatever it was, the page must say that it stands still.
            LogFailed(e, "reading the subscriptions");
            ReadError = e.Message;
            return;
        }

        _guides.UnionWith(Rows.Where(x => !Guide.IsFinished(x)).Select(x => x.Id));
        _calls.DropOutdated(Rows.ToDictionary(x => Row(x.Id), x => x.State));
    }

    public Task<bool> RefreshAsync()
    {
        var title = Say("Penneo's list of subscriptions could not be read");
        return RunAsync(Refresh, () => title, async () =>
        {
            var comparison = await sync.RefreshAsync(leaving);
            var failed = comparison.Failures.Select(x => x.Generation).ToList();

            // What could not be asked for is not known to be gone.
            Elsewhere = [.. comparison.Elsewhere, .. Elsewhere.Where(x => failed.Contains(x.Generation))];
            if (failed is [var only])
                title = only == Generation.Legacy ? Say("Penneo's list of legacy subscriptions could not be read") : Say("Penneo's list of current subscriptions could not be read");
            if (failed.Count > 0)
                throw comparison.Failures[0].Reason;
            ComparedAt = time.GetUtcNow();
        }, RefreshAsync);
    }

    /// <summary>Creates one for each topic; trying again goes on with those that are left.</summary>
    public Task<bool> CreateAsync(IReadOnlyList<string> topics, string? endpoint, bool autoConfirm)
    {
        var left = topics.ToList();
        return RunAsync(Create, () => left.Count == topics.Count ? Say("Nothing was created") : Say($"The {EventTypeNames.Topic(left[0])} subscription was not created"), async () =>
        {
            foreach (var topic in topics)
            {
                try
                {
                    await service.CreateAsync(new NewSubscription(Generation.Legacy, topic, endpoint, autoConfirm));
                }
                catch (PenneoException e) when (!e.NothingDone)
                {
                    // Its row stays, and says what happened and how to go on.
                    LogFailed(e, $"creating a {topic} subscription");
                }

                left.Remove(topic);
            }
        }, () => CreateAsync(left, endpoint, autoConfirm));
    }

    public Task<bool> CreateAsync(NewSubscription wanted) => RunAsync(Create, Say("Nothing was created"), async () =>
    {
        try
        {
            await service.CreateAsync(wanted);
        }
        catch (PenneoException e) when (!e.NothingDone)
        {
            // Its row stays, and says what happened and how to go on.
            LogFailed(e, "creating a current subscription");
        }
    }, () => CreateAsync(wanted));

    public Task<bool> SetActiveAsync(long id, bool isActive) => RunAsync(
        Row(id), isActive ? Say("It was not resumed") : Say("It was not paused"), () => current.ChangeAsync(id, new CurrentChange(IsActive: isActive)), () => SetActiveAsync(id, isActive));

    /// <summary>Sends a test of the current service to all that list it.</summary>
    public Task<bool> TestAllAsync() => RunAsync(Test, Say("No test was sent"), async () => LastTest = await current.TestAllAsync(), TestAllAsync);

    public void CloseTest() => LastTest = null;

    public Task<bool> RetryCreateAsync(long id) =>
        RunAsync(Row(id), Say("It was not created"), () => service.RetryCreateAsync(id), () => RetryCreateAsync(id));

    /// <param name="token">Null for the one Penneo sent here.</param>
    public Task<bool> ConfirmAsync(long id, string? token) =>
        RunAsync(Row(id), Say("It was not confirmed"), () => service.ConfirmAsync(id, token), () => ConfirmAsync(id, token));

    public Task<bool> TestAsync(long id) => RunAsync(Row(id), Say("No test was sent"), () => service.TestAsync(id), () => TestAsync(id));

    public Task<bool> SetAutoConfirmAsync(long id, bool autoConfirm) =>
        RunAsync(Row(id), Say("It was not switched"), () => service.SetAutoConfirmAsync(id, autoConfirm), () => SetAutoConfirmAsync(id, autoConfirm));

    public Task<bool> DeleteAsync(long id, bool hereOnly) =>
        RunAsync(Row(id), Say("It was not deleted"), () => service.DeleteAsync(id, hereOnly), () => DeleteAsync(id, hereOnly));

    public Task<bool> AdoptAsync(string penneoId) => RunAsync(There(penneoId), Say("It was not adopted"), async () =>
    {
        await sync.AdoptAsync(penneoId);
        Forget(penneoId);
    }, () => AdoptAsync(penneoId));

    public Task<bool> DeleteElsewhereAsync(string penneoId) => RunAsync(There(penneoId), Say("It was not deleted"), async () =>
    {
        await sync.DeleteElsewhereAsync(penneoId);
        Forget(penneoId);
    }, () => DeleteElsewhereAsync(penneoId));

    private void Forget(string penneoId) => Elsewhere = [.. Elsewhere.Where(x => x.PenneoId != penneoId)];

    private Task<bool> RunAsync(string name, string title, Func<Task> call, Func<Task> retry) => RunAsync(name, () => title, call, retry);

    private Task<bool> RunAsync(string name, Func<string> title, Func<Task> call, Func<Task> retry) =>
        _calls.RunAsync(name, title, call, retry, Rows?.FirstOrDefault(x => Row(x.Id) == name)?.State, ReadAsync);

    [LoggerMessage(LogLevel.Warning, "On the page of subscriptions, {What} failed")]
    private partial void LogFailed(Exception e, string what);
}
