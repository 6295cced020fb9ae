using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Audit;
using PenneoDashboard.Data;

namespace PenneoDashboard.Events.States;

/// <summary>Keeps the rules of what counts as stalled, and brings every casefile in line with them when they change.</summary>
public sealed partial class StallRuleStore(IDbContextFactory<DashboardDb> contexts, AuditLog audit, ILogger<StallRuleStore> logger) : BackgroundService
{
    private const int TheOnly = 1;

    // So many at a time that the writer hardly waits.
    private const int AtOnce = 1000;

    // As StallRules.StalledAt says it; a day has 86,400,000,000 microseconds. SQLite's min() of several is null if one is.
    private const string Apply =
        """
        UPDATE CasefileStates SET StalledAt = nullif(min(
            coalesce(NeverOpenedSince + 86400000000 * $unopened, 9223372036854775807),
            coalesce(SeenSince + 86400000000 * $unsigned, 9223372036854775807),
            CASE WHEN $undelivered THEN coalesce(UndeliveredSince, 9223372036854775807) ELSE 9223372036854775807 END,
            CASE WHEN Reminders >= $reminders THEN coalesce(RemindedAt, 9223372036854775807) ELSE 9223372036854775807 END), 9223372036854775807)
        WHERE CasefileId BETWEEN $from AND $to AND WaitingCount > 0
        """;

    private readonly SemaphoreSlim _saving = new(1);

    /// <summary>Raised on any thread when the rules have changed and every casefile goes by them.</summary>
    public event Action? Changed;

    public Task<StallRules> ReadAsync(CancellationToken cancellationToken = default) => contexts.ReadAsync(
        async db => await db.Set<StoredStallRules>().AsNoTracking().SingleOrDefaultAsync(x => x.Id == TheOnly, cancellationToken) is { } row ? Rules(row) : StallRules.Usual, cancellationToken);

    /// <summary>In force for every casefile when it returns.</summary>
    /// <exception cref="ArgumentException">They have <see cref="StallRules.Problems"/>.</exception>
    public async Task SaveAsync(StallRules rules, CancellationToken cancellationToken = default)
    {
        if (rules.Problems().Count > 0)
            throw new ArgumentException("These can't be rules.", nameof(rules));
        var before = await ReadAsync(cancellationToken);
        await ReplaceAsync(rules, cancellationToken);
        await audit.RecordAsync(AuditActions.SettingsChanged, "rules of stalled casefiles", before, rules);
    }

    private async Task ReplaceAsync(StallRules rules, CancellationToken cancellationToken)
    {
        await _saving.WaitAsync(cancellationToken);
        try
        {
            await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            {
                var row = await db.Set<StoredStallRules>().SingleOrDefaultAsync(x => x.Id == TheOnly, cancellationToken) ?? db.Add(new StoredStallRules { Id = TheOnly }).Entity;
                (row.NeverOpenedDays, row.NotSignedDays, row.Undelivered, row.Reminders, row.IsApplied) =
                    (rules.NeverOpenedDays, rules.NotSignedDays, rules.Undelivered, rules.Reminders, false);
                await db.SaveChangesAsync(cancellationToken);
            }

            // What the follower writes from here on goes by these already. Who asked may leave; this goes on to its end.
            await ApplyAsync(rules, CancellationToken.None);
        }
        finally
        {
            _saving.Release();
        }

        Changed?.Invoke();
    }

    public override void Dispose()
    {
        _saving.Dispose();
        base.Dispose();
    }

    // A process that ended in the middle of a change left it half applied.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(stoppingToken);
            if (await db.Set<StoredStallRules>().AsNoTracking().SingleOrDefaultAsync(x => x.Id == TheOnly && !x.IsApplied, stoppingToken) is { } row)
                await ReplaceAsync(Rules(row), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start does it.
        }
        catch (Exception e)
        {
            LogNotApplied(e);
        }
    }

    private static StallRules Rules(StoredStallRules x) => new()
    {
        NeverOpenedDays = x.NeverOpenedDays,
        NotSignedDays = x.NotSignedDays,
        Undelivered = x.Undelivered,
        Reminders = x.Reminders,
    };

    private static SqliteParameter Parameter(string name, object? value) => new("$" + name, value ?? DBNull.Value);

    private async Task ApplyAsync(StallRules rules, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var from = long.MinValue;
        while (await db.Set<CasefileStateRow>().Where(x => x.CasefileId >= from).OrderBy(x => x.CasefileId).Select(x => (long?)x.CasefileId)
                   .Take(AtOnce).MaxAsync(cancellationToken) is { } to)
        {
            await db.Database.ExecuteSqlRawAsync(
                Apply,
                [
                    Parameter("unopened", rules.NeverOpenedDays), Parameter("unsigned", rules.NotSignedDays), Parameter("undelivered", rules.Undelivered),
                    Parameter("reminders", rules.Reminders), Parameter("from", from), Parameter("to", to),
                ],
                cancellationToken);
            if (to == long.MaxValue)
                break;
            from = to + 1;
        }

        await db.Set<StoredStallRules>().Where(x => x.Id == TheOnly).ExecuteUpdateAsync(x => x.SetProperty(r => r.IsApplied, true), cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The changed rules of what counts as stalled do not hold for every casefile yet; saving them again or a restart tries again")]
    private partial void LogNotApplied(Exception e);
}
