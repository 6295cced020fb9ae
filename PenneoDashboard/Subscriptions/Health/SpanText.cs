namespace PenneoDashboard.Subscriptions.Health;

/// <summary>Spans of time in words.</summary>
internal static class SpanText
{
    /// <summary>"4.2 s", "40 min", "5 h" or "9 days".</summary>
    public static string Of(TimeSpan span) => span switch
    {
        { TotalSeconds: < 10 } => Say($"{span.TotalSeconds:0.#} s"),
        { TotalMinutes: < 2 } => Say($"{span.TotalSeconds:0} s"),
        { TotalMinutes: < 120 } => Say($"{(int)span.TotalMinutes} min"),
        { TotalHours: < 48 } => Say($"{(int)span.TotalHours} h"),
        _ => Say($"{(int)span.TotalDays:N0} days"),
    };
}
