using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PenneoDashboard.Webhooks;

/// <summary>
/// How many connections are open at a time. Each takes one of the process's file descriptors, and without a limit a
/// stranger who opens enough of them ends the process: the runtime aborts when it gets none for itself.
/// </summary>
internal static partial class ConnectionLimits
{
    // What the program itself, the database and calls to Penneo have open, with room to spare.
    private const long OwnFiles = 512;

    // More than Penneo and people need, and what idle ones take of memory.
    private const long Most = 10_000;

    public static void AddConnectionLimits(this IHostApplicationBuilder builder) =>
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            if (Descriptors() is not { } descriptors)
                return;

            // Kestrel counts open pages apart.
            var connections = Math.Clamp(descriptors - OwnFiles, 90, Most);
            kestrel.Limits.MaxConcurrentConnections = connections * 2 / 3;
            kestrel.Limits.MaxConcurrentUpgradedConnections = connections / 3;
        });

    /// <summary>How many files the process may have open; null where there is no limit or it can't be told.</summary>
    private static long? Descriptors()
    {
        const string Limits = "/proc/self/limits";
        return File.Exists(Limits) && OpenFiles().Match(File.ReadAllText(Limits)) is { Success: true } match
            ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : null;
    }

    [GeneratedRegex(@"^Max open files\s+(\d+)", RegexOptions.Multiline)]
    private static partial Regex OpenFiles();
}
