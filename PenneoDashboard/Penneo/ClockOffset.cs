namespace PenneoDashboard.Penneo;

/// <summary>How far this machine's clock is off, by the <c>Date</c> of an answer.</summary>
internal static class ClockOffset
{
    private static readonly TimeSpan Tolerable = TimeSpan.FromMinutes(1);

    /// <summary>Positive when ours is ahead; exact to a second or two. Null when the answer has no date.</summary>
    public static TimeSpan? Of(HttpResponseMessage answer, TimeProvider time) => answer.Headers.Date is { } date ? time.GetUtcNow() - date : null;

    public static bool Matters(TimeSpan off) => off.Duration() > Tolerable;

    /// <summary>For example "7 minutes behind", to be followed by whose.</summary>
    public static string Words(TimeSpan off) => Words(off, english => english);

    /// <summary>The same in the reader's language.</summary>
    public static string Said(TimeSpan off) => Words(off, Say);

    private static string Words(TimeSpan off, Func<string, string> say)
    {
        var (number, unit) = off.Duration() switch
        {
            { TotalDays: >= 2 } x => (x.TotalDays, Later("days")),
            { TotalHours: >= 2 } x => (x.TotalHours, Later("hours")),
            { TotalMinutes: >= 2 } x => (x.TotalMinutes, Later("minutes")),
            var x => (x.TotalSeconds, Later("seconds")),
        };
        return $"{Math.Round(number):0} {say(unit)} {say(off > TimeSpan.Zero ? Later("ahead of") : Later("behind"))}";
    }
}
