namespace PenneoDashboard.Simulator;

/// <summary>Decides what goes wrong on purpose, at the rates that are set.</summary>
public sealed class Chaos(SubscriptionBook book)
{
    private static readonly int[] RefusalStatuses = [StatusCodes.Status429TooManyRequests, StatusCodes.Status500InternalServerError, StatusCodes.Status503ServiceUnavailable];

    private ChaosSettings Settings => book.Switches.Chaos;

    /// <summary>How a call of the API is refused; null when it is not.</summary>
    public int? Refusal() => Happens(Settings.Refuse) ? RefusalStatuses[Random.Shared.Next(RefusalStatuses.Length)] : null;

    public bool Loses() => Happens(Settings.Lose);

    public bool Doubles() => Happens(Settings.Double);

    public bool Reorders() => Happens(Settings.Reorder);

    /// <summary>How long a first attempt is put off; null when it is not.</summary>
    public TimeSpan? Delay() => Settings is var settings && Happens(settings.Delay) ? TimeSpan.FromSeconds(settings.DelaySeconds) : null;

    /// <summary>Changes a byte of what is signed, in some attempts; a legacy delivery has nothing that would show it.</summary>
    /// <returns>What goes out, and what was done to it in words; null when nothing was.</returns>
    public (Envelope Envelope, byte[] Body, string? Done) Tamper(Envelope envelope, byte[] body)
    {
        if (envelope.Signed.Count == 0 || !Happens(Settings.Tamper))
            return (envelope, body, null);
        var which = Random.Shared.Next(envelope.Signed.Count + 1);
        if (which == envelope.Signed.Count && body.Length > 0)
        {
            var at = Random.Shared.Next(body.Length);
            var changed = body.ToArray();
            changed[at] ^= 1;
            return (envelope, changed, FormattableString.Invariant($"Byte {at} of the body changed"));
        }

        var name = envelope.Signed[which % envelope.Signed.Count];
        return (envelope with { Headers = [.. envelope.Headers.Select(x => x.Key == name ? new(name, Change(x.Value)) : x)] }, body, $"{name} changed");
    }

    private static string Change(string value)
    {
        var letters = value.ToCharArray();
        var at = Random.Shared.Next(letters.Length);
        letters[at] = letters[at] == 'x' ? 'y' : 'x';
        return new string(letters);
    }

    private static bool Happens(int percent) => percent > 0 && Random.Shared.Next(100) < percent;
}
