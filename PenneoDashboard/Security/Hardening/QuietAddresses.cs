using Microsoft.Extensions.Options;

namespace PenneoDashboard.Security.Hardening;

/// <summary>
/// Keeps out of the log what would write addresses into it, however much the configuration asks for: an address holds a receive
/// key, the token of a link, or a hub's access token.
/// </summary>
internal sealed class QuietAddresses : IPostConfigureOptions<LoggerFilterOptions>
{
    private static readonly string[] Talkative =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.StaticFiles",
        "Microsoft.AspNetCore.Diagnostics",
        "Microsoft.AspNetCore.HttpsPolicy",
        "Microsoft.AspNetCore.Components",
        "Microsoft.AspNetCore.Antiforgery",
        "Microsoft.AspNetCore.Server.Kestrel.Http2",
    ];

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        // Of a category's rules the longest name wins, a provider's own before everyone's, the last of equals.
        foreach (var loud in options.Rules.Where(x => Talkative.Any(t => x.CategoryName?.StartsWith(t, StringComparison.OrdinalIgnoreCase) == true)).ToList())
            options.Rules.Remove(loud);
        foreach (var provider in options.Rules.Select(x => x.ProviderName).Append(null).Distinct().ToList())
        {
            foreach (var category in Talkative)
                options.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.Warning, null));
        }
    }
}
