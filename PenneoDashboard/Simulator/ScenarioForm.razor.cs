using Microsoft.AspNetCore.Components;

namespace PenneoDashboard.Simulator;

/// <summary>Asks what to play. It keeps its choices after a start, since people start the same thing again.</summary>
public sealed partial class ScenarioForm : ComponentBase
{
    private static readonly (ScenarioOutcome Outcome, string Title, string Text)[] Choices =
    [
        (ScenarioOutcome.HappyPath, Later("Everyone signs"), Later("The casefile completes.")),
        (ScenarioOutcome.Rejection, Later("Someone rejects"), Later("That ends the casefile.")),
        (ScenarioOutcome.Undeliverable, Later("A mail bounces"), Later("One signer never hears of it, so it stays pending.")),
        (ScenarioOutcome.Failure, Later("Penneo fails"), Later("Everyone signs, then finalizing goes wrong.")),
    ];

    private ScenarioOutcome _outcome;
    private ScenarioSpeed _speed;
    private ScenarioPayload _payload;
    private int _signers = 2;
    private int _rounds = 1;
    private int _casefiles = 1;
    private bool _repeat;

    [Parameter, EditorRequired]
    public EventCallback<ScenarioRequest> OnStart { get; set; }

    /// <summary>Why the last start was refused; null when it was not.</summary>
    [Parameter]
    public string? Error { get; set; }

    private Task StartAsync() => OnStart.InvokeAsync(new ScenarioRequest
    {
        Outcome = _outcome,
        Signers = _signers,
        Rounds = _rounds,
        Speed = _speed,
        Payload = _payload,
        RepeatEvents = _repeat,
        Casefiles = Math.Clamp(_casefiles, 1, ScenarioRequest.MaxCasefiles),
    });
}
