namespace PenneoDashboard.Subscriptions;

/// <summary>What has to happen before a subscription is known to work.</summary>
public enum GuideStepName
{
    Create,

    /// <summary>Penneo's confirmation message arrives.</summary>
    Message,
    Confirm,
    Test,

    /// <summary>The first event arrives.</summary>
    Event,
}

/// <summary>One step and how far it is.</summary>
/// <param name="IsCurrent">True for the first step that is not done.</param>
/// <param name="WaitingSince">Since when it waits for someone else, UTC; null when it waits for the user, or not at all.</param>
public sealed record GuideStep(GuideStepName Name, bool Done, bool IsCurrent, DateTimeOffset? WaitingSince)
{
    /// <summary>When waiting turns from normal into a sign that something is wrong; null when it never does.</summary>
    public DateTimeOffset? LateAt => IsCurrent ? WaitingSince + Guide.Patience : null;
}

/// <summary>The way from nothing to the first event, read off what is stored.</summary>
public static class Guide
{
    /// <summary>Penneo calls within a second or two.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>
    /// False where the steps can't be seen from here (the endpoint is another system's) or lead nowhere (Penneo no
    /// longer has the subscription, or is told to send nothing).
    /// </summary>
    public static bool Applies(SubscriptionView x) => x.ReceiveUrl is not null && x.State != SubscriptionState.Paused && !(x.State == SubscriptionState.Failed && x.PenneoId is not null);

    public static bool IsFinished(SubscriptionView x) => x.State is SubscriptionState.Active or SubscriptionState.Paused && x.FirstEventAt is not null;

    public static IReadOnlyList<GuideStep> Steps(SubscriptionView x)
    {
        var confirmed = x.State is SubscriptionState.Active or SubscriptionState.Paused;
        (GuideStepName Name, bool Done, DateTimeOffset? WaitingSince)[] steps =
        [
            (GuideStepName.Create, x.PenneoId is not null, x.State == SubscriptionState.Failed ? null : x.CreatedAt),
            (GuideStepName.Message, confirmed || x.ConfirmationReceivedAt is not null, x.CreatedAt),
            (GuideStepName.Confirm, confirmed, x.AutoConfirm ? x.ConfirmationReceivedAt : null),

            // An event that came by itself proves more than a test.
            (GuideStepName.Test, confirmed && (x.TestedAt ?? x.FirstEventAt) is not null, null),
            (GuideStepName.Event, confirmed && x.FirstEventAt is not null, x.TestedAt),
        ];
        if (x.Generation == Generation.Current)
            steps = [.. steps.Where(step => step.Name is GuideStepName.Create or GuideStepName.Event || (step.Name == GuideStepName.Test && (x.GetsTests || x.PenneoId is null)))];
        var current = steps.TakeWhile(step => step.Done).Count();
        return [.. steps.Select((step, i) => new GuideStep(step.Name, step.Done, i == current, i == current ? step.WaitingSince : null))];
    }
}
