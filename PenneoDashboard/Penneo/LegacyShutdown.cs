namespace PenneoDashboard.Penneo;

/// <summary>The end of Penneo's legacy webhook service, by its migration guide.</summary>
public static class LegacyShutdown
{
    public static readonly DateOnly Day = new(2026, 11, 30);

    /// <summary>Whole days by UTC: 0 on the day itself, negative after it.</summary>
    public static int DaysLeft(DateTimeOffset now) => Day.DayNumber - DateOnly.FromDateTime(now.UtcDateTime).DayNumber;
}
