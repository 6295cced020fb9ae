using Microsoft.Extensions.Configuration.Json;

namespace PenneoDashboard.Data;

/// <summary>Makes the app find its settings and assets whatever the directory it was started from.</summary>
public static class AppSettings
{
    /// <summary>
    /// Adds the <c>appsettings.json</c> beside the binaries below every other source, so that environment variables
    /// (also <c>ASPNETCORE_URLS</c>) and the command line win.
    /// </summary>
    public static void AddAppSettings(this WebApplicationBuilder builder)
    {
        var source = new JsonConfigurationSource { Path = Path.Combine(AppContext.BaseDirectory, "appsettings.json") };
        source.ResolveFileProvider();
        builder.Configuration.Sources.Insert(0, source);

        // Outside Development the framework only finds the packages' assets when told to; a published app is unaffected.
        builder.WebHost.UseStaticWebAssets();
    }
}
