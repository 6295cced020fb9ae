namespace PenneoDashboard.Penneo;

/// <summary>Penneo's addresses in each environment, each with a slash at its end.</summary>
internal static class PenneoHosts
{
    private const string SimulatorPath = "simulator/penneo/";

    public static Uri Api(PenneoOptions options, OwnAddress own) => options.Environment switch
    {
        PenneoEnvironment.Sandbox => new Uri("https://sandbox.penneo.com/"),
        PenneoEnvironment.Production => new Uri("https://app.penneo.com/"),
        PenneoEnvironment.Custom => Custom(options.ApiBaseUrl, "Penneo:ApiBaseUrl"),
        _ => new Uri(own.Local, SimulatorPath),
    };

    public static Uri OAuth(PenneoOptions options, OwnAddress own) => options.Environment switch
    {
        PenneoEnvironment.Sandbox => new Uri("https://sandbox.oauth.penneo.cloud/"),
        PenneoEnvironment.Production => new Uri("https://login.penneo.com/"),
        PenneoEnvironment.Custom => Custom(options.OAuthBaseUrl, "Penneo:OAuthBaseUrl"),
        _ => new Uri(own.Local, SimulatorPath),
    };

    private static Uri Custom(string? url, string key) => string.IsNullOrWhiteSpace(url)
        ? throw new PenneoException($"{key} is not set, so nobody knows where this Penneo is.") { NeverArrived = true, IsNotSetUp = true }
        : new Uri(url.Trim().TrimEnd('/') + "/");
}
