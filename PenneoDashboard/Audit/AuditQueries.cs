using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Audit;

/// <summary>Reads the audit log, newest first and by key.</summary>
public sealed class AuditQueries(IDbContextFactory<DashboardDb> contexts)
{
    private const int ExportPage = 500;
    private const int MostActors = 200;

    /// <param name="before">Only those with a smaller id.</param>
    public Task<AuditPage> ListAsync(AuditFilter filter, long? before, int limit, CancellationToken cancellationToken = default) => contexts.ReadAsync(
        async db =>
        {
            var rows = await Matching(db, filter).Where(x => before == null || x.Id < before).OrderByDescending(x => x.Id).Take(limit + 1).ToListAsync(cancellationToken);
            var items = rows.Take(limit).Select(ToItem).ToList();
            return new AuditPage(items, rows.Count > limit ? items[^1].Id : null);
        },
        cancellationToken);

    /// <summary>Everything that matches. Entries never change, so no transaction is held open between the pages.</summary>
    public async IAsyncEnumerable<AuditItem> AllAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long? before = null;
        do
        {
            var page = await ListAsync(filter, before, ExportPage, cancellationToken);
            foreach (var item in page.Items)
                yield return item;
            before = page.Next;
        }
        while (before is not null);
    }

    /// <summary>The names that stand in the log, to choose from.</summary>
    public Task<List<string>> ActorsAsync(CancellationToken cancellationToken = default) => contexts.ReadAsync(
        db => db.Set<AuditEntry>().Select(x => x.Actor).Where(x => x != "").Distinct().OrderBy(x => x).Take(MostActors).ToListAsync(cancellationToken), cancellationToken);

    private static IQueryable<AuditEntry> Matching(DashboardDb db, AuditFilter filter)
    {
        var pattern = filter.Q is null ? null : $"%{filter.Q.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
        var entries = db.Set<AuditEntry>().AsNoTracking();
        entries = filter.Actor is null ? entries : entries.Where(x => x.Actor == filter.Actor);
        entries = filter.Action is null ? entries : entries.Where(x => x.Action == filter.Action);
        entries = filter.From is null ? entries : entries.Where(x => x.At >= filter.From);
        entries = filter.To is null ? entries : entries.Where(x => x.At < filter.To);
        return pattern is null ? entries : entries.Where(x => EF.Functions.Like(x.Subject, pattern, @"\"));
    }

    private static AuditItem ToItem(AuditEntry x)
    {
        var details = x.Details is null ? (JsonElement?)null : JsonSerializer.Deserialize<JsonElement>(x.Details);
        return new AuditItem(x.Id, x.At, x.Actor, x.ActorKind, x.Address, x.Action, x.Subject, Member(details, "before"), Member(details, "after"));
    }

    private static JsonElement? Member(JsonElement? details, string name) => details is { } known && known.TryGetProperty(name, out var value) ? value : null;
}
