using System.Globalization;
using MudBlazor;
using PenneoDashboard.Events;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Subscriptions.Findings;
using PenneoDashboard.Subscriptions.Health;

namespace PenneoDashboard.Overview;

/// <summary>One thing someone should look at.</summary>
/// <param name="Icon">One of MudBlazor's icon strings; trusted markup, never data.</param>
/// <param name="Title">May hold text from outside.</param>
/// <param name="Text">What it means; may hold text from outside.</param>
/// <param name="Href">Where to look or act.</param>
/// <param name="At">Since when, UTC; null where that says nothing.</param>
public sealed record AttentionItem(EventTone Tone, string Icon, string Title, string Text, string Href, DateTimeOffset? At = null);

/// <summary>Decides what needs attention: first what keeps events from coming at all, then casefiles, newest first.</summary>
public static class Attention
{
    private const string Subscriptions = "/subscriptions";

    /// <param name="history">Makes a link to the history.</param>
    public static IReadOnlyList<AttentionItem> Of(EventsPart events, SubscriptionsPart subscriptions, Func<EventFilter, string> history) =>
    [
        .. subscriptions.Findings.Where(x => x.StopsEvents).Select(x => new AttentionItem(FindingText.Tone(x.Severity), FindingText.Icon(x.Kind), x.Title, x.Text, Subscriptions))
            .Concat(subscriptions.All.Select(x => Of(x, subscriptions.ReadAt)).OfType<AttentionItem>()).OrderByDescending(x => x.Tone),
        .. NoSubscription(events, subscriptions),
        .. Unrecognized(events, history),
        .. events.Troubled.Select(Of).Concat(events.Undeliverable.Select(Of)).OrderByDescending(x => x.At),
    ];

    private static IEnumerable<AttentionItem> NoSubscription(EventsPart events, SubscriptionsPart subscriptions)
    {
        if (!events.IsEmpty && subscriptions.All.Count == 0)
            yield return new(EventTone.Warning, Icons.Material.Outlined.Webhook, Say("No subscription is left"), Say("Penneo sends nothing until you create one."), Subscriptions);
    }

    private static IEnumerable<AttentionItem> Unrecognized(EventsPart events, Func<EventFilter, string> history)
    {
        if (events.Unrecognized is > 0 and var count)
        {
            yield return new(
                EventTone.Warning,
                EventIcons.Unrecognized,
                count == 1 ? Say("1 message was not recognized") : Say($"{count:N0} messages were not recognized"),
                Say($"In the last {OverviewReader.Days:N0} days. Each is kept exactly as it came."),
                history(new EventFilter { Recognized = false, From = events.Since }));
        }
    }

    // How a subscription gets on is decided in one place, for the badge, the pages and the API alike.
    private static AttentionItem? Of(SubscriptionView x, DateTimeOffset now) => !x.Health.NeedsAttention ? null : new AttentionItem(
        HealthText.Tone(x.Health.State),
        HealthText.Icon(x.Health.State),
        HealthText.Headline(x, Name(x), now),
        x.Health.Reason,
        Subscriptions,
        x.Health.Since ?? x.LastEventAt);

    private static string Name(SubscriptionView x) => x.Topic is { } topic ? EventTypeNames.Topic(topic) : EventTypeNames.Title(x.EventTypes).ToLower(CultureInfo.CurrentCulture);

    private static AttentionItem Of(TroubledCasefile x) => new(
        PenneoVocabulary.CasefileStatusTone(x.Status),
        EventIcons.ForCasefileStatus(x.Status),
        x.Title ?? Say($"Casefile {x.Id}"),
        Numbered(x.Title, x.Id) + x.Status switch
        {
            2 => Say("Rejected by a signer."),
            6 => Say("Failed at Penneo; it may need their support."),
            7 => Say("Expired before everyone signed."),
            _ => PenneoVocabulary.CasefileStatusLabel(x.Status),
        },
        $"/casefiles/{x.Id}",
        x.Since);

    private static AttentionItem Of(UndeliverableSigner x) => new(
        EventTone.Danger,
        EventIcons.For(PenneoVocabulary.SignerTopic, "undeliverable"),
        x.Title ?? Say($"Casefile {x.CasefileId}"),
        Numbered(x.Title, x.CasefileId) + (x.Name is { } name
            ? Say($"The e-mail to {name} can't be delivered: check the address.")
            : Say($"The e-mail to signer {x.SignerId} can't be delivered: check the address.")),
        $"/casefiles/{x.CasefileId}",
        x.Since);

    // Titles repeat; where there is none, the number is the title.
    private static string Numbered(string? title, long id) => title is null ? "" : Say($"Casefile {id}") + " · ";
}
