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
                ? Say("The current subscription is paused, so nothing comes through it. Resume it on Subscriptions.")
                : Say("Penneo sends nothing through the current subscription. See what is wrong with it on Subscriptions."));
        if (!pointsHere)
            return new(false, VerdictReason.Unseen, Say("You decide"), Say("These events go to another system, so they can't be compared here. Look there: each happening must arrive twice, once with an x-event-id header."));
        if (coverage.Topics.Count == 0)
            return Yes(VerdictReason.LegacyIsSilent, Say("None of the legacy subscriptions brings events any more, so nothing is lost without them."));
        return comparison is null || comparison.IsBehind
            ? No(VerdictReason.Comparing, Say("What has come since both run is still being compared."))
            : Of(comparison, isOver);
    }

    private static MoveVerdict Of(MoveComparison x, bool isOver) => x switch
    {
        { LegacyOnly: > 0 } => No(
            VerdictReason.Missing,
            Say($"{Events(x.LegacyOnly)} came through legacy only. Find out why below; once it is mended, compare anew.")),
        { Late: > 0 } => No(VerdictReason.Late, Say($"{Events(x.Late)} came through legacy and should have come through the current subscription by now. Wait two minutes.")),
        { Both: 0 } when isOver => Yes(VerdictReason.LegacyIsSilent, Say("Penneo has shut its legacy service down, and nothing has come through it since both run. So nothing is lost without it.")),
        { Both: 0 } => No(VerdictReason.NoEvent, Say("No event has come since both run. Wait for one, or let something happen: send a casefile to yourself and sign it.")),
        { TopicsNotSeen: [_, ..] topics } => No(
            VerdictReason.TopicNotSeen, Say($"Nothing has come through both yet of: {string.Join(", ", topics.Order().Select(TopicNames.Title))}. The others agree.")),
        _ => Yes(
            VerdictReason.Proven,
            Say($"Everything that came through legacy came through the current subscription too: {Events(x.Both)} so far.")
            + (x.CurrentOnly > 0 ? " " + Say($"{Events(x.CurrentOnly)} came through the current one only, so it even brought more.") : "")
            + (x.Waiting > 0 ? " " + (x.Waiting == 1 ? Say("1 more came a moment ago and is waited for.") : Say($"{x.Waiting:N0} more came a moment ago and are waited for.")) : "")),
    };

    private static string Events(long count) => count == 1 ? Say("1 event") : Say($"{count:N0} events");

    private static MoveVerdict Yes(VerdictReason reason, string text) => new(true, reason, Say("Safe to switch off"), text);

    private static MoveVerdict No(VerdictReason reason, string text) => new(false, reason, Say("Not yet"), text);
}
