using System.Text.Json.Serialization;

namespace PenneoDashboard.Simulator;

/// <summary>How often things go wrong on purpose, each in percent. 0 is never, and members left out of the JSON are 0.</summary>
public sealed record ChaosSettings
{
    public const int MaxDelaySeconds = 600;

    /// <summary>Calls of the API answered with 429, 500 or 503, sign-in included.</summary>
    public int Refuse { get; init; }

    /// <summary>Deliveries whose first attempt waits for <see cref="DelaySeconds"/>.</summary>
    public int Delay { get; init; }

    public int DelaySeconds { get; init; } = 10;

    /// <summary>Deliveries made twice.</summary>
    public int Double { get; init; }

    /// <summary>Deliveries held back until the next one of the same subscription has gone out.</summary>
    public int Reorder { get; init; }

    /// <summary>Attempts of the current service that arrive with a byte of the body or of a signed header changed.</summary>
    public int Tamper { get; init; }

    /// <summary>Deliveries never made.</summary>
    public int Lose { get; init; }

    [JsonIgnore]
    public bool IsOn => this is not { Refuse: 0, Delay: 0, Double: 0, Reorder: 0, Tamper: 0, Lose: 0 };

    /// <summary>The same with nothing going wrong.</summary>
    public ChaosSettings AllOff() => new() { DelaySeconds = DelaySeconds };

    /// <summary>What is wrong with it, by JSON member; empty when it can be used.</summary>
    public Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        foreach (var (name, percent) in (ReadOnlySpan<(string, int)>)[("refuse", Refuse), ("delay", Delay), ("double", Double), ("reorder", Reorder), ("tamper", Tamper), ("lose", Lose)])
            Check(name, percent, 0, 100);
        Check("delaySeconds", DelaySeconds, 1, MaxDelaySeconds);
        return errors;

        void Check(string name, int value, int min, int max)
        {
            if (value < min || value > max)
                errors[name] = [$"Must be between {min} and {max}."];
        }
    }
}
