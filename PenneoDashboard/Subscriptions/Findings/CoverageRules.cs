using PenneoDashboard.Penneo;

namespace PenneoDashboard.Subscriptions.Findings;

/// <summary>What all subscriptions together bring: too little, or twice.</summary>
internal static class CoverageRules
{
    public static IEnumerable<Finding> Of(FindingInput x) => new[] { Missing(x) }.OfType<Finding>().Concat(Paused(x)).Concat(Doubled(x));

    // Also what is paused or waits for its confirmation counts: that is said of it already.
    private static Finding? Missing(FindingInput x)
    {
        var covered = FindingInput.Coverage(x.Here);
        var missing = PenneoVocabulary.EventTypes.Where(type => type.Topic is not null && !covered.Contains(type.CurrentName)).ToList();
        if (missing.Count == 0 || x.Ours.Count == 0)
            return null;
        var names = missing.Select(type => type.CurrentName).ToList();
        var wholeTopics = PenneoVocabulary.Topics.Where(topic => PenneoVocabulary.EventTypes.Where(type => type.Topic == topic).All(missing.Contains)).ToList();
        var current = x.ActiveHere.Where(s => s.Generation == Generation.Current).MaxBy(s => FindingInput.Coverage(s).Count);
        return new(
            FindingKind.MissingEventTypes,
            wholeTopics.Count > 0 ? FindingSeverity.Warning : FindingSeverity.Notice,
            wholeTopics.Count == 0 ? missing.Count == 1 ? Say("Nobody subscribes to an event type that the timeline shows") : Say($"Nobody subscribes to {missing.Count:N0} event types that the timeline shows")
                : wholeTopics.Count == PenneoVocabulary.Topics.Count ? Say("No events come here")
                : wholeTopics[0] == PenneoVocabulary.CasefileTopic ? Say("Nobody subscribes to casefile events") : Say("Nobody subscribes to signer events"),
            Say($"{EventTypeNames.Types(names)}. Without them what you see of a casefile is not all that happens to it."),
            [.. new[] { current?.Id }.OfType<long>()],
            current is null
                ? new FindingFix(FixKind.Create, Say("Create a subscription")) { EventTypes = [.. names, PenneoVocabulary.TestEventType] }
                : new FindingFix(FixKind.AddEventTypes, Say("Add them")) { SubscriptionId = current.Id, EventTypes = names });
    }

    private static IEnumerable<Finding> Paused(FindingInput x)
    {
        var active = FindingInput.Coverage(x.ActiveHere);
        return x.Here.Where(s => s.State == SubscriptionState.Paused).Select(s =>
        {
            var lost = FindingInput.Coverage(s).Except(active).Count();
            return new Finding(
                FindingKind.Paused,
                lost > 0 ? FindingSeverity.Warning : FindingSeverity.Notice,
                Say($"Subscription {s.Id} is paused"),
                lost > 0
                    ? lost == 1 ? Say("One event type comes through no other one. What happens meanwhile is not sent later.")
                        : Say($"{lost:N0} event types come through no other one. What happens meanwhile is not sent later.")
                    : Say("Nothing is lost by it: what it would bring comes through another one."),
                [s.Id],
                new FindingFix(FixKind.Resume, Say("Resume")) { SubscriptionId = s.Id }, StopsEvents: lost > 0);
        });
    }

    // Within one service only: across the two it is a move.
    private static IEnumerable<Finding> Doubled(FindingInput x)
    {
        var all = x.ActiveHere.Select(s => (One: s, Covers: FindingInput.Coverage(s))).Where(s => s.Covers.Count > 0).ToList();
        foreach (var (one, covers) in all)
        {
            var other = all.Find(o => o.One.Id != one.Id && o.One.Generation == one.Generation && covers.IsSubsetOf(o.Covers) && (covers.Count < o.Covers.Count || o.One.Id < one.Id)).One;
            if (other is null)
                continue;
            var legacy = one.Generation == Generation.Legacy;
            yield return new(
                FindingKind.Doubled,
                FindingSeverity.Notice,
                Say($"Subscription {one.Id} brings nothing that no. {other.Id} does not bring"),
                Say("Every event is delivered twice and counts once."),
                [one.Id, other.Id],
                new FindingFix(legacy ? FixKind.Delete : FixKind.Pause, legacy ? Say($"Delete no. {one.Id}") : Say($"Pause no. {one.Id}")) { SubscriptionId = one.Id });
        }
    }
}
