using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace PenneoDashboard.Subscriptions.Findings;

/// <summary>What should be otherwise, each with the click that mends it. Nothing is shown when there is nothing to say.</summary>
public sealed partial class FindingsPanel
{
    private const int Few = 4;

    private bool _all;

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required PublicAddress Address { get; init; }

    [Parameter, EditorRequired]
    public IReadOnlyList<Finding> Findings { get; set; } = [];

    [Parameter, EditorRequired]
    public SubscriptionsBoard Board { get; set; } = default!;

    /// <summary>Opens the form with these event types chosen.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<string>> OnCreate { get; set; }

    private static string Key(Finding one) => $"{one.Kind} {string.Join(' ', one.SubscriptionIds)} {one.Fix?.PenneoId}";

    private static string? Name(FindingFix? fix) => fix switch
    {
        { SubscriptionId: { } id } => SubscriptionsBoard.Row(id),
        { PenneoId: { } id } => SubscriptionsBoard.There(id),
        _ => null,
    };

    private bool IsBusy(FindingFix fix) => Name(fix) is { } name && Board.IsBusy(name);

    // A row of ours shows its failures itself, and so does the list of those made elsewhere. Both may be far below.
    private CallFailure? Failure(FindingFix? fix) => fix is { Kind: FixKind.Resume or FixKind.Confirm or FixKind.Adopt } && Name(fix) is { } name ? Board.Failure(name) : null;

    private Task MendAsync(FindingFix fix) => fix switch
    {
        { Kind: FixKind.Create } => OnCreate.InvokeAsync(fix.EventTypes),
        { Kind: FixKind.Adopt, PenneoId: { } there } => Board.AdoptAsync(there),
        { SubscriptionId: { } id } => MendAsync(fix, id),
        _ => Task.CompletedTask,
    };

    private Task MendAsync(FindingFix fix, long id) => fix.Kind switch
    {
        FixKind.Resume => Board.SetActiveAsync(id, true),
        FixKind.Confirm => Board.ConfirmAsync(id, null),
        FixKind.EnterSecret => SecretDialog.ShowAsync(Dialogs, id),
        FixKind.AddEventTypes => EditDialog.ShowAsync(Dialogs, id, Board.ActiveCurrent, fix.EventTypes),
        FixKind.ChangeEndpoint => EditDialog.ShowAsync(Dialogs, id, Board.ActiveCurrent, newEndpoint: Address.ReceiveUrlPattern),
        FixKind.Pause or FixKind.Delete => AskAsync(id, fix.Kind == FixKind.Pause),
        _ => Task.CompletedTask,
    };

    private async Task AskAsync(long id, bool pause)
    {
        if (Board.Rows?.FirstOrDefault(x => x.Id == id) is not { } row)
            return;
        var (title, text, yes) = pause
            ? (Say("Pause this subscription?"), Say("Penneo sends nothing through it until you resume. The other one goes on bringing the same."), Say("Pause"))
            : (Say("Delete this subscription?"), Say("Penneo stops calling this endpoint. The other one goes on bringing the same, and the events that came stay in the history."), Say("Delete"));
        if (!await ConfirmDialog.AskAsync(Dialogs, title, TopicNames.About(row.Generation, row.Topic, row.EventTypes), row.Endpoint, text, yes, dangerous: !pause))
            return;
        await (pause ? Board.SetActiveAsync(id, false) : Board.DeleteAsync(id, hereOnly: false));
    }
}
