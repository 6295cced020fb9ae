using Microsoft.Extensions.Options;

namespace PenneoDashboard.Data;

/// <summary>Options that stop the start when they are wrong, with every error of every feature at once.</summary>
public static class CheckedOptions
{
    public static void AddChecked<TOptions, TValidator>(this IHostApplicationBuilder builder, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        builder.Services.AddOptions<TOptions>().BindConfiguration(section);
        builder.Services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        builder.Services.AddSingleton<IConfigurationCheck, Check<TOptions>>();
    }

    /// <summary>What is wrong with the configuration, each line naming its key; empty when nothing is.</summary>
    public static IReadOnlyList<string> Errors(IServiceProvider services) =>
        [.. services.GetServices<IConfigurationCheck>().SelectMany(x => x.Errors())];

    /// <summary>Runs the app, or says on standard error what is wrong with the configuration and exits with 1.</summary>
    public static int RunChecked(this WebApplication app)
    {
        if (Errors(app.Services) is { Count: > 0 } errors)
        {
            Console.Error.WriteLine("The configuration is wrong, so PenneoDashboard does not start:");
            foreach (var error in errors)
                Console.Error.WriteLine("  - " + error);
            return 1;
        }

        app.Run();
        return 0;
    }

    private sealed class Check<TOptions>(IServiceProvider services) : IConfigurationCheck
        where TOptions : class
    {
        public IEnumerable<string> Errors()
        {
            try
            {
                _ = services.GetRequiredService<IOptions<TOptions>>().Value;
                return [];
            }
            catch (OptionsValidationException e)
            {
                return e.Failures;
            }
            catch (InvalidOperationException e)
            {
                // The binder's own message names the key and the value that does not convert.
                return [e.Message];
            }
        }
    }
}

/// <summary>One feature's check of its configuration.</summary>
internal interface IConfigurationCheck
{
    IEnumerable<string> Errors();
}
