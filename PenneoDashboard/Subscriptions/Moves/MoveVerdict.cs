using System.Globalization;

namespace PenneoDashboard.Subscriptions.Moves;

/// <summary>Why legacy may be switched off, or why not yet.</summary>
public enum VerdictReason
{
    /// <summary>Everything legacy brought has come through the current subscription too.</summary>
    Proven,

    /// <summary>Legacy brings nothing any more, so nothing is lost without it.</summary>
    LegacyIsSilent,

    /// <summary>What arrives in another system can't be seen from here.</summary>
    Unseen,

    /// <summary>Penneo sends nothing through the current subscription.</summary>
    CurrentIsOff,

    /// <summary>There is more in the log than was compared.</summary>
    Comparing,

    /// <summary>Something came through legacy only.</summary>
    Missing,

    /// <summary>Something should have come through the current subscription by now.</summary>
    Late,

    /// <summary>Nothing has come since both run.</summary>
    NoEvent,

    /// <summary>Of some topic nothing has come through both.</summary>
    TopicNotSeen,
}

/// <summary>Whether the legacy subscriptions of a move can be switched off.</summary>
/// <param name="Text">In words, with what to do.</param>
public sealed record MoveVerdict(bool IsSafe, VerdictReason Reason, string Title, string Text)
{
    /// <param name="comparison">Null where nothing can be compared.</param>
    /// <param name="isOver">True when the day is past on which Penneo shuts its legacy service down.</param>
    internal static MoveVerdict Of(bool pointsHere, SubscriptionView? current, Coverage coverage, MoveComparison? comparison, bool isOver = false)
    {
        if (current is not { State: SubscriptionState.Active })
            return No(VerdictReason.CurrentIsOff, current?.State == SubscriptionState.Paused
                ? "The current subscription is paused, so nothing comes through it. Resume it on Subscriptions."
                : "Penneo sends nothing through the current subscription. See what is wrong with it on Subscriptions.");
        if (!pointsHere)
            return new(false, VerdictReason.Unseen, "You decide", "These events go to another system, so they can't be compared here. Look there: each happening must arrive twice, once with an x-event-id header.");
        if (coverage.Topics.Count == 0)
            return Yes(VerdictReason.LegacyIsSilent, "None of the legacy subscriptions brings events any more, so nothing is lost without them.");
        return comparison is null || comparison.IsBehind
            ? No(VerdictReason.Comparing, "What has come since both run is still being compared.")
            : Of(comparison, isOver);
    }

    private static MoveVerdict Of(MoveComparison x, bool isOver) => x switch
    {
        { LegacyOnly: > 0 } => No(
            VerdictReason.Missing,
            $"{Count(x.LegacyOnly, "event", "events")} came through legacy only. Find out why below; once it is mended, compare anew."),
        { Late: > 0 } => No(VerdictReason.Late, $"{Count(x.Late, "event", "events")} came through legacy and should have come through the current subscription by now. Wait two minutes."),
        { Both: 0 } when isOver => Yes(VerdictReason.LegacyIsSilent, "Penneo has shut its legacy service down, and nothing has come through it since both run. So nothing is lost without it."),
        { Both: 0 } => No(VerdictReason.NoEvent, "No event has come since both run. Wait for one, or let something happen: send a casefile to yourself and sign it."),
        { TopicsNotSeen: [_, ..] topics } => No(
            VerdictReason.TopicNotSeen, $"No {string.Join(" and no ", topics.Order())} event has come through both yet. The others agree."),
        _ => Yes(
            VerdictReason.Proven,
            $"Everything that came through legacy came through the current subscription too: {Count(x.Both, "event", "events")} so far."
            + (x.CurrentOnly > 0 ? $" {Count(x.CurrentOnly, "event", "events")} came through the current one only, so it even brought more." : "")
            + (x.Waiting > 0 ? $" {Count(x.Waiting, "more came a moment ago and is", "more came a moment ago and are")} waited for." : "")),
    };

    private static string Count(long count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");

    private static MoveVerdict Yes(VerdictReason reason, string text) => new(true, reason, "Safe to switch off", text);

    private static MoveVerdict No(VerdictReason reason, string text) => new(false, reason, "Not yet", text);
}
