namespace PenneoDashboard.Penneo.Settings;

/// <summary>Where a setting comes from.</summary>
public enum SettingOrigin
{
    /// <summary>Nobody has set it.</summary>
    None,

    /// <summary>The configuration, which wins over what is entered.</summary>
    Configuration,

    /// <summary>It was entered while the app ran, and is kept in the database.</summary>
    Entered,
}

/// <summary>A setting as it may be shown: of a secret, only that there is one.</summary>
/// <param name="Name">As in <see cref="PenneoSettingsInput"/>, in camelCase.</param>
/// <param name="Key">The configuration key.</param>
/// <param name="IsUsed">Whether the method in force needs it.</param>
/// <param name="Value">Null for a secret.</param>
/// <param name="EndsWith">The last four characters of a secret that is long enough not to be given away by them.</param>
/// <param name="Source">Where in the configuration, in words.</param>
/// <param name="ChangedAt">When it was entered.</param>
/// <param name="IsUnreadable">True when it can't be decrypted any more, and has to be entered again.</param>
public sealed record SettingView(
    string Name, string Key, string Label, bool IsSecret, bool IsUsed, bool IsSet, string? Value, string? EndsWith, SettingOrigin Origin, string? Source,
    DateTimeOffset? ChangedAt, bool IsUnreadable);

/// <summary>The connection to Penneo as it may be shown.</summary>
/// <param name="ApiBaseUrl">Where calls go to; null when the settings do not say.</param>
public sealed record PenneoSettingsView(PenneoEnvironment Environment, AuthenticationMethod Method, string? ApiBaseUrl, IReadOnlyList<SettingView> Items)
{
    public SettingView Of(string name) => Items.First(x => x.Name == name);
}

/// <summary>Settings to change: one that is left out stays as it is, an empty one is removed.</summary>
internal sealed record PenneoSettingsInput(
    PenneoEnvironment? Environment = null, string? ApiBaseUrl = null, string? OAuthBaseUrl = null, AuthenticationMethod? Method = null,
    string? Token = null, string? ClientId = null, string? ClientSecret = null, string? ApiKey = null, string? ApiSecret = null)
{
    /// <summary>What is to change, trimmed; null removes one.</summary>
    internal IReadOnlyDictionary<PenneoSetting, string?> Changes => PenneoSetting.All
        .Select(x => (Setting: x, Value: Given(x)))
        .Where(x => x.Value is not null)
        .ToDictionary(x => x.Setting, x => x.Value!.Trim() is { Length: > 0 } value ? value : null);

    /// <summary>Names only: a record prints its members, and these are secrets.</summary>
    public override string ToString() => $"{nameof(PenneoSettingsInput)} {{ {string.Join(", ", Changes.Keys.Select(x => x.Name))} }}";

    private string? Given(PenneoSetting setting) => setting.Name switch
    {
        "environment" => Environment?.ToString(),
        "apiBaseUrl" => ApiBaseUrl,
        "oAuthBaseUrl" => OAuthBaseUrl,
        "method" => Method?.ToString(),
        "token" => Token,
        "clientId" => ClientId,
        "clientSecret" => ClientSecret,
        "apiKey" => ApiKey,
        "apiSecret" => ApiSecret,
        _ => throw new InvalidOperationException($"{setting.Name} can't be entered."),
    };
}
