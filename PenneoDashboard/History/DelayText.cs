using System.Globalization;

namespace PenneoDashboard.History;

/// <summary>How long a delivery took, from Penneo's clock to ours.</summary>
public static class DelayText
{
    /// <summary>"350 ms", "2.4 s", "3 min 20 s"; a negative one says that the clocks differ.</summary>
    public static string Of(TimeSpan delay) => delay < TimeSpan.Zero
        ? $"{Length(-delay)} before its own time: the clocks differ"
        : $"{Length(delay)} later";

    private static string Length(TimeSpan x) => x switch
    {
        { TotalSeconds: < 1 } => Text($"{x.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 60 } => Text($"{x.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => Text($"{x.Minutes} min {x.Seconds} s"),
        { TotalDays: < 1 } => Text($"{x.Hours} h {x.Minutes} min"),
        _ => Text($"{x.Days} d {x.Hours} h"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
