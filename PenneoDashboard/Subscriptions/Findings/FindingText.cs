using MudBlazor;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions.Findings;

/// <summary>How pages show findings.</summary>
public static class FindingText
{
    public static string Label(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Danger => Say("Danger"),
        FindingSeverity.Warning => Say("Warning"),
        _ => Say("Notice"),
    };

    public static EventTone Tone(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Danger => EventTone.Danger,
        FindingSeverity.Warning => EventTone.Warning,
        _ => EventTone.Neutral,
    };

    public static string Icon(FindingKind kind) => kind switch
    {
        FindingKind.Address or FindingKind.NoAnswer or FindingKind.OldAddress => Icons.Material.Outlined.WifiTethering,
        FindingKind.ClockOff => Icons.Material.Outlined.Schedule,
        FindingKind.SecretUnusable or FindingKind.SecretMissing => Icons.Material.Outlined.Key,
        FindingKind.LegacyInUse => Icons.Material.Outlined.EventBusy,
        FindingKind.Unconfirmed => Icons.Material.Outlined.PendingActions,
        FindingKind.NotAdopted or FindingKind.OtherSystem => Icons.Material.Outlined.CallSplit,
        FindingKind.MissingEventTypes => Icons.Material.Outlined.PlaylistAdd,
        FindingKind.Paused => Icons.Material.Outlined.PauseCircle,
        FindingKind.Doubled => Icons.Material.Outlined.ContentCopy,
        FindingKind.Limit => Icons.Material.Outlined.Speed,
        _ => Icons.Material.Outlined.Info,
    };
}
