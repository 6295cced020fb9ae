using System.ComponentModel;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Data;

/// <summary>Options that stop the start when they are wrong, with every error of every feature at once.</summary>
public static class CheckedOptions
{
    public static void AddChecked<TOptions, TValidator>(this IHostApplicationBuilder builder, string section)
        where TOptions : class, new()
        where TValidator : class, IValidateOptions<TOptions>
    {
        builder.Services.AddOptions<TOptions>().BindConfiguration(section);
        builder.Services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        builder.Services.AddSingleton<IConfigurationCheck>(services => new Check<TOptions>(
            services.GetRequiredService<IConfiguration>().GetSection(section), services.GetServices<IValidateOptions<TOptions>>()));
    }

    /// <summary>What is wrong with the configuration, each line naming its key; empty when nothing is.</summary>
    public static IReadOnlyList<string> Errors(IServiceProvider services) =>
        [.. services.GetServices<IConfigurationCheck>().SelectMany(x => x.Errors())];

    private sealed class Check<TOptions>(IConfigurationSection section, IEnumerable<IValidateOptions<TOptions>> validators) : IConfigurationCheck
        where TOptions : class, new()
    {
        public IEnumerable<string> Errors()
        {
            // The framework stops at the first value that does not convert. So these are found one by one, and the rest
            // is validated without them.
            var unreadable = Unreadable(typeof(TOptions), section).ToDictionary(x => x.Path, x => x.Error, StringComparer.OrdinalIgnoreCase);
            var options = new TOptions();
            new ConfigurationBuilder()
                .AddInMemoryCollection(section.AsEnumerable().Where(x => x.Key != section.Path && !unreadable.ContainsKey(x.Key)))
                .Build().GetSection(section.Path).Bind(options);
            return unreadable.Values.Concat(validators.Select(x => x.Validate(Options.DefaultName, options)).SelectMany(x => x.Failures ?? []));
        }

        private static IEnumerable<(string Path, string Error)> Unreadable(Type type, IConfigurationSection section)
        {
            foreach (var property in type.GetProperties().Where(x => x.CanWrite))
            {
                var child = section.GetSection(property.Name);
                if (!TypeDescriptor.GetConverter(property.PropertyType).CanConvertFrom(typeof(string)))
                {
                    foreach (var below in Unreadable(property.PropertyType, child))
                        yield return below;
                }
                else if (Problem(property.PropertyType, child) is { } error)
                {
                    yield return (child.Path, error);
                }
            }
        }

        private static string? Problem(Type type, IConfigurationSection value)
        {
            try
            {
                _ = value.Value is null ? null : value.Get(type);
                return null;
            }
            catch (InvalidOperationException)
            {
                return $"{value.Path} is '{value.Value}'; it must be {Kind(Nullable.GetUnderlyingType(type) ?? type)}.";
            }
        }

        private static string Kind(Type type) => type switch
        {
            { IsEnum: true } => string.Join(", ", Enum.GetNames(type)[..^1]) + " or " + Enum.GetNames(type)[^1],
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) || type == typeof(long) => "a whole number",
            _ => "a " + type.Name,
        };
    }
}

/// <summary>One feature's check of its configuration.</summary>
internal interface IConfigurationCheck
{
    IEnumerable<string> Errors();
}
