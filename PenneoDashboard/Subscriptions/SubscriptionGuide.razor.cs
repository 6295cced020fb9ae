using Microsoft.AspNetCore.Components;

namespace PenneoDashboard.Subscriptions;

/// <summary>Leads from a new subscription to its first event, and says what to check when a step takes too long.</summary>
public sealed partial class SubscriptionGuide : IDisposable
{
    private IReadOnlyList<GuideStep> _steps = [];
    private DateTimeOffset? _lateAt;
    private ITimer? _timer;

    [Inject]
    public required TimeProvider Time { get; init; }

    [Parameter, EditorRequired]
    public SubscriptionView Subscription { get; set; } = default!;

    /// <summary>Why Penneo may not reach the endpoint.</summary>
    [Parameter]
    public IReadOnlyList<string> Warnings { get; set; } = [];

    [Parameter]
    public bool IsSimulator { get; set; }

    [Parameter]
    public bool Busy { get; set; }

    [Parameter]
    public EventCallback OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnTest { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    // The button moves on with the person: first "send", then "again" beside what is waited for.
    private GuideStepName TestStep => Subscription.TestedAt is null ? GuideStepName.Test : GuideStepName.Event;

    protected override void OnParametersSet()
    {
        _steps = Guide.Steps(Subscription);
        WatchFor(_steps.FirstOrDefault(x => x.IsCurrent)?.LateAt);
    }

    public void Dispose() => _timer?.Dispose();

    // One tick, at the moment a step becomes late.
    private void WatchFor(DateTimeOffset? lateAt)
    {
        if (lateAt == _lateAt)
            return;
        _lateAt = lateAt;
        _timer?.Dispose();
        _timer = lateAt is { } at && at > Time.GetUtcNow()
            ? Time.CreateTimer(_ => _ = InvokeAsync(StateHasChanged), null, at - Time.GetUtcNow(), Timeout.InfiniteTimeSpan)
            : null;
    }

    private bool IsLate(GuideStep step) => step.LateAt <= Time.GetUtcNow();

    private static string Title(GuideStepName name) => name switch
    {
        GuideStepName.Create => Say("Create it at Penneo"),
        GuideStepName.Message => Say("Receive Penneo's message"),
        GuideStepName.Confirm => Say("Confirm with its token"),
        GuideStepName.Test => Say("Send a test"),
        _ => Say("See the first event"),
    };

    private string Text(GuideStep step) => (step.Name, step.Done) switch
    {
        (GuideStepName.Create, true) => Say($"Penneo knows it as {Subscription.PenneoId}."),
        (GuideStepName.Create, _) => Subscription.State == SubscriptionState.Failed ? Say("Nobody knows yet whether Penneo made it. Try again finds out.") : Say("Asking Penneo…"),
        (GuideStepName.Message, true) => Subscription.ConfirmationReceivedAt is null ? Say("It was confirmed without a message here.") : Say("It came, with the token."),
        (GuideStepName.Message, _) => step.IsCurrent ? Say("Waiting for it. It usually comes within a second or two.") : Say("Penneo sends a token to the endpoint, to see that it is yours."),
        (GuideStepName.Confirm, true) => Say("Penneo sends events from now on."),
        (GuideStepName.Confirm, _) => Subscription.AutoConfirm ? Say("The token is sent back by itself.") : Say("Nothing comes until you confirm."),
        (GuideStepName.Test, true) => Subscription.TestedAt is null ? Say("Not needed: an event came by itself.") : Say("Penneo was asked to send one."),
        (GuideStepName.Test, _) when Subscription.Generation == Generation.Current => Say("Penneo sends a test event to every active subscription that lists it."),
        (GuideStepName.Test, _) => Say("Ask Penneo to send a sample event the way it sends real ones."),
        (_, true) => Subscription.HasSecret ? Say("It arrived, its signature is right, and it is stored.") : Say("It arrived and is stored."),
        _ => step.IsCurrent ? Say("Waiting for it to arrive…") : Say("Then everything between Penneo and this page works."),
    };
}
