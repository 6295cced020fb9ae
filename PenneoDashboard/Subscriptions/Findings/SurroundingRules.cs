using PenneoDashboard.Penneo;
using PenneoDashboard.Subscriptions.Health;

namespace PenneoDashboard.Subscriptions.Findings;

/// <summary>What is around the subscriptions: our address, our clock, and what Penneo allows.</summary>
internal static class SurroundingRules
{
    // What came lately has proved that the address works, whatever it looks like from here.
    private static readonly TimeSpan Proof = TimeSpan.FromHours(1);

    public static IEnumerable<Finding> Of(FindingInput x) => new[] { Address(x), NoAnswer(x), Clock(x), Limits(x), NotCompared(x) }.OfType<Finding>();

    private static Finding? Address(FindingInput x) => x.AddressWarnings.Count == 0 ? null : new(
        FindingKind.Address, FindingSeverity.Warning, Say("Penneo may not reach this dashboard"), string.Join(" ", x.AddressWarnings), [], StopsEvents: true);

    private static Finding? NoAnswer(FindingInput x) => x.NoAnswer is null || x.Here.Any(s => x.Now - s.LastEventAt < Proof) ? null : new(
        FindingKind.NoAnswer,
        FindingSeverity.Warning,
        Say("The receiver does not answer at its public address"),
        Say($"{x.NoAnswer} Tried from this machine: from inside, some networks don't reach their own public address. Try it from outside, too."),
        [], StopsEvents: true);

    private static Finding? Clock(FindingInput x)
    {
        if (x.ClockOff is not { } off || !PenneoClock.Matters(off))
            return null;
        var beyond = off.Duration() > x.SignatureTolerance;
        var signed = x.Here.Where(s => s is { Generation: Generation.Current, HasSecret: true }).Select(s => s.Id).ToList();
        return new Finding(
            FindingKind.ClockOff,
            beyond && signed.Count > 0 ? FindingSeverity.Danger : FindingSeverity.Warning,
            off > TimeSpan.Zero ? Say($"This machine's clock is {SpanText.Of(off)} ahead of Penneo's") : Say($"This machine's clock is {SpanText.Of(-off)} behind Penneo's"),
            beyond ? Say($"Signed deliveries are refused, for their time is more than {SpanText.Of(x.SignatureTolerance)} from ours. Set the clock right.")
                : Say($"From {SpanText.Of(x.SignatureTolerance)} on signed deliveries are refused. Set the clock right."),
            signed, StopsEvents: beyond && signed.Count > 0);
    }

    private static Finding? Limits(FindingInput x)
    {
        var ours = x.Ours.Where(s => s is { Generation: Generation.Current, State: SubscriptionState.Active }).Select(s => s.Id).ToList();
        var active = ours.Count + x.Elsewhere.Count(s => s is { Generation: Generation.Current, IsPaused: false });
        return active < Limit.Active - 1 ? null : new(
            FindingKind.Limit,
            active >= Limit.Active ? FindingSeverity.Warning : FindingSeverity.Notice,
            active >= Limit.Active ? Say("The limit of active subscriptions is reached") : Say("One more active subscription is possible"),
            Limit.Text(active),
            ours);
    }

    private static Finding? NotCompared(FindingInput x) => x.NotCompared is null ? null : new(
        FindingKind.NotCompared, FindingSeverity.Notice, Say("Subscriptions made elsewhere are not known"), Say($"Penneo's list could not be read. {x.NotCompared}"), []);
}
