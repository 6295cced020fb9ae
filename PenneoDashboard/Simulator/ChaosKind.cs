namespace PenneoDashboard.Simulator;

/// <summary>One way in which things go wrong, for the page.</summary>
/// <param name="Name">As the JSON member.</param>
/// <param name="Title">What the slider sets, in English.</param>
/// <param name="Summary">What the note at the top says of it, before the rate; in English.</param>
/// <param name="Explain">What it does, as the reader reads it.</param>
internal sealed record ChaosKind(
    string Name, string Title, string Summary, Func<ChaosSettings, string> Explain, Func<ChaosSettings, int> Of, Func<ChaosSettings, int, ChaosSettings> With)
{
    public static readonly IReadOnlyList<ChaosKind> All =
    [
        new("refuse", Later("Refuse"), Later("API calls refused"), _ => Say("Calls of Penneo's API are answered 429, 500 or 503."), x => x.Refuse, (x, percent) => x with { Refuse = percent }),
        new("lose", Later("Lose"), Later("deliveries lost"), _ => Say("Never delivered, nor tried again."), x => x.Lose, (x, percent) => x with { Lose = percent }),
        new("double", Later("Double"), Later("deliveries doubled"), _ => Say("Delivered twice, with the same id."), x => x.Double, (x, percent) => x with { Double = percent }),
        new("reorder", Later("Reorder"), Later("deliveries reordered"), _ => Say("Held back until the next one has gone out."), x => x.Reorder, (x, percent) => x with { Reorder = percent }),
        new("delay", Later("Delay"), Later("deliveries delayed"), x => Say($"Sent {x.DelaySeconds:N0} s late."), x => x.Delay, (x, percent) => x with { Delay = percent }),
        new("tamper", Later("Tamper"), Later("signed deliveries tampered with"), _ => Say("A byte of a signed delivery changes on the way."), x => x.Tamper, (x, percent) => x with { Tamper = percent }),
    ];

    /// <summary>What is on, as the reader reads it; empty when all is off.</summary>
    public static string Words(ChaosSettings chaos) =>
        string.Join(", ", All.Where(x => x.Of(chaos) > 0).Select(x => $"{Say(x.Summary)} ({x.Of(chaos)} %)"));
}
