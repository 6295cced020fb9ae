using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PenneoDashboard.Data;

namespace PenneoDashboard.Security.Sessions;

/// <summary>A session that somebody signed out of before its time.</summary>
public sealed class SignedOutSession
{
    /// <summary>As in <see cref="Sessions.IdClaim"/>.</summary>
    public required string Id { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>
/// The sessions that were signed out of. A cookie is good by itself, so deleting it in one browser does nothing to a copy; these
/// are refused, also after a restart, until no cookie can be that old.
/// </summary>
internal sealed class SignedOut(IDbContextFactory<DashboardDb> contexts, TimeProvider time) : IHostedService
{
    // True for what is stored.
    private readonly ConcurrentDictionary<string, bool> _ids = new(StringComparer.Ordinal);

    public bool Has(string id) => _ids.ContainsKey(id);

    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">It could not be stored. The session has ended all the same until the next start; asked again, it is stored then.</exception>
    public async Task AddAsync(string id)
    {
        // Without the request's cancellation: a browser that goes away has signed out too.
        if (!_ids.TryAdd(id, false) && _ids[id])
            return;

        // Who clicks twice comes here twice, before either is stored.
        await using var db = await contexts.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync($"INSERT OR IGNORE INTO SignedOutSessions (Id, At) VALUES ({id}, {UnixMicroseconds.Of(time.GetUtcNow())})");
        _ids[id] = true;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - Sessions.Longest;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Set<SignedOutSession>().Where(x => x.At < oldest).ExecuteDeleteAsync(cancellationToken);
        foreach (var id in await db.Set<SignedOutSession>().Select(x => x.Id).ToListAsync(cancellationToken))
            _ids[id] = true;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal sealed class SignedOutSchema : IEntityTypeConfiguration<SignedOutSession>
{
    private const int IdLength = 64;

    public void Configure(EntityTypeBuilder<SignedOutSession> builder)
    {
        builder.ToTable("SignedOutSessions").HasKey(x => x.Id);
        builder.Property(x => x.Id).HasMaxLength(IdLength);
    }
}
