namespace PenneoDashboard.Events.States;

/// <summary>The instants that say since when someone does not go on, UTC; null where nobody does.</summary>
/// <param name="NeverOpenedSince">A request was sent, and not opened since.</param>
/// <param name="SeenSince">One was opened or viewed, and not signed since.</param>
/// <param name="UndeliveredSince">Mail bounces or can't be delivered.</param>
/// <param name="Reminders">The most that anyone who is waited for was sent.</param>
/// <param name="RemindedAt">The last of them.</param>
public readonly record struct StallFacts(
    DateTimeOffset? NeverOpenedSince, DateTimeOffset? SeenSince, DateTimeOffset? UndeliveredSince, int Reminders, DateTimeOffset? RemindedAt)
{
    /// <summary>Of a casefile: whoever stands longest, by each rule.</summary>
    public static StallFacts Of(IEnumerable<StallFacts> signers) => signers.Aggregate(default(StallFacts), (a, b) => new(
        Earlier(a.NeverOpenedSince, b.NeverOpenedSince),
        Earlier(a.SeenSince, b.SeenSince),
        Earlier(a.UndeliveredSince, b.UndeliveredSince),
        Math.Max(a.Reminders, b.Reminders),
        a.Reminders == b.Reminders ? Earlier(a.RemindedAt, b.RemindedAt) : a.Reminders > b.Reminders ? a.RemindedAt : b.RemindedAt));

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
}

/// <summary>Why a casefile counts as stalled.</summary>
public enum StallReason
{
    NeverOpened,
    NotSigned,
    Undelivered,
    Reminded,
}

/// <summary>When a casefile that waits for someone counts as stalled. A rule that is null or false is off.</summary>
public sealed record StallRules
{
    public const int MostDays = 365;
    public const int MostReminders = 50;

    public static readonly StallRules Usual = new();

    /// <summary>Days after a request was sent and not opened; 0 for at once.</summary>
    public int? NeverOpenedDays { get; init; } = 3;

    /// <summary>Days after it was first opened or viewed in this round, and not signed.</summary>
    public int? NotSignedDays { get; init; } = 5;

    /// <summary>As soon as mail bounces or can't be delivered.</summary>
    public bool Undelivered { get; init; } = true;

    /// <summary>After so many reminders of one round.</summary>
    public int? Reminders { get; init; } = 2;

    /// <summary>What is wrong with it, by JSON member; empty when it can be used.</summary>
    public Dictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>();
        Check("neverOpenedDays", NeverOpenedDays, 0, MostDays);
        Check("notSignedDays", NotSignedDays, 0, MostDays);
        Check("reminders", Reminders, 1, MostReminders);
        return problems;

        void Check(string name, int? value, int least, int most)
        {
            if (value < least || value > most)
                problems[name] = [FormattableString.Invariant($"From {least} to {most}, or null to switch it off.")];
        }
    }

    /// <summary>Each rule that strikes some day, with when it does, UTC.</summary>
    public IEnumerable<(StallReason Reason, DateTimeOffset At)> Strikes(StallFacts facts)
    {
        if (NeverOpenedDays is { } unopened && facts.NeverOpenedSince is { } sent)
            yield return (StallReason.NeverOpened, sent.AddDays(unopened));
        if (NotSignedDays is { } unsigned && facts.SeenSince is { } seen)
            yield return (StallReason.NotSigned, seen.AddDays(unsigned));
        if (Undelivered && facts.UndeliveredSince is { } bounced)
            yield return (StallReason.Undelivered, bounced);
        if (Reminders is { } most && facts.Reminders >= most && facts.RemindedAt is { } reminded)
            yield return (StallReason.Reminded, reminded);
    }

    /// <summary>From when on it counts as stalled, UTC; null for never, as things stand.</summary>
    public DateTimeOffset? StalledAt(StallFacts facts) => Strikes(facts).Select(x => (DateTimeOffset?)x.At).Min();
}
