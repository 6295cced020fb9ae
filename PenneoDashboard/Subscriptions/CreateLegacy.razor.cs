using Microsoft.AspNetCore.Components;
using MudBlazor;
using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions;

/// <summary>Makes one legacy subscription or both with one click; everything else is under "Advanced".</summary>
public sealed partial class CreateLegacy
{
    private static readonly Choice[] Choices =
    [
        new("create-both", Later("Casefiles and signers"), Later("Everything Penneo tells: two subscriptions, one for each topic."), Icons.Material.Outlined.Webhook, PenneoVocabulary.Topics),
        new("create-casefile", Later("Casefiles only"), Later("When one is completed, rejected or has failed."), Icons.Material.Outlined.Description, [PenneoVocabulary.CasefileTopic]),
        new("create-signer", Later("Signers only"), Later("Each step of each signer: request sent, opened, signed, rejected."), Icons.Material.Outlined.Draw, [PenneoVocabulary.SignerTopic]),
    ];

    private string? _endpoint;
    private bool _autoConfirm = true;
    private bool _advanced;

    [Parameter]
    public bool IsSimulator { get; set; }

    [Parameter]
    public bool Busy { get; set; }

    /// <summary>Why the last attempt made nothing.</summary>
    [Parameter]
    public CallFailure? Failure { get; set; }

    /// <summary>Topics that come to this dashboard already.</summary>
    [Parameter]
    public IReadOnlyList<string> Existing { get; set; } = [];

    [Parameter, EditorRequired]
    public PublicAddress Address { get; set; } = default!;

    [Parameter]
    public EventCallback<NewSubscriptions> OnCreate { get; set; }

    private string? OwnEndpoint => string.IsNullOrWhiteSpace(_endpoint) ? null : _endpoint.Trim();

    private string? EndpointError => OwnEndpoint is { } endpoint ? NewSubscription.EndpointProblem(endpoint) : null;

    private IReadOnlyList<string> Warnings => OwnEndpoint is { } endpoint ? Address.WarningsFor(endpoint) : Address.Warnings();

    // Exactly what is missing.
    private bool IsBest(Choice choice) => choice.Topics.SequenceEqual(PenneoVocabulary.Topics.Except(Existing));

    private sealed record Choice(string TestId, string Title, string Text, string Icon, IReadOnlyList<string> Topics);
}
