namespace PenneoDashboard.History;

/// <summary>How long a delivery took, from Penneo's clock to ours.</summary>
public static class DelayText
{
    /// <summary>"350 ms", "2.4 s", "3 min 20 s"; a negative one says that the clocks differ.</summary>
    public static string Of(TimeSpan delay) => delay < TimeSpan.Zero
        ? Say($"{Length(-delay)} before its own time: the clocks differ")
        : Say($"{Length(delay)} later");

    private static string Length(TimeSpan x) => x switch
    {
        { TotalSeconds: < 1 } => Say($"{x.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 60 } => Say($"{x.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => Say($"{x.Minutes} min {x.Seconds} s"),
        { TotalDays: < 1 } => Say($"{x.Hours} h {x.Minutes} min"),
        _ => Say($"{x.Days} d {x.Hours} h"),
    };
}
