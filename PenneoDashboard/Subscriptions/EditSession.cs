using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>
/// One person's change of a current subscription: read from Penneo, edited, looked at as a difference, and saved only if
/// Penneo still has what the difference was against. For one circuit's thread.
/// </summary>
public sealed class EditSession(CurrentSubscriptions current, long id)
{
    /// <summary>As Penneo had it when it was last read; null until then.</summary>
    public CurrentSettings? Basis { get; private set; }

    /// <summary>What was changed at Penneo by someone else: since this page last knew, or while this was open. Null when nothing was.</summary>
    public SettingsDiff? ChangedElsewhere { get; private set; }

    /// <summary>True when <see cref="ChangedElsewhere"/> came up at saving, so that nothing was saved.</summary>
    public bool Overtaken { get; private set; }

    public IReadOnlyList<string> EventTypes { get; set; } = [];

    /// <summary>May hold <c>{key}</c> for the receive key.</summary>
    public string Endpoint { get; set; } = "";

    public bool IsActive { get; set; }

    /// <summary>True while the difference is shown instead of the form.</summary>
    public bool Reviewing { get; set; }

    public bool Busy { get; private set; }

    public bool Saved { get; private set; }

    public CallFailure? Failure { get; private set; }

    /// <summary>What saving would change; null until it was read.</summary>
    public SettingsDiff? Diff => Basis is { } basis ? SettingsDiff.Between(basis, Wanted) : null;

    /// <summary>Why it can't be saved as it is; null when it can.</summary>
    public string? Problem => Basis is not { } basis ? null
        : NewSubscription.EndpointProblem(Endpoint) ?? (EventTypes.Count == 0 ? Say("Choose at least one event type.") : NewSubscription.EventTypesProblem(EventTypes, basis.EventTypes));

    private CurrentSettings Wanted => new(Endpoint, EventTypes, IsActive);

    public Task LoadAsync(CancellationToken cancellationToken = default) => RunAsync(Say("It could not be read from Penneo"), async () =>
    {
        var reading = await current.ReadAsync(id, cancellationToken);
        Start(reading.Settings);
        ChangedElsewhere = reading.ChangedElsewhere.IsEmpty ? null : reading.ChangedElsewhere;
    }, () => LoadAsync(cancellationToken));

    /// <summary>Changes the form as someone proposed it; it is still looked at before anything is saved.</summary>
    /// <param name="eventTypes">Added to those there are.</param>
    /// <param name="endpoint">Null for the one there is.</param>
    public void Propose(IReadOnlyList<string> eventTypes, string? endpoint)
    {
        if (Basis is null)
            return;
        (EventTypes, Endpoint) = ([.. EventTypes.Union(eventTypes)], endpoint ?? Endpoint);
        Reviewing = Problem is null && !Diff!.IsEmpty;
    }

    public Task SaveAsync() => RunAsync(Say("It may not have been changed"), async () =>
    {
        var diff = Diff!;
        try
        {
            await current.ChangeAsync(id, new CurrentChange(diff.Endpoint, diff.Added.Count + diff.Removed.Count == 0 ? null : EventTypes, diff.IsActive), Basis);
            Saved = true;
        }
        catch (ChangedElsewhereException e)
        {
            Rebase(e.Now, diff);
        }
    }, SaveAsync);

    private void Start(CurrentSettings settings) => (Basis, EventTypes, Endpoint, IsActive) = (settings, settings.EventTypes, settings.Endpoint, settings.IsActive);

    // What the person wanted to change, on what is there now: neither one's change undoes the other's.
    private void Rebase(CurrentSettings now, SettingsDiff wanted)
    {
        ChangedElsewhere = SettingsDiff.Between(Basis!, now);
        Start(now);
        EventTypes = [.. now.EventTypes.Except(wanted.Removed).Union(wanted.Added)];
        Endpoint = wanted.Endpoint ?? now.Endpoint;
        IsActive = wanted.IsActive ?? now.IsActive;

        // An attempt whose answer was lost may have worked: then there is nothing left to do.
        Saved = Diff!.IsEmpty;
        Overtaken = !Saved;
    }

    private async Task RunAsync(string title, Func<Task> call, Func<Task> retry)
    {
        if (Busy)
            return;
        (Busy, Failure) = (true, null);
        try
        {
            await call();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it was, the person who clicked must be told.
            Failure = new CallFailure(e is PenneoException { NothingDone: true } or SubscriptionException && Basis is not null ? Say("It was not changed") : title, CallFailure.Describe(e), retry);
        }
        finally
        {
            Busy = false;
        }
    }
}
