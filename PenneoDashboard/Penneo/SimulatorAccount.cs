namespace PenneoDashboard.Penneo;

/// <summary>The simulator's account, so that each method works there before anyone has set a key.</summary>
internal static class SimulatorAccount
{
    /// <summary>What is not set is taken from the account.</summary>
    public static PenneoOptions.AuthenticationOptions Complete(PenneoOptions.AuthenticationOptions given) => new()
    {
        Method = given.Method,
        Token = Or(given.Token, "simulator"),
        ClientId = Or(given.ClientId, "simulator-client"),
        ClientSecret = Or(given.ClientSecret, "simulator-client-secret"),
        ApiKey = Or(given.ApiKey, "simulator-key"),
        ApiSecret = Or(given.ApiSecret, "simulator-secret"),
    };

    private static string Or(string? given, string account) => string.IsNullOrEmpty(given) ? account : given;
}
