using Microsoft.Extensions.Configuration.Json;

namespace PenneoDashboard.Data;

/// <summary>Makes the app find its settings and assets whatever the directory it was started from.</summary>
public static class AppSettings
{
    private const string FileName = "appsettings.json";

    /// <summary>
    /// Adds the <c>appsettings.json</c> beside the binaries below every other source, so that environment variables
    /// (also <c>ASPNETCORE_URLS</c>) and the command line win.
    /// </summary>
    public static void AddAppSettings(this WebApplicationBuilder builder)
    {
        var source = new JsonConfigurationSource { Path = Path.Combine(AppContext.BaseDirectory, FileName) };
        source.ResolveFileProvider();

        // The framework adds the same file above ASPNETCORE_ variables, where its "Urls" would win over ASPNETCORE_URLS.
        var sources = builder.Configuration.Sources;
        foreach (var same in sources.Where(x => x is JsonConfigurationSource { Path: FileName }).ToArray())
            sources.Remove(same);
        sources.Insert(0, source);

        // Outside Development the framework only finds the packages' assets when told to; a published app is unaffected.
        builder.WebHost.UseStaticWebAssets();
    }
}
