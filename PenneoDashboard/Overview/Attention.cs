using System.Globalization;
using MudBlazor;
using PenneoDashboard.Events;
using PenneoDashboard.Penneo;
using PenneoDashboard.Shared;
using PenneoDashboard.Subscriptions;

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
    /// <summary>Confirming by itself takes a second; a subscription that waits longer is stuck.</summary>
    public static readonly TimeSpan PendingAfter = TimeSpan.FromMinutes(1);

    /// <summary>How long a subscription may be without its first event.</summary>
    public static readonly TimeSpan NothingAfter = TimeSpan.FromDays(1);

    /// <summary>How long it may be quiet after that; a week has a weekend in it.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromDays(7);

    private const string Subscriptions = "/subscriptions";

    /// <param name="history">Makes a link to the history.</param>
    public static IReadOnlyList<AttentionItem> Of(EventsPart events, SubscriptionsPart subscriptions, Func<EventFilter, string> history) =>
    [
        .. subscriptions.AddressWarnings.Select(x => new AttentionItem(
            EventTone.Warning, Icons.Material.Outlined.WifiTethering, "Penneo may not reach the receiver", x, Subscriptions)),
        .. subscriptions.All.Select(x => Of(x, subscriptions.ReadAt)).OfType<AttentionItem>(),
        .. NoSubscription(events, subscriptions),
        .. Unrecognized(events, history),
        .. events.Troubled.Select(Of).Concat(events.Undeliverable.Select(Of)).OrderByDescending(x => x.At),
    ];

    private static IEnumerable<AttentionItem> NoSubscription(EventsPart events, SubscriptionsPart subscriptions)
    {
        if (!events.IsEmpty && subscriptions.All.Count == 0)
            yield return new(EventTone.Warning, Icons.Material.Outlined.Webhook, "No subscription is left", "Penneo sends nothing until you create one.", Subscriptions);
    }

    private static IEnumerable<AttentionItem> Unrecognized(EventsPart events, Func<EventFilter, string> history)
    {
        if (events.Unrecognized is > 0 and var count)
        {
            yield return new(
                EventTone.Warning,
                EventIcons.Unrecognized,
                count == 1 ? "1 message was not recognized" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} messages were not recognized"),
                $"In the last {OverviewReader.Days} days. Each is kept exactly as it came.",
                history(new EventFilter { Recognized = false, From = events.Since }));
        }
    }

    private static AttentionItem? Of(SubscriptionView x, DateTimeOffset now)
    {
        var quiet = now - (x.LastEventAt ?? x.ConfirmedAt ?? x.CreatedAt);
        var (tone, what, text) = x.State switch
        {
            SubscriptionState.Failed => (EventTone.Danger, "has failed", x.Problem?.Message ?? "Penneo sends nothing through it."),
            SubscriptionState.PendingConfirmation when now - x.CreatedAt > PendingAfter =>
                (EventTone.Warning, "is not confirmed", x.Problem?.Message ?? (x.ConfirmationReceivedAt is null
                    ? "Penneo's confirmation message has not come, so nothing else will."
                    : "Penneo sent its token, but sends nothing else until it is confirmed.")),
            SubscriptionState.Active when x.Problem is { } problem => (EventTone.Warning, "had a problem", problem.Message),
            SubscriptionState.Active when x.ReceiveUrl is null => default,
            SubscriptionState.Active when x.LastEventAt is null && quiet > NothingAfter =>
                (EventTone.Warning, "has brought nothing yet", "Send a test to see whether Penneo reaches the receiver."),
            SubscriptionState.Active when quiet > SilentAfter =>
                (EventTone.Warning, $"has been silent for {(int)quiet.TotalDays} days", "If casefiles were signed since, send a test to see whether Penneo still reaches the receiver."),
            _ => default,
        };
        return what is null ? null : new AttentionItem(tone, Icons.Material.Outlined.Webhook, $"Subscription {x.Id} ({Name(x)}) {what}", text, Subscriptions, x.LastEventAt);
    }

    private static string Name(SubscriptionView x) => x.Topic ?? string.Create(CultureInfo.InvariantCulture, $"{x.EventTypes?.Count ?? 0} event types");

    private static AttentionItem Of(TroubledCasefile x) => new(
        PenneoVocabulary.CasefileStatusTone(x.Status),
        EventIcons.ForCasefileStatus(x.Status),
        x.Title ?? $"Casefile {x.Id}",
        Numbered(x.Title, x.Id) + x.Status switch
        {
            2 => "Rejected by a signer.",
            6 => "Failed at Penneo; it may need their support.",
            7 => "Expired before everyone signed.",
            _ => PenneoVocabulary.CasefileStatusLabel(x.Status),
        },
        $"/casefiles/{x.Id}",
        x.Since);

    private static AttentionItem Of(UndeliverableSigner x) => new(
        EventTone.Danger,
        EventIcons.For(PenneoVocabulary.SignerTopic, "undeliverable"),
        x.Title ?? $"Casefile {x.CasefileId}",
        Numbered(x.Title, x.CasefileId) + $"The e-mail to {x.Name ?? $"signer {x.SignerId}"} can't be delivered: check the address.",
        $"/casefiles/{x.CasefileId}",
        x.Since);

    // Titles repeat; where there is none, the number is the title.
    private static string Numbered(string? title, long id) => title is null ? "" : $"Casefile {id} · ";
}
