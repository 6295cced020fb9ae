namespace PenneoDashboard.Penneo.Settings;

/// <summary>The settings as they would be after a change, and what speaks against it.</summary>
internal sealed class SettingsProposal
{
    private readonly PenneoSettings _settings;
    private readonly Dictionary<PenneoSetting, string?> _changes;
    private readonly Dictionary<string, EnteredValue> _entered;
    private readonly Dictionary<string, string[]> _errors = [];

    public SettingsProposal(PenneoSettings settings, IReadOnlyDictionary<PenneoSetting, string?> changes, DateTimeOffset now)
    {
        (_settings, _changes, _entered) = (settings, changes.ToDictionary(), settings.Entered.ToDictionary());
        foreach (var (setting, value) in changes)
        {
            if (settings.Source(setting) is { } source)
                Add(setting, $"{setting.Key} is set by {source}, which wins: change it there.");

            // JSON may bring a number that stands for none of the choices.
            if (value is not null && (setting == PenneoSetting.Environment ? !Enum.IsDefined(Enum.Parse<PenneoEnvironment>(value)) : setting == PenneoSetting.Method && !Enum.IsDefined(Enum.Parse<AuthenticationMethod>(value))))
                Add(setting, $"{setting.Key} has no choice {value}.");
            Put(setting, value, now);
        }

        var options = settings.Merge(_entered);
        foreach (var failure in new PenneoOptionsValidator().Validate(null, options).Failures ?? [])
            Add(PenneoSetting.All.First(x => failure.StartsWith(x.Key + " ", StringComparison.Ordinal)), failure);
        GuardSecrets(options, now);
    }

    /// <summary>By name; empty when nothing speaks against it.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    /// <summary>What has to be stored: null removes.</summary>
    public IReadOnlyDictionary<PenneoSetting, string?> Changes => _changes;

    /// <summary>All that would then be entered, by configuration key.</summary>
    public IReadOnlyDictionary<string, EnteredValue> Entered => _entered;

    // Who may choose the host must not get at the secrets by it: to a host that someone typed in goes only what was given
    // together with it.
    private void GuardSecrets(PenneoOptions options, DateTimeOffset now)
    {
        var before = _settings.Value;
        if (options.Environment != PenneoEnvironment.Custom
            || (before.Environment == PenneoEnvironment.Custom && Same(before.ApiBaseUrl, options.ApiBaseUrl) && Same(before.OAuthBaseUrl, options.OAuthBaseUrl)))
            return;
        foreach (var setting in PenneoSetting.Credentials.Where(x => x.IsSecret && !_changes.ContainsKey(x)))
        {
            var isNeeded = options.Needed.Contains(setting);
            if (_settings.Source(setting) is { } source && isNeeded)
                Add(setting, $"{setting.Key} is set by {source}, and is sent to another host only when that is set there too.");
            else if (_entered.ContainsKey(setting.Key) && isNeeded)
                Add(setting, "Enter it again: it was meant for another host.");
            Put(setting, null, now);
        }
    }

    private void Put(PenneoSetting setting, string? value, DateTimeOffset now)
    {
        _changes[setting] = value;
        if (value is null)
            _entered.Remove(setting.Key);
        else
            _entered[setting.Key] = new EnteredValue(value, now);
    }

    private void Add(PenneoSetting setting, string error) => _errors[setting.Name] = [.. _errors.GetValueOrDefault(setting.Name) ?? [], error];

    private static bool Same(string? a, string? b) => string.Equals(a?.Trim().TrimEnd('/'), b?.Trim().TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
        || (string.IsNullOrWhiteSpace(a) && string.IsNullOrWhiteSpace(b));
}
