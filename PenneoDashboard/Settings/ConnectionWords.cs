using PenneoDashboard.Penneo;
using PenneoDashboard.Penneo.Settings;

namespace PenneoDashboard.Settings;

/// <summary>The choices and outcomes in words.</summary>
internal static class ConnectionWords
{
    public static IReadOnlyList<(PenneoEnvironment Value, string Title, string Text)> Environments { get; } =
    [
        (PenneoEnvironment.Simulator, "Simulator", "A Penneo inside this app, to try everything without an account."),
        (PenneoEnvironment.Sandbox, "Sandbox", "Penneo's test environment, with an account of its own."),
        (PenneoEnvironment.Production, "Production", "The real one: contracts that count."),
        (PenneoEnvironment.Custom, "Custom", "Hosts of your own, such as a gateway on your premises."),
    ];

    public static IReadOnlyList<(AuthenticationMethod Value, string Title, string Text)> Methods { get; } =
    [
        (AuthenticationMethod.ApiKeys, "API keys", "Recommended by Penneo: OAuth, with an access token that is renewed by itself."),
        (AuthenticationMethod.Token, "Token", "A JSON web token that you paste. Works until it expires."),
        (AuthenticationMethod.Wsse, "WSSE", "API key and secret, sent as a digest with every call."),
    ];

    public static string Title(ConnectionOutcome outcome) => outcome switch
    {
        ConnectionOutcome.Ok => "The connection works",
        ConnectionOutcome.Incomplete => "Something is missing",
        ConnectionOutcome.WrongHost => "Wrong host",
        ConnectionOutcome.Unreachable => "Penneo can't be reached",
        ConnectionOutcome.NotSecure => "No secure connection",
        ConnectionOutcome.NotPenneo => "That is not Penneo",
        ConnectionOutcome.WrongKey => "Wrong key",
        ConnectionOutcome.ClockOff => "The clock is off",
        ConnectionOutcome.NoWebhookRights => "No right to webhooks",
        _ => "Penneo has a problem",
    };
}
