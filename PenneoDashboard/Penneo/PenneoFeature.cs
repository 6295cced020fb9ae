using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using PenneoDashboard.Data;
using PenneoDashboard.Penneo.Authentication;
using PenneoDashboard.Penneo.Settings;
using Polly;
using Polly.Registry;

namespace PenneoDashboard.Penneo;

/// <summary>Penneo's API; no other folder knows a Penneo URL.</summary>
public static class PenneoFeature
{
    public static void AddPenneo(this IHostApplicationBuilder builder)
    {
        builder.AddChecked<PenneoOptions, PenneoOptionsValidator>(PenneoOptions.Section);
        var services = builder.Services;

        // Whoever asks for the options gets those in force, whether they were configured or entered since.
        services.AddSingleton<PenneoSettings>();
        services.AddSingleton<IOptions<PenneoOptions>>(x => x.GetRequiredService<PenneoSettings>());
        services.AddSingleton<SettingStore>();
        services.AddSingleton<SettingsEditor>();
        services.AddSingleton<ConnectionTest>();
        services.AddHostedService<SettingsLoader>();
        services.AddSingleton<OwnAddress>();
        services.AddSingleton<OAuthClient>();
        services.AddSingleton(x => new PenneoConnections(
            x.GetRequiredService<IOptions<PenneoOptions>>(), x.GetRequiredService<OwnAddress>(), x.GetRequiredService<OAuthClient>(), x.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PenneoClock>();
        services.AddSingleton(x => new PenneoClient(
            x.GetRequiredService<IHttpClientFactory>(), () => x.GetRequiredService<PenneoConnections>().Current, x.GetRequiredService<TimeProvider>(), x.GetRequiredService<PenneoClock>()));
        services.AddSingleton<LegacyWebhookApi>();
        services.AddSingleton<CurrentWebhookApi>();
        services.AddSingleton<CasefileApi>();
        services.AddSingleton<CasefileLookup>();
        services.AddTransient<Authorization>();
        services.AddTransient<WsseHeaders>();
        services.AddTransient<WholeAnswer>();
        services.AddResiliencePipelineRegistry<string>();
        services.AddResiliencePipeline<string, HttpResponseMessage>(PenneoResilience.SignIn, (pipeline, context) =>
            PenneoResilience.Token(Timed(pipeline, context.ServiceProvider)));

        // Credentials outside of the time limits, so that signing in does not use up the time of the call itself.
        Client(services, PenneoClient.HttpClientName)
            .AddHttpMessageHandler<Authorization>()
            .AddHttpMessageHandler(x => new ResilienceHandler(request => Pipeline(x, request)))
            .AddHttpMessageHandler<WsseHeaders>()
            .AddHttpMessageHandler<WholeAnswer>();
        Client(services, OAuthClient.HttpClientName).AddHttpMessageHandler<WholeAnswer>();
    }

    private static IHttpClientBuilder Client(IServiceCollection services, string name) => services
        .AddHttpClient(name, http =>
        {
            http.Timeout = Timeout.InfiniteTimeSpan;
            http.DefaultRequestHeaders.UserAgent.ParseAdd("PenneoDashboard/1.0");
        })
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    // One for each host, so that a host that fails is left alone and another is not.
    private static ResiliencePipeline<HttpResponseMessage> Pipeline(IServiceProvider services, HttpRequestMessage request)
    {
        var isRead = (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head) && !PenneoConnection.Of(request).IsTrial;
        return services.GetRequiredService<ResiliencePipelineRegistry<string>>().GetOrAddPipeline<HttpResponseMessage>(
            $"penneo-{(isRead ? "read" : "write")} {request.RequestUri!.GetLeftPart(UriPartial.Authority)}",
            (pipeline, _) => (isRead ? (Action<ResiliencePipelineBuilder<HttpResponseMessage>>)PenneoResilience.Read : PenneoResilience.Write)(Timed(pipeline, services)));
    }

    private static ResiliencePipelineBuilder<HttpResponseMessage> Timed(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, IServiceProvider services)
    {
        pipeline.TimeProvider = services.GetRequiredService<TimeProvider>();
        return pipeline;
    }
}
