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
        var sources = builder.Configuration.Sources;

        // The framework has added the same file above ASPNETCORE_URLS.
        foreach (var added in sources.OfType<JsonConfigurationSource>().Where(x => x.Path == FileName).ToList())
            sources.Remove(added);
        var source = new JsonConfigurationSource { Path = Path.Combine(AppContext.BaseDirectory, FileName) };
        source.ResolveFileProvider();
        sources.Insert(0, source);

        // Outside Development the framework only finds the packages' assets when told to; a published app is unaffected.
        builder.WebHost.UseStaticWebAssets();
    }
}
