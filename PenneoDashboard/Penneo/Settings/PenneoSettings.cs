using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Penneo.Settings;

/// <summary>A setting entered while the app runs.</summary>
/// <param name="value">Null when it can't be decrypted any more.</param>
internal sealed class EnteredValue(string? value, DateTimeOffset changedAt)
{
    public string? Value => value;

    public DateTimeOffset ChangedAt => changedAt;
}

/// <summary>The settings in force: what is configured, and what was entered where nothing is configured.</summary>
internal sealed class PenneoSettings : IOptions<PenneoOptions>
{
    private readonly IConfiguration _configuration;
    private readonly PenneoOptions _configured;
    private volatile State _state;

    public PenneoSettings(IOptionsFactory<PenneoOptions> factory, IConfiguration configuration)
    {
        (_configuration, _configured) = (configuration, factory.Create(Options.DefaultName));
        _state = new State(Merge(new Dictionary<string, EnteredValue>()), new Dictionary<string, EnteredValue>());
    }

    /// <summary>Another object as soon as a setting has changed.</summary>
    public PenneoOptions Value => _state.Options;

    /// <summary>By configuration key.</summary>
    internal IReadOnlyDictionary<string, EnteredValue> Entered => _state.Entered;

    internal bool IsConfigured(PenneoSetting setting) => !string.IsNullOrWhiteSpace(_configuration[setting.Key]);

    /// <summary>Where the configuration says it, for example "an environment variable"; null where it says nothing.</summary>
    internal string? Source(PenneoSetting setting) => !IsConfigured(setting) ? null : Provider(setting.Key) switch
    {
        EnvironmentVariablesConfigurationProvider => Later("an environment variable"),
        CommandLineConfigurationProvider => Later("the command line"),
        JsonConfigurationProvider file => Path.GetFileName(file.Source.Path) ?? Later("the configuration"),
        _ => Later("the configuration"),
    };

    /// <summary>What would be in force with these.</summary>
    internal PenneoOptions Merge(IReadOnlyDictionary<string, EnteredValue> entered)
    {
        var options = _configured.Copy();
        foreach (var setting in PenneoSetting.All.Where(x => !IsConfigured(x)))
        {
            if (entered.TryGetValue(setting.Key, out var value) && value.Value is { } text)
                setting.Set(options, text);
        }

        return options;
    }

    internal void Use(IReadOnlyDictionary<string, EnteredValue> entered) => _state = new State(Merge(entered), entered);

    private IConfigurationProvider? Provider(string key) =>
        (_configuration as IConfigurationRoot)?.Providers.Reverse().FirstOrDefault(x => x.TryGet(key, out var value) && !string.IsNullOrWhiteSpace(value));

    private sealed record State(PenneoOptions Options, IReadOnlyDictionary<string, EnteredValue> Entered);
}
