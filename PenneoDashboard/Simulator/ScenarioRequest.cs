using System.Text.Json;
using System.Text.Json.Serialization;

namespace PenneoDashboard.Simulator;

/// <summary>How a simulated casefile ends.</summary>
public enum ScenarioOutcome
{
    /// <summary>Everyone signs and the casefile completes.</summary>
    HappyPath,

    /// <summary>One signer rejects, which ends the casefile.</summary>
    Rejection,

    /// <summary>One signer's mail can't be delivered, so the casefile stays pending.</summary>
    Undeliverable,

    /// <summary>Everyone signs, then Penneo fails to finalize.</summary>
    Failure,
}

/// <summary>The gap between two events of a casefile.</summary>
public enum ScenarioSpeed
{
    /// <summary>1 to 6 seconds between what people do; what Penneo does itself follows at once.</summary>
    LifeLike,

    /// <summary>100 to 250 milliseconds.</summary>
    Fast,
}

/// <summary>How much a notification carries.</summary>
public enum ScenarioPayload
{
    /// <summary>Ids and the casefile's status.</summary>
    Minimal,

    /// <summary>As for a super API user: with the title, the signer's name and more.</summary>
    Full,
}

/// <summary>What to play. Members left out of the JSON keep these defaults.</summary>
public sealed record ScenarioRequest
{
    public const int MaxSigners = 8;
    public const int MaxRounds = 3;
    public const int MaxCasefiles = 100;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public int Signers { get; init; } = 2;

    /// <summary>Signing rounds, one strictly after the other. With fewer signers than rounds, signers sign several times.</summary>
    public int Rounds { get; init; } = 1;

    public ScenarioOutcome Outcome { get; init; }

    /// <summary>Reminders, things opened several times, and notifications delivered twice.</summary>
    public bool RepeatEvents { get; init; }

    public ScenarioSpeed Speed { get; init; }

    public ScenarioPayload Payload { get; init; }

    /// <summary>How many such casefiles to run side by side.</summary>
    public int Casefiles { get; init; } = 1;

    /// <summary>What is wrong with it, by JSON member; empty when it can be played.</summary>
    public Dictionary<string, string[]> Validate()
    {
        var errors = new Dictionary<string, string[]>();
        Check("signers", Signers, MaxSigners);
        Check("rounds", Rounds, MaxRounds);
        Check("casefiles", Casefiles, MaxCasefiles);
        return errors;

        void Check(string name, int value, int max)
        {
            if (value < 1 || value > max)
                errors[name] = [$"Must be between 1 and {max}."];
        }
    }
}
