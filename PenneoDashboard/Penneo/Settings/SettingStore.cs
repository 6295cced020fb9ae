using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using PenneoDashboard.Data;

namespace PenneoDashboard.Penneo.Settings;

/// <summary>Keeps entered settings in the database, the secret ones encrypted with keys that lie beside it.</summary>
internal sealed partial class SettingStore(IDbContextFactory<DashboardDb> contexts, IDataProtectionProvider protection, ILogger<SettingStore> logger)
{
    private readonly IDataProtector _protector = protection.CreateProtector("PenneoDashboard.Settings");

    public async Task<IReadOnlyDictionary<string, EnteredValue>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = PenneoSetting.All.ToDictionary(x => x.Key);
        var rows = await db.Set<StoredSetting>().AsNoTracking().ToListAsync(cancellationToken);
        return rows.Where(x => known.ContainsKey(x.Key)).ToDictionary(x => x.Key, x => new EnteredValue(Read(known[x.Key], x.Value), x.ChangedAt));
    }

    /// <summary>All or nothing.</summary>
    /// <param name="changes">Null removes one.</param>
    public async Task SaveAsync(IReadOnlyDictionary<PenneoSetting, string?> changes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<StoredSetting>().ToDictionaryAsync(x => x.Key, cancellationToken);
        foreach (var (setting, value) in changes)
        {
            var row = rows.GetValueOrDefault(setting.Key);
            if (value is null && row is not null)
                db.Remove(row);
            else if (value is not null && row is not null)
                (row.Value, row.ChangedAt) = (Write(setting, value), now);
            else if (value is not null)
                db.Add(new StoredSetting { Key = setting.Key, Value = Write(setting, value), ChangedAt = now });
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private string Write(PenneoSetting setting, string value) => setting.IsSecret ? _protector.Protect(value) : value;

    private string? Read(PenneoSetting setting, string value)
    {
        try
        {
            return setting.IsSecret ? _protector.Unprotect(value) : value;
        }
        catch (CryptographicException e)
        {
            LogUnreadable(e, setting.Key);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "The stored {Key} can't be decrypted: the folder 'keys' in the data directory is not the one it was stored with. Enter it again on /settings")]
    private partial void LogUnreadable(Exception e, string key);
}

/// <summary>Puts the stored settings into force before anything calls Penneo.</summary>
internal sealed class SettingsLoader(SettingStore store, PenneoSettings settings) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken) => settings.Use(await store.LoadAsync(cancellationToken));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
