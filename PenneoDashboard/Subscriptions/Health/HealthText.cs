using MudBlazor;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions.Health;

/// <summary>How pages write a state of health.</summary>
public static class HealthText
{
    public static string Label(HealthState state) => state switch
    {
        HealthState.Healthy => Say("Healthy"),
        HealthState.NoData => Say("No data yet"),
        HealthState.Elsewhere => Say("Another system's"),
        HealthState.Paused => Say("Paused"),
        HealthState.Slow => Say("Slow"),
        HealthState.Retried => Say("Retried"),
        HealthState.Silent => Say("Silent"),
        HealthState.Refused => Say("Refused"),
        HealthState.Unconfirmed => Say("Not confirmed"),
        _ => Say("Failed"),
    };

    public static EventTone Tone(HealthState state) => state switch
    {
        HealthState.Healthy => EventTone.Success,
        HealthState.NoData or HealthState.Elsewhere or HealthState.Paused => EventTone.Neutral,
        HealthState.Failed or HealthState.Refused => EventTone.Danger,
        _ => EventTone.Warning,
    };

    public static string Icon(HealthState state) => state switch
    {
        HealthState.Healthy => Icons.Material.Outlined.CheckCircle,
        HealthState.Paused => Icons.Material.Outlined.PauseCircle,
        HealthState.Slow => Icons.Material.Outlined.HourglassBottom,
        HealthState.Retried => Icons.Material.Outlined.Replay,
        HealthState.Silent => Icons.Material.Outlined.NotificationsOff,
        HealthState.Refused => Icons.Material.Outlined.GppBad,
        HealthState.Failed => Icons.Material.Outlined.ErrorOutline,
        HealthState.Unconfirmed => Icons.Material.Outlined.PendingActions,
        _ => Icons.Material.Outlined.RadioButtonUnchecked,
    };

    /// <summary>What is wrong in one line, for example "Subscription 1 (signer) has been silent for 9 days".</summary>
    /// <param name="name">What the subscription is about.</param>
    public static string Headline(SubscriptionView x, string name, DateTimeOffset now) => x.Health.State switch
    {
        HealthState.Failed => Say($"Subscription {x.Id} ({name}) has failed"),
        HealthState.Unconfirmed => Say($"Subscription {x.Id} ({name}) is not confirmed"),
        HealthState.Silent when x.LastEventAt is { } last => Say($"Subscription {x.Id} ({name}) has been silent for {SpanText.Of(now - last)}"),
        HealthState.Silent => Say($"Subscription {x.Id} ({name}) has brought nothing yet"),
        HealthState.Refused => Say($"Subscription {x.Id} ({name}) is refused here"),
        HealthState.Retried => Say($"Subscription {x.Id} ({name}) is delivered repeatedly"),
        HealthState.Slow => Say($"Subscription {x.Id} ({name}) is slow"),
        var other => $"{Say($"Subscription {x.Id}")} ({name}): {Label(other)}",
    };
}
