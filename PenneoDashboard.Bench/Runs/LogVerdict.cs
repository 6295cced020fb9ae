using System.Text.Json.Serialization;
using PenneoDashboard.Bench.Load;
using PenneoDashboard.Bench.Servers;

namespace PenneoDashboard.Bench.Runs;

/// <summary>The whole log against what its senders were told.</summary>
/// <param name="Missing">Acknowledged, but not there.</param>
/// <param name="Twice">Numbers that stand in more than one event.</param>
/// <param name="CountersRight">The counters and the sequence agree with the events.</param>
/// <param name="Integrity">What SQLite's own check says; <c>ok</c> when nothing is wrong.</param>
internal sealed record LogVerdict(long Acknowledged, long Found, long Missing, long Twice, bool CountersRight, string Integrity)
{
    public bool IsGood => Missing == 0 && Twice == 0 && CountersRight && Integrity == "ok";

    [JsonIgnore]
    public string Words => IsGood
        ? $"All {Acknowledged} acknowledged events are stored, each once; the sequence has no gap, the counters agree, and the file is sound."
        : $"NOT GOOD: {Missing} acknowledged events are missing, {Twice} are there twice; counters {(CountersRight ? "agree" : "DIFFER")}; integrity: {Integrity}";

    public static LogVerdict Of(StoredLog log, EventMix mix, IReadOnlyCollection<long> acknowledged)
    {
        var found = log.Numbers(mix);
        var events = log.Events();
        return new LogVerdict(
            acknowledged.Count,
            found.Count,
            acknowledged.Count(x => !found.ContainsKey(x)),
            found.Count(x => x.Value > 1),
            log.Counted() == events && log.LastSequence() == events,
            log.Integrity());
    }
}
