using Microsoft.Extensions.Options;

namespace PenneoDashboard.Penneo;

/// <summary>Penneo's addresses in the configured environment.</summary>
public sealed class PenneoHosts(IOptions<PenneoOptions> options, OwnAddress own)
{
    /// <summary>The base of every API path, with a slash at its end.</summary>
    public Uri Api => options.Value.Environment switch
    {
        PenneoEnvironment.Sandbox => new Uri("https://sandbox.penneo.com/"),
        PenneoEnvironment.Production => new Uri("https://app.penneo.com/"),
        PenneoEnvironment.Custom => new Uri(options.Value.ApiBaseUrl!.TrimEnd('/') + "/"),
        _ => new Uri(own.Local, "simulator/penneo/"),
    };
}
