using PenneoDashboard.Penneo;
using PenneoDashboard.Penneo.Settings;

namespace PenneoDashboard.Settings;

/// <summary>The choices and outcomes in words.</summary>
internal static class ConnectionWords
{
    public static IReadOnlyList<(PenneoEnvironment Value, string Title, string Text)> Environments { get; } =
    [
        (PenneoEnvironment.Simulator, Later("Simulator"), Later("A Penneo inside this app, to try everything without an account.")),
        (PenneoEnvironment.Sandbox, Later("Sandbox"), Later("Penneo's test environment, with an account of its own.")),
        (PenneoEnvironment.Production, Later("Production"), Later("The real one: contracts that count.")),
        (PenneoEnvironment.Custom, Later("Custom"), Later("Hosts of your own, such as a gateway on your premises.")),
    ];

    public static IReadOnlyList<(AuthenticationMethod Value, string Title, string Text)> Methods { get; } =
    [
        (AuthenticationMethod.ApiKeys, Later("API keys"), Later("Recommended by Penneo: OAuth, with an access token that is renewed by itself.")),
        (AuthenticationMethod.Token, Later("Token"), Later("A JSON web token that you paste. Works until it expires.")),
        (AuthenticationMethod.Wsse, Later("WSSE"), Later("API key and secret, sent as a digest with every call.")),
    ];

    public static string Title(ConnectionOutcome outcome) => outcome switch
    {
        ConnectionOutcome.Ok => Say("The connection works"),
        ConnectionOutcome.Incomplete => Say("Something is missing"),
        ConnectionOutcome.WrongHost => Say("Wrong host"),
        ConnectionOutcome.Unreachable => Say("Penneo can't be reached"),
        ConnectionOutcome.NotSecure => Say("No secure connection"),
        ConnectionOutcome.NotPenneo => Say("That is not Penneo"),
        ConnectionOutcome.WrongKey => Say("Wrong key"),
        ConnectionOutcome.ClockOff => Say("The clock is off"),
        ConnectionOutcome.NoWebhookRights => Say("No right to webhooks"),
        _ => Say("Penneo has a problem"),
    };

    public static string Label(SettingView setting) => Say(setting.Label);

    /// <summary>For a setting that the configuration says.</summary>
    public static string SetBy(SettingView setting) => setting.EndsWith is { } end
        ? Say($"Set by {Source(setting)}, ends in {end}. It wins: change it there.")
        : Say($"Set by {Source(setting)}. It wins: change it there.");

    /// <summary>Where the configuration says it, for example "an environment variable".</summary>
    public static string Source(SettingView setting) => Say(setting.Source ?? Later("the configuration"));
}
