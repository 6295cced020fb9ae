using Microsoft.AspNetCore.Components;

namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>The step that makes the current subscription, or finds out whether an attempt has made it.</summary>
public sealed partial class CreateStep
{
    private string _endpoint = "";

    [Parameter, EditorRequired]
    public MoveBoard Board { get; set; } = default!;

    [Parameter, EditorRequired]
    public MoveView Move { get; set; } = default!;

    [Parameter, EditorRequired]
    public PublicAddress Address { get; set; } = default!;

    private bool Busy => Board.IsBusy(MoveBoard.Step);

    private string? OwnEndpoint => string.IsNullOrWhiteSpace(_endpoint) ? null : _endpoint.Trim();

    private IReadOnlyList<string> Warnings => OwnEndpoint is { } endpoint ? Address.WarningsFor(endpoint) : Move.PointsHere ? Address.Warnings() : [];

    private IReadOnlyList<LegacyOfMove> Unknown => Move.PointsHere ? [.. Move.Legacy.Where(x => x.SubscriptionId is null)] : [];

    private string? EndpointError => (OwnEndpoint, Move.PointsHere) switch
    {
        (null, true) => null,
        (null, false) => Say("Give the URL of that system."),
        ({ } endpoint, _) when NewSubscription.EndpointProblem(endpoint) is { } wrong => wrong,
        ({ } endpoint, var here) when here != endpoint.Contains(NewSubscription.KeyPlaceholder, StringComparison.Ordinal) =>
            here ? Say("It needs {key}, or the events would not come here.") : Say("It can't hold {key}: that is for this dashboard's own URLs."),
        _ => null,
    };

    protected override void OnInitialized() => _endpoint = Move.Endpoint ?? "";

    private async Task CreateAsync() => await Board.CreateAsync(Move.Current is null ? _endpoint : null);
}
