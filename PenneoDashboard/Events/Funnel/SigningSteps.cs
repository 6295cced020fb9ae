namespace PenneoDashboard.Events.Funnel;

/// <summary>What a signer does on the way to a signature. The numbers are stored.</summary>
public enum SigningStep
{
    /// <summary>The request e-mail was sent.</summary>
    Sent = 0,

    /// <summary>The e-mail was opened.</summary>
    Opened = 1,

    /// <summary>The signing page was viewed.</summary>
    Viewed = 2,
    Signed = 3,
}

/// <summary>
/// When a signer first took each step, as whole microseconds since 1970 UTC; null where no event told. Made of firsts
/// only, so that it is the same in whatever order events come, and however often.
/// </summary>
internal readonly record struct SigningSteps(long? Sent, long? Opened, long? Viewed, long? Signed)
{
    private const long Second = 1_000_000;

    // So that four buckets double the time: a median read off them is at most a fifth off.
    private const double BucketsPerDoubling = 4;

    /// <summary>The UTC day it is counted on: that of the first thing known.</summary>
    public DateOnly Day => DateOnly.FromDateTime(DateTime.UnixEpoch.AddMicroseconds(new[] { Sent, Opened, Viewed, Signed }.Min() ?? 0));

    /// <summary>The steps taken. Who has viewed the page has been asked, whether that was told or not.</summary>
    public int Taken => Signed is not null ? 4 : Viewed is not null ? 3 : Opened is not null ? 2 : Sent is not null ? 1 : 0;

    public long? this[SigningStep step] => step switch { SigningStep.Sent => Sent, SigningStep.Opened => Opened, SigningStep.Viewed => Viewed, _ => Signed };

    /// <summary>How long each step took after the one before, as a bucket of time, where both were told.</summary>
    public IEnumerable<(SigningStep Step, int Bucket)> Times()
    {
        for (var step = SigningStep.Opened; step <= SigningStep.Signed; step++)
        {
            if (this[step - 1] is { } before && this[step] is { } at && at >= before)
                yield return (step, Bucket(TimeSpan.FromSeconds((at - before) / (double)Second)));
        }
    }

    /// <summary>Both taken together.</summary>
    public SigningSteps With(SigningSteps other) =>
        new(First(Sent, other.Sent), First(Opened, other.Opened), First(Viewed, other.Viewed), First(Signed, other.Signed));

    public static int Bucket(TimeSpan time) => (int)(Math.Log2(time.TotalSeconds + 1) * BucketsPerDoubling);

    /// <summary>The middle of a bucket.</summary>
    public static TimeSpan TimeOf(int bucket) => TimeSpan.FromSeconds(Math.Pow(2, (bucket + 0.5) / BucketsPerDoubling) - 1);

    private static long? First(long? a, long? b) => a is null || b < a ? b ?? a : a;
}
