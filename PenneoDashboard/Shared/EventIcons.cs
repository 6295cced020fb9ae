using MudBlazor;
using PenneoDashboard.Events.States;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Shared;

/// <summary>An icon per kind of event, so that a column of them reads without its labels.</summary>
public static class EventIcons
{
    public const string Unrecognized = Icons.Material.Outlined.HelpOutline;

    private static readonly Dictionary<(string? Topic, string? EventType), string> Known = new()
    {
        [(PenneoVocabulary.CasefileTopic, "completed")] = Icons.Material.Outlined.TaskAlt,
        [(PenneoVocabulary.CasefileTopic, "rejected")] = Icons.Material.Outlined.Block,
        [(PenneoVocabulary.CasefileTopic, "failed")] = Icons.Material.Outlined.ReportProblem,
        [(PenneoVocabulary.CasefileTopic, "expired")] = Icons.Material.Outlined.HourglassDisabled,
        [(PenneoVocabulary.SignerTopic, "requestActivated")] = Icons.Material.Outlined.PlayCircle,
        [(PenneoVocabulary.SignerTopic, "requestSent")] = Icons.Material.Outlined.Send,
        [(PenneoVocabulary.SignerTopic, "reminderSent")] = Icons.Material.Outlined.NotificationsActive,
        [(PenneoVocabulary.SignerTopic, "requestOpened")] = Icons.Material.Outlined.Drafts,
        [(PenneoVocabulary.SignerTopic, "undeliverable")] = Icons.Material.Outlined.Unsubscribe,
        [(PenneoVocabulary.SignerTopic, "transientBounce")] = Icons.Material.Outlined.Replay,
        [(PenneoVocabulary.SignerTopic, "opened")] = Icons.Material.Outlined.Visibility,
        [(PenneoVocabulary.SignerTopic, "rejected")] = Icons.Material.Outlined.Cancel,
        [(PenneoVocabulary.SignerTopic, "signed")] = Icons.Material.Outlined.Draw,
        [(PenneoVocabulary.SignerTopic, "signedWithImageUploadAndNAP")] = Icons.Material.Outlined.Draw,
        [(PenneoVocabulary.SignerTopic, "finalized")] = Icons.Material.Outlined.Verified,
        [(PenneoVocabulary.SignerTopic, "deleted")] = Icons.Material.Outlined.PersonRemove,
    };

    /// <summary>The icon's SVG markup; a plain dot for a type this version does not know.</summary>
    public static string For(string? topic, string? eventType) => eventType == PenneoVocabulary.TestEventType
        ? Icons.Material.Outlined.Science
        : Known.GetValueOrDefault((topic, eventType), Icons.Material.Outlined.RadioButtonUnchecked);

    /// <summary>The icon of a casefile's state.</summary>
    public static string ForCasefileState(CasefileState state) => state switch
    {
        CasefileState.Blocked => Icons.Material.Outlined.Unsubscribe,
        CasefileState.Completed => ForCasefileStatus(5),
        CasefileState.Rejected => ForCasefileStatus(2),
        CasefileState.Failed => ForCasefileStatus(6),
        CasefileState.Expired => ForCasefileStatus(7),
        CasefileState.Deleted => ForCasefileStatus(3),
        CasefileState.Anonymized => ForCasefileStatus(8),
        _ => ForCasefileStatus(1),
    };

    /// <summary>The icon of a casefile's status number.</summary>
    public static string ForCasefileStatus(int? status) => status switch
    {
        0 => Icons.Material.Outlined.NoteAdd,
        1 => Icons.Material.Outlined.HourglassEmpty,
        2 => Icons.Material.Outlined.Block,
        3 => Icons.Material.Outlined.Delete,
        4 => Icons.Material.Outlined.Draw,
        5 => Icons.Material.Outlined.TaskAlt,
        6 => Icons.Material.Outlined.ReportProblem,
        7 => Icons.Material.Outlined.HourglassDisabled,
        8 => Icons.Material.Outlined.VisibilityOff,
        _ => Icons.Material.Outlined.RadioButtonUnchecked,
    };
}
