using PenneoDashboard.Penneo;
using PenneoDashboard.Penneo.Settings;

namespace PenneoDashboard.Settings;

/// <summary>What someone has changed on the page and not saved yet.</summary>
public sealed class SettingsForm(PenneoSettingsView saved)
{
    // By name. An empty text removes a setting.
    private readonly Dictionary<string, string> _typed = [];

    public PenneoSettingsView Saved => saved;

    public PenneoEnvironment Environment { get; set; } = saved.Environment;

    public AuthenticationMethod Method { get; set; } = saved.Method;

    public bool IsChanged => _typed.Count > 0 || Environment != saved.Environment || Method != saved.Method;

    /// <summary>The credentials of the chosen method.</summary>
    public IEnumerable<SettingView> Credentials => PenneoSetting.Credentials.Where(x => x.Methods.Contains(Method)).Select(x => saved.Of(x.Name));

    /// <summary>Credentials that were entered for another method.</summary>
    public IEnumerable<SettingView> Spare =>
        PenneoSetting.Credentials.Where(x => !x.Methods.Contains(Method)).Select(x => saved.Of(x.Name)).Where(x => x.Origin == SettingOrigin.Entered);

    internal PenneoSettingsInput Input => new(
        Environment == saved.Environment ? null : Environment, Typed("apiBaseUrl"), Typed("oAuthBaseUrl"), Method == saved.Method ? null : Method,
        Typed("token"), Typed("clientId"), Typed("clientSecret"), Typed("apiKey"), Typed("apiSecret"));

    /// <summary>What stands in the field; a secret's stays empty until someone types.</summary>
    public string? Text(SettingView setting) => _typed.GetValueOrDefault(setting.Name) ?? setting.Value;

    public void Type(SettingView setting, string? text)
    {
        text = text?.Trim() ?? "";
        if (text == (setting.Value ?? ""))
            _typed.Remove(setting.Name);
        else
            _typed[setting.Name] = text;
    }

    public void Remove(SettingView setting) => _typed[setting.Name] = "";

    public void Keep(SettingView setting) => _typed.Remove(setting.Name);

    public bool IsRemoved(SettingView setting) => setting.IsSet && _typed.GetValueOrDefault(setting.Name)?.Length == 0;

    private string? Typed(string name) => _typed.GetValueOrDefault(name);
}
