using System.Text.Json;
using MudBlazor;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;

namespace PenneoDashboard.Subscriptions;

/// <summary>How the page writes topics and states.</summary>
internal static class TopicNames
{
    /// <summary>"Casefile events"; a topic this version does not know is shown as it is.</summary>
    public static string Title(string? topic) => topic switch
    {
        PenneoVocabulary.CasefileTopic => Say("Casefile events"),
        PenneoVocabulary.SignerTopic => Say("Signer events"),
        null or "" => Say("No topic"),
        _ => VisibleText.Line(topic, 60),
    };

    /// <summary>What a subscription is about, as a heading.</summary>
    public static string Title(Generation generation, string? topic, IReadOnlyList<string>? eventTypes) =>
        generation == Generation.Current ? EventTypeNames.Title(eventTypes) : Title(topic);

    /// <summary>The same in full, for a question.</summary>
    public static string About(Generation generation, string? topic, IReadOnlyList<string>? eventTypes) =>
        generation == Generation.Current ? EventTypeNames.Summary(eventTypes) : topic is null ? Say("No topic") : EventTypeNames.Topic(topic);

    public static string Icon(string? topic) => topic switch
    {
        PenneoVocabulary.CasefileTopic => Icons.Material.Outlined.Description,
        PenneoVocabulary.SignerTopic => Icons.Material.Outlined.Draw,
        _ => Icons.Material.Outlined.Webhook,
    };

    /// <summary>As the HTTP API writes it.</summary>
    public static string Key(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static string Label(SubscriptionState state) => state switch
    {
        SubscriptionState.PendingConfirmation => Say("Not confirmed"),
        SubscriptionState.Active => Say("Active"),
        SubscriptionState.Paused => Say("Paused"),
        _ => Say("Failed"),
    };

    public static EventTone Tone(SubscriptionState state) => state switch
    {
        SubscriptionState.Active => EventTone.Success,
        SubscriptionState.PendingConfirmation => EventTone.Warning,
        SubscriptionState.Failed => EventTone.Danger,
        _ => EventTone.Neutral,
    };
}
