using System.Globalization;

namespace PenneoDashboard.Rejected;

/// <summary>Words for a delivery that was signed at another time than it arrived.</summary>
internal static class ClockWords
{
    private static readonly TimeSpan Recent = TimeSpan.FromHours(1);

    /// <summary>How far apart, and whose clock it is.</summary>
    /// <param name="age">From signing to arrival; negative when it was signed in the future.</param>
    /// <param name="agreed">When a delivery last verified in time, UTC: then our clock and Penneo's agreed.</param>
    public static string Explain(TimeSpan age, DateTimeOffset receivedAt, DateTimeOffset? agreed)
    {
        var agree = agreed is { } at && (receivedAt - at).Duration() < Recent;
        var how = Length(age.Duration());
        return (age > TimeSpan.Zero, agree) switch
        {
            (true, true) => $"The code is right, but it was signed {how} before it arrived. Other deliveries came in time, so the clocks agree: this one was held back on its way, or someone sent it again.",
            (true, false) => $"The code is right, but by this machine's clock it was signed {how} before it arrived. Either this machine's clock is {how} ahead, or the delivery was held back on its way.",
            (false, true) => $"The code is right, but it was signed {how} in the future. Other deliveries came in time, so this machine's clock is right and the sender's is {how} ahead.",
            (false, false) => $"The code is right, but it was signed {how} in the future: this machine's clock is {how} behind, for Penneo's clock is seldom wrong.",
        };
    }

    /// <summary>The same as a remark beside another reason.</summary>
    public static string Besides(TimeSpan age) =>
        $" Besides, it was signed {Length(age.Duration())} {(age > TimeSpan.Zero ? "before it arrived" : "in the future")}, which is more than Webhooks:SignatureToleranceSeconds allows.";

    private static string Length(TimeSpan time) => time switch
    {
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} seconds"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} minutes"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} days"),
    };
}
