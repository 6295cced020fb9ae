using MudBlazor;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions.Health;

/// <summary>How pages write a state of health.</summary>
public static class HealthText
{
    public static string Label(HealthState state) => state switch
    {
        HealthState.NoData => "No data yet",
        HealthState.Elsewhere => "Another system's",
        HealthState.Unconfirmed => "Not confirmed",
        _ => state.ToString(),
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

    /// <summary>What to say of a subscription's number, for example "has been silent for 9 days".</summary>
    public static string Phrase(SubscriptionView x, DateTimeOffset now) => x.Health.State switch
    {
        HealthState.Failed => "has failed",
        HealthState.Unconfirmed => "is not confirmed",
        HealthState.Silent when x.LastEventAt is { } last => $"has been silent for {SpanText.Of(now - last)}",
        HealthState.Silent => "has brought nothing yet",
        HealthState.Refused => "is refused here",
        HealthState.Retried => "is delivered repeatedly",
        HealthState.Slow => "is slow",
        var other => $"is {Label(other).ToLowerInvariant()}",
    };
}
