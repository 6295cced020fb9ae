namespace PenneoDashboard.Penneo;

/// <summary>How far this machine's clock is off, by the <c>Date</c> of an answer.</summary>
internal static class ClockOffset
{
    private static readonly TimeSpan Tolerable = TimeSpan.FromMinutes(1);

    /// <summary>Positive when ours is ahead; exact to a second or two. Null when the answer has no date.</summary>
    public static TimeSpan? Of(HttpResponseMessage answer, TimeProvider time) => answer.Headers.Date is { } date ? time.GetUtcNow() - date : null;

    public static bool Matters(TimeSpan off) => off.Duration() > Tolerable;

    /// <summary>For example "7 minutes behind", to be followed by whose.</summary>
    public static string Words(TimeSpan off)
    {
        var (number, unit) = off.Duration() switch
        {
            { TotalDays: >= 2 } x => (x.TotalDays, "days"),
            { TotalHours: >= 2 } x => (x.TotalHours, "hours"),
            { TotalMinutes: >= 2 } x => (x.TotalMinutes, "minutes"),
            var x => (x.TotalSeconds, "seconds"),
        };
        return $"{Math.Round(number):0} {unit} {(off > TimeSpan.Zero ? "ahead of" : "behind")}";
    }
}
