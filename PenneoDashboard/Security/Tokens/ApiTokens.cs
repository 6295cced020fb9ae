using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Audit;
using PenneoDashboard.Data;

namespace PenneoDashboard.Security.Tokens;

/// <summary>A token as it is listed. Times are UTC.</summary>
/// <param name="Start">The first characters of the token.</param>
/// <param name="ExpiresAt">Null for never.</param>
/// <param name="LastUsedAt">To within a minute.</param>
public sealed record ApiTokenItem(
    long Id, string Name, Role Role, string Start, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt,
    string? LastUsedFrom, DateTimeOffset? RevokedAt, bool IsGood);

/// <summary>A token just made, with the token itself, which nothing tells again.</summary>
public sealed record NewApiToken(ApiTokenItem Item, string Token);

/// <summary>The tokens of programs: made, listed, used and taken back.</summary>
public sealed partial class ApiTokens(IDbContextFactory<DashboardDb> contexts, AuditLog audit, TimeProvider time, ILogger<ApiTokens> logger)
{
    // Tools that look for leaked secrets know a token by its beginning.
    private const string Mark = "pdt_";
    private const int ShownStart = 8;
    private static readonly TimeSpan UseStep = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<long, DateTimeOffset> _noted = [];

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<ApiTokenItem>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. (await db.Set<ApiToken>().AsNoTracking().OrderByDescending(x => x.Id).ToListAsync(cancellationToken)).Select(Item)];
    }

    /// <param name="expiresAt">Null for never.</param>
    /// <param name="createdBy">Who makes it.</param>
    public async Task<NewApiToken> CreateAsync(string name, Role role, DateTimeOffset? expiresAt, string createdBy, CancellationToken cancellationToken = default)
    {
        var token = Mark + WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var row = new ApiToken
        {
            Name = name.Trim(),
            Role = role,
            Hash = Hash(token),
            Start = token[..(Mark.Length + ShownStart)],
            CreatedBy = createdBy,
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = expiresAt,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        await audit.RecordAsync(AuditActions.TokenCreated, Subject(row), after: new { role, expiresAt });
        return new NewApiToken(Item(row), token);
    }

    /// <summary>Takes a token back at once.</summary>
    /// <returns>It; null when there is no such token, or it was taken back before.</returns>
    public async Task<ApiTokenItem?> RevokeAsync(long id, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Set<ApiToken>().FirstOrDefaultAsync(x => x.Id == id && x.RevokedAt == null, cancellationToken) is not { } row)
            return null;
        row.RevokedAt = time.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        await audit.RecordAsync(AuditActions.TokenRevoked, Subject(row));
        return Item(row);
    }

    /// <summary>What is wrong with a new token's name or end; empty when nothing is.</summary>
    public Dictionary<string, string[]> Problems(string? name, DateTimeOffset? expiresAt)
    {
        var problems = new Dictionary<string, string[]>();
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > ApiToken.NameLength)
            problems["name"] = [Say($"From 1 to {ApiToken.NameLength} characters that say what the token is for.")];
        if (expiresAt <= time.GetUtcNow())
            problems["expiresAt"] = [Say("This lies in the past.")];
        return problems;
    }

    /// <summary>The token that a request offers, when it is good.</summary>
    internal async Task<ApiTokenItem?> FindAsync(string offered, string? from, CancellationToken cancellationToken)
    {
        if (!offered.StartsWith(Mark, StringComparison.Ordinal))
            return null;
        var hash = Hash(offered);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Set<ApiToken>().AsNoTracking().FirstOrDefaultAsync(x => x.Hash == hash, cancellationToken);
        if (row?.IsGood(time.GetUtcNow()) != true)
            return null;
        await NoteUseAsync(db, row, from, cancellationToken);
        return Item(row);
    }

    /// <summary>Whether a token that let somebody in is still good.</summary>
    internal async Task<bool> IsGoodAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await db.Set<ApiToken>().AsNoTracking().FirstOrDefaultAsync(x => x.Id == id, cancellationToken))?.IsGood(time.GetUtcNow()) == true;
    }

    private async Task NoteUseAsync(DashboardDb db, ApiToken row, string? from, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - _noted.GetValueOrDefault(row.Id) < UseStep && row.LastUsedFrom == from)
            return;
        _noted[row.Id] = now;
        if (row.LastUsedFrom != from)
            await audit.RecordAsync(AuditActions.TokenNewAddress, Subject(row), new { address = row.LastUsedFrom }, new { address = from }, row.Name);
        try
        {
            await db.Set<ApiToken>().Where(x => x.Id == row.Id)
                .ExecuteUpdateAsync(x => x.SetProperty(t => t.LastUsedAt, now).SetProperty(t => t.LastUsedFrom, from), cancellationToken);
        }
        catch (Exception e) when (e is Microsoft.Data.Sqlite.SqliteException or DbUpdateException)
        {
            // When it was last used is worth less than that it works while a disk is full.
            LogNotNoted(e, row.Id);
        }
    }

    private ApiTokenItem Item(ApiToken x) =>
        new(x.Id, x.Name, x.Role, x.Start, x.CreatedBy, x.CreatedAt, x.ExpiresAt, x.LastUsedAt, x.LastUsedFrom, x.RevokedAt, x.IsGood(time.GetUtcNow()));

    private static string Subject(ApiToken token) => $"token {token.Name} ({token.Start}…)";

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    [LoggerMessage(LogLevel.Warning, "The use of token {Id} could not be noted")]
    private partial void LogNotNoted(Exception e, long id);
}
