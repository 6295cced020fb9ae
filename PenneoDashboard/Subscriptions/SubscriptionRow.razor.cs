using System.Globalization;
using Microsoft.AspNetCore.Components;
using PenneoDashboard.Shared;
using PenneoDashboard.Subscriptions.Keys;

namespace PenneoDashboard.Subscriptions;

/// <summary>One of our subscriptions with everything that can be done to it.</summary>
public sealed partial class SubscriptionRow
{
    [Parameter, EditorRequired]
    public SubscriptionView Subscription { get; set; } = default!;

    [Parameter, EditorRequired]
    public SubscriptionsBoard Board { get; set; } = default!;

    /// <summary>Why Penneo may not reach the endpoint.</summary>
    [Parameter]
    public IReadOnlyList<string> Warnings { get; set; } = [];

    [Parameter]
    public bool IsSimulator { get; set; }

    private string Name => SubscriptionsBoard.Row(Subscription.Id);

    private bool Busy => Board.IsBusy(Name);

    private bool ShowsGuide => Board.ShowsGuide(Subscription);

    private CallFailure? Failure => Board.Failure(Name);

    private SubscriptionProblem? Problem => Failure?.Problem ?? Subscription.Problem;

    private string Ids => Subscription.PenneoId is { } id ? Say($"no. {Subscription.Id} · {VisibleText.Line(id, 60)} at Penneo") : Say($"no. {Subscription.Id}");

    private string About => TopicNames.About(Subscription.Generation, Subscription.Topic, Subscription.EventTypes);

    // Of any other state the state itself says it all.
    private bool ShowsHealth => Subscription is { State: SubscriptionState.Active, ReceiveUrl: not null };

    private string Deliveries => Subscription.Deliveries.ToString("N0", CultureInfo.CurrentCulture);

    // What a failed click was about, else what was left unfinished.
    private Func<Task>? RetryCall => Failure?.Retry ?? Subscription switch
    {
        { State: SubscriptionState.Failed, PenneoId: null } => () => Board.RetryCreateAsync(Subscription.Id),
        { State: SubscriptionState.PendingConfirmation, ConfirmationToken: not null } => () => Board.ConfirmAsync(Subscription.Id, null),
        _ => null,
    };

    private EventCallback Retry => RetryCall is { } call ? EventCallback.Factory.Create(this, call) : default;

    // When Penneo can't be asked there must be a way to get rid of a row all the same.
    private bool CanForget => Failure is not null || Subscription.State == SubscriptionState.Failed;

    private bool CanTest => !ShowsGuide && (Subscription.Generation == Generation.Legacy ? Subscription.State == SubscriptionState.Active : Subscription.GetsTests);

    private bool CanChange => Subscription is { Generation: Generation.Current, State: SubscriptionState.Active or SubscriptionState.Paused };

    private bool CanReplaceKey => Subscription is { ReceiveUrl: not null, PenneoId: not null, PendingKey: null, State: not SubscriptionState.Failed };

    private string PauseWord => Subscription.State == SubscriptionState.Paused ? Say("Resume") : Say("Pause");

    private string PauseLabel => Subscription.State == SubscriptionState.Paused ? Say($"Resume subscription {Subscription.Id}") : Say($"Pause subscription {Subscription.Id}");

    private DateTimeOffset? LastProof => Subscription.Generation == Generation.Legacy ? Subscription.LastEventAt : Subscription.LastTestAt;

    private string? TestLine => (Subscription.TestedAt, LastProof) switch
    {
        _ when ShowsGuide || Subscription.State != SubscriptionState.Active => null,
        (null, _) => null,
        ({ } tested, { } last) when last >= tested => Say("arrived"),
        _ => Subscription.ReceiveUrl is null ? Say("sent") : Say("sent, nothing has come since"),
    };

    private async Task TestAsync()
    {
        if (Subscription.Generation == Generation.Legacy)
            await Board.TestAsync(Subscription.Id);
        else if (Board.Audience.IsOnly(Subscription.Id) || await TestDialog.AskAsync(Dialogs, Board.Audience))
            await Board.TestAllAsync();
    }

    private async Task PauseOrResumeAsync()
    {
        var resume = Subscription.State == SubscriptionState.Paused;
        var text = Say("Penneo sends nothing through it until you resume. What happens meanwhile is not sent later, so it will be missing here.");
        if (resume || await ConfirmDialog.AskAsync(Dialogs, Say("Pause this subscription?"), About, Subscription.Endpoint, text, Say("Pause"), dangerous: false))
            await Board.SetActiveAsync(Subscription.Id, resume);
    }

    private async Task ReplaceKeyAsync()
    {
        if (await ReplaceKeyDialog.AskAsync(Dialogs, Subscription) is { } overlap)
            await Board.ReplaceKeyAsync(Subscription.Id, overlap);
    }

    private async Task DeleteAsync(bool hereOnly)
    {
        var (title, text, yes) = hereOnly
            ? (Say("Remove this subscription here only?"),
                Say("Penneo is not asked. If it still has the subscription it goes on calling, is answered 404, and gives up after a few attempts. Its events stay in the history."),
                Say("Remove here only"))
            : (Say("Delete this subscription?"),
                Subscription.ReceiveUrl is null
                    ? Say("Penneo stops calling this endpoint, which belongs to another system.")
                    : Say("Penneo stops calling this endpoint, and the endpoint stops working. The events that came through it stay in the history."),
                Say("Delete"));
        if (await ConfirmDialog.AskAsync(Dialogs, title, About, Subscription.Endpoint, text, yes))
            await Board.DeleteAsync(Subscription.Id, hereOnly);
    }
}
