using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using PenneoDashboard.Data;

namespace PenneoDashboard.Security.Hardening;

/// <summary>What holds for every request and answer, whoever asks.</summary>
public static class HardeningFeature
{
    // What the pages, the API and the hub take is small; the receiver has a limit of its own.
    private const long MostBodyBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan HttpsRemembered = TimeSpan.FromDays(365);

    /// <summary>Comes before other features, so that these see the sender's address and scheme instead of a proxy's.</summary>
    public static void AddHardening(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IConfigurationCheck, KnownProxies>();
        builder.Services.AddOptions<ForwardedHeadersOptions>().PostConfigure<IConfiguration>(KnownProxies.Trust);
        builder.Services.AddHsts(hsts => hsts.MaxAge = HttpsRemembered);
        builder.Services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, QuietAddresses>();
        builder.Services.AddSingleton<HttpsRedirect>();
        builder.Services.AddTransient<IStartupFilter, HardeningFilter>();
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        });
    }
}
