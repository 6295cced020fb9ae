using Microsoft.AspNetCore.Components;
using MudBlazor;
using PenneoDashboard.Events.States;

namespace PenneoDashboard.Casefiles;

/// <summary>Changes when a casefile counts as stalled.</summary>
public sealed partial class StallRulesDialog
{
    private readonly Form _rules = new();
    private Dictionary<string, string[]> _problems = [];
    private bool _saving;
    private string? _failure;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    public required StallRuleStore Store { get; init; }

    [Inject]
    public required ILogger<StallRulesDialog> Logger { get; init; }

    /// <summary>Those in force.</summary>
    [Parameter, EditorRequired]
    public StallRules Rules { get; set; } = StallRules.Usual;

    private static string Off => Say("Empty switches it off");

    public static Task ShowAsync(IDialogService dialogs, StallRules rules) => dialogs.ShowAsync<StallRulesDialog>(
        Say("Stalled casefiles"), new DialogParameters<StallRulesDialog> { { x => x.Rules, rules } }, new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true });

    protected override void OnInitialized() => _rules.Set(Rules);

    private bool Has(string member) => _problems.ContainsKey(member);

    private string? Problem(string member) => Has(member) ? Say("This number is not possible here.") : null;

    private async Task SaveAsync()
    {
        var rules = _rules.Get();
        (_problems, _failure) = (rules.Problems(), null);
        if (_problems.Count > 0)
            return;
        _saving = true;
        try
        {
            await Store.SaveAsync(rules);
            Dialog.Close();
        }
        catch (Exception e)
        {
            // Whoever clicked must be told, whatever it was.
            LogFailed(Logger, e);
            _failure = Say($"That could not be saved: {e.Message}");
        }
        finally
        {
            _saving = false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The rules of what counts as stalled could not be saved")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    private sealed class Form
    {
        public int? NeverOpenedDays { get; set; }

        public int? NotSignedDays { get; set; }

        public int? Reminders { get; set; }

        public bool Undelivered { get; set; }

        public void Set(StallRules x) => (NeverOpenedDays, NotSignedDays, Reminders, Undelivered) = (x.NeverOpenedDays, x.NotSignedDays, x.Reminders, x.Undelivered);

        public StallRules Get() => new() { NeverOpenedDays = NeverOpenedDays, NotSignedDays = NotSignedDays, Reminders = Reminders, Undelivered = Undelivered };
    }
}
