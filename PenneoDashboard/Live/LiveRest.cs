namespace PenneoDashboard.Live;

/// <summary>
/// How long a watcher rests after its work. Watchers show what is stored; if they took the whole machine, nothing could
/// be stored. So the more of them there are, the longer each rests, and all together leave most of it to the receiver.
/// </summary>
internal static class LiveRest
{
    // Of all processors, what watchers may take together.
    private const double Share = 0.25;

    /// <summary>A client that took its time over the last items is no reason to keep it waiting for the next ones.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <param name="work">How long the watcher was at work.</param>
    /// <param name="watchers">How many share the machine, this one included.</param>
    public static TimeSpan After(TimeSpan work, int watchers, int processors) =>
        work * Math.Max(0, (watchers / (processors * Share)) - 1) is var rest && rest < Longest ? rest : Longest;

    public static TimeSpan After(TimeSpan work, int watchers) => After(work, watchers, Environment.ProcessorCount);
}
