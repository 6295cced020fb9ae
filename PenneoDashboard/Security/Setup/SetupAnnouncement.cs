using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;
using PenneoDashboard.Security.Users;

namespace PenneoDashboard.Security.Setup;

/// <summary>While there is no user, writes the link that makes the first administrator to the log, which only the operator of the machine reads.</summary>
internal sealed partial class SetupAnnouncement(
    SetupLink link, IDbContextFactory<DashboardDb> contexts, IServer server, IHostApplicationLifetime lifetime, ILogger<SetupAnnouncement> logger) : BackgroundService
{
    /// <summary>False until there is a user.</summary>
    public async Task<bool> IsSetUpAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<User>().AnyAsync(cancellationToken);
    }

    /// <summary>Writes a new link when there is no user and the link before is no longer good.</summary>
    public async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        if (!await IsSetUpAsync(cancellationToken) && link.MakeUnlessOut() is { } path)
            LogLink(Address() + path, (int)SetupLink.Lifetime.TotalMinutes);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Where it listens is known only then.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var whenStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await AnnounceAsync(stoppingToken);
    }

    // What a browser on the same machine can open; behind a proxy the operator puts its own name there.
    private string Address()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost:5080";
        return address.Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
            .Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal).TrimEnd('/');
    }

    [LoggerMessage(LogLevel.Warning, "Nobody can sign in yet. Make the first administrator here, once, within {Minutes} minutes: {Link}")]
    private partial void LogLink(string link, int minutes);
}
