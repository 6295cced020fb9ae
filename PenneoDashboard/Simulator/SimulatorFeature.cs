using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace PenneoDashboard.Simulator;

/// <summary>A Penneo of our own, for the first run, for demos and for tests. It shares no code with the app it calls.</summary>
public static class SimulatorFeature
{
    /// <summary>
    /// Does nothing unless <c>Penneo:Environment</c> is <c>Simulator</c> or unset.
    /// </summary>
    /// <param name="stateFile">Names the file that keeps the state over a restart; left out, it stays in memory.</param>
    /// <param name="isOn">Whether the app talks to the simulator now; left out, always.</param>
    public static void AddSimulator(
        this IHostApplicationBuilder builder, Func<IServiceProvider, string>? stateFile = null, Func<IServiceProvider, bool>? isOn = null)
    {
        if (!IsOn(builder.Configuration))
            return;
        var services = builder.Services;
        services.AddOptions<SimulatorOptions>().Configure<IServiceProvider>((options, provider) =>
        {
            options.StateFile = stateFile?.Invoke(provider) ?? options.StateFile;
            options.IsOn = () => isOn?.Invoke(provider) ?? true;
        });

        // Whatever keys the app is configured with are the account's, as if Penneo had given them.
        services.AddOptions<SimulatorOptions>().Configure(options => UseConfigured(options.Account, builder.Configuration.GetSection("Penneo:Authentication")));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SimulatorChanges>();
        services.AddSingleton<SimulatorStateFile>();
        services.AddSingleton<SimulatedCasefiles>();
        services.AddSingleton<SubscriptionBook>();
        services.AddSingleton<EventClock>();
        services.AddSingleton<DigestCheck>();
        services.AddSingleton<IssuedTokens>();
        services.AddSingleton<DeliveryLog>();
        services.AddSingleton<SentEvents>();
        services.AddSingleton<Chaos>();
        services.AddSingleton<DeliveryClient>();
        services.AddSingleton<DeliveryService>();
        services.AddSingleton<ScenarioRunner>();
        services.AddSingleton<ContinuousTraffic>();
        services.AddHostedService<SimulatorLifetime>();
        AddClient(services, DeliveryClient.LegacyClient, _ => Timeout.InfiniteTimeSpan);
        AddClient(services, DeliveryClient.CurrentClient, options => options.ConnectTimeout);
    }

    /// <summary>Maps the simulated API and the control routes, where <see cref="AddSimulator"/> added them.</summary>
    /// <param name="control">Who may use the control routes; left out, anyone who reaches them. The simulated API has keys of its own.</param>
    public static void MapSimulator(this IEndpointRouteBuilder app, IAuthorizeData? control = null)
    {
        if (app.ServiceProvider.GetService<SubscriptionBook>() is null)
            return;
        var options = app.ServiceProvider.GetRequiredService<IOptions<SimulatorOptions>>().Value;
        var simulator = app.MapGroup("").AddEndpointFilter(async (context, next) => options.IsOn() ? await next(context) : Results.NotFound());
        var penneo = simulator.MapGroup("").AllowAnonymous();
        penneo.MapOAuthApi();
        penneo.MapPenneoApi();
        var controls = simulator.MapGroup("");
        controls.MapControlApi();
        if (control is not null)
            controls.RequireAuthorization(control);
        else
            controls.AllowAnonymous();
    }

    private static void AddClient(IServiceCollection services, string name, Func<SimulatorOptions, TimeSpan> connectTimeout) =>
        services.AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                ConnectTimeout = connectTimeout(provider.GetRequiredService<IOptions<SimulatorOptions>>().Value),
                ConnectCallback = (context, cancellationToken) => NearbyEndpoints.ConnectAsync(
                    context.DnsEndPoint, Uri.TryCreate(provider.GetService<IConfiguration>()?["Webhooks:PublicBaseUrl"], UriKind.Absolute, out var known) ? known.Host : null, cancellationToken),
                AllowAutoRedirect = false,
                UseCookies = false,

                // Another process would not know of a trace in this one.
                ActivityHeadersPropagator = null,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .RemoveAllLoggers();

    private static void UseConfigured(SimulatorOptions.AccountKeys account, IConfiguration configured)
    {
        string Or(string key, string own) => configured[key] is { Length: > 0 } value ? value : own;
        account.ClientId = Or("ClientId", account.ClientId);
        account.ClientSecret = Or("ClientSecret", account.ClientSecret);
        account.ApiKey = Or("ApiKey", account.ApiKey);
        account.ApiSecret = Or("ApiSecret", account.ApiSecret);
    }

    private static bool IsOn(IConfiguration configuration) =>
        configuration["Penneo:Environment"]?.Trim() is not { Length: > 0 } environment
        || environment.Equals("Simulator", StringComparison.OrdinalIgnoreCase);
}
