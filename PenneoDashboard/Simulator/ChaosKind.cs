namespace PenneoDashboard.Simulator;

/// <summary>One way in which things go wrong, for the page.</summary>
/// <param name="Name">As the JSON member.</param>
/// <param name="Title">What the slider sets.</param>
/// <param name="Explain">What it does.</param>
/// <param name="Summary">What the note at the top says of it, before the rate.</param>
internal sealed record ChaosKind(
    string Name, string Title, string Summary, Func<ChaosSettings, string> Explain, Func<ChaosSettings, int> Of, Func<ChaosSettings, int, ChaosSettings> With)
{
    public static readonly IReadOnlyList<ChaosKind> All =
    [
        new("refuse", "Refuse", "API calls refused", _ => "Calls of Penneo's API are answered 429, 500 or 503.", x => x.Refuse, (x, percent) => x with { Refuse = percent }),
        new("lose", "Lose", "deliveries lost", _ => "Never delivered, nor tried again.", x => x.Lose, (x, percent) => x with { Lose = percent }),
        new("double", "Double", "deliveries doubled", _ => "Delivered twice, with the same id.", x => x.Double, (x, percent) => x with { Double = percent }),
        new("reorder", "Reorder", "deliveries reordered", _ => "Held back until the next one has gone out.", x => x.Reorder, (x, percent) => x with { Reorder = percent }),
        new("delay", "Delay", "deliveries delayed", x => $"Sent {x.DelaySeconds} s late.", x => x.Delay, (x, percent) => x with { Delay = percent }),
        new("tamper", "Tamper", "signed deliveries tampered with", _ => "A byte of a signed delivery changes on the way.", x => x.Tamper, (x, percent) => x with { Tamper = percent }),
    ];

    /// <summary>What is on, in words; empty when all is off.</summary>
    public static string Words(ChaosSettings chaos) =>
        string.Join(", ", All.Where(x => x.Of(chaos) > 0).Select(x => $"{x.Summary} ({x.Of(chaos)} %)"));
}
