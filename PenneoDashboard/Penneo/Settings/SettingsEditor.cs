using PenneoDashboard.Audit;

namespace PenneoDashboard.Penneo.Settings;

/// <summary>Shows, checks, changes and tries the settings of the connection to Penneo.</summary>
internal sealed class SettingsEditor(PenneoSettings settings, PenneoConnections connections, SettingStore store, ConnectionTest test, AuditLog audit, TimeProvider time) : IDisposable
{
    private const int ShownOfSecret = 4;
    private const int LongEnough = 20;
    private const string Subject = "connection to Penneo";

    private readonly SemaphoreSlim _saving = new(1);

    public PenneoSettingsView View()
    {
        var options = settings.Value;
        return new PenneoSettingsView(options.Environment, options.Authentication.Method, Host(), [.. PenneoSetting.All.Select(x => View(x, options))]);
    }

    /// <summary>Changes what is given, at once and for good.</summary>
    /// <returns>What is wrong by name, in which case nothing was changed; empty when it is done.</returns>
    public async Task<IReadOnlyDictionary<string, string[]>> SaveAsync(PenneoSettingsInput input, CancellationToken cancellationToken = default)
    {
        await _saving.WaitAsync(cancellationToken);
        try
        {
            var proposal = new SettingsProposal(settings, input.Changes, time.GetUtcNow());
            if (proposal.Errors.Count > 0)
                return proposal.Errors;
            var before = Facts(input);
            await store.SaveAsync(proposal.Changes, time.GetUtcNow(), cancellationToken);
            settings.Use(proposal.Entered);
            await audit.RecordAsync(AuditActions.SettingsChanged, Subject, before, Facts(input, isNew: true));
            return proposal.Errors;
        }
        finally
        {
            _saving.Release();
        }
    }

    /// <summary>Asks Penneo with the settings as they would be, and keeps nothing.</summary>
    /// <returns>What is wrong by name, or what Penneo says to them.</returns>
    public async Task<(IReadOnlyDictionary<string, string[]> Errors, ConnectionTestResult? Result)> TestAsync(
        PenneoSettingsInput input, CancellationToken cancellationToken = default)
    {
        var proposal = new SettingsProposal(settings, input.Changes, time.GetUtcNow());
        if (proposal.Errors.Count > 0)
            return (proposal.Errors, null);
        var result = await test.RunAsync(connections.Try(settings.Merge(proposal.Entered)), cancellationToken);
        await audit.RecordAsync(AuditActions.SettingsTested, Subject, after: new { with = input.Changes.Keys.Select(x => x.Name), result.Outcome });
        return (proposal.Errors, result);
    }

    public void Dispose() => _saving.Dispose();

    // Of a secret only that there is one, and that it is another.
    private Dictionary<string, string?> Facts(PenneoSettingsInput input, bool isNew = false)
    {
        var view = View();
        return input.Changes.ToDictionary(
            x => x.Key.Name,
            x => view.Of(x.Key.Name) is { IsSecret: true } secret ? isNew && x.Value is not null ? "(a new secret)" : secret.IsSet ? "(a secret)" : null : view.Of(x.Key.Name).Value);
    }

    private string? Host()
    {
        try
        {
            return connections.Current.Api.AbsoluteUri;
        }
        catch (PenneoException)
        {
            // The custom environment without a host; the setting itself says so.
            return null;
        }
    }

    private SettingView View(PenneoSetting setting, PenneoOptions options)
    {
        var source = settings.Source(setting);
        var entered = source is null ? settings.Entered.GetValueOrDefault(setting.Key) : null;
        var value = setting.Get(options);
        var isSet = source is not null || entered is not null;
        return new SettingView(
            setting.Name,
            setting.Key,
            setting.Label,
            setting.IsSecret,
            setting.Methods.Count == 0 || setting.Methods.Contains(options.Authentication.Method),
            isSet,
            setting.IsSecret || string.IsNullOrEmpty(value) ? null : value,
            setting.IsSecret && value?.Length >= LongEnough ? value[^ShownOfSecret..] : null,
            source is not null ? SettingOrigin.Configuration : entered is not null ? SettingOrigin.Entered : SettingOrigin.None,
            source,
            entered?.ChangedAt,
            entered is { Value: null });
    }
}
