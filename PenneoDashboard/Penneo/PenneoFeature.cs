using Microsoft.Extensions.Http.Resilience;
using PenneoDashboard.Data;
using Polly;

namespace PenneoDashboard.Penneo;

/// <summary>Penneo's API; no other folder knows a Penneo URL.</summary>
public static class PenneoFeature
{
    /// <summary>How long one attempt may take, its whole answer included.</summary>
    internal static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(10);

    public static void AddPenneo(this IHostApplicationBuilder builder)
    {
        builder.AddChecked<PenneoOptions, PenneoOptionsValidator>(PenneoOptions.Section);
        builder.Services.AddSingleton<OwnAddress>();
        builder.Services.AddSingleton<PenneoHosts>();
        builder.Services.AddTransient<TokenAuthorization>();
        builder.Services.AddTransient<WholeAnswer>();
        builder.Services.AddTransient<LegacyWebhookApi>();
        builder.Services.AddTransient<CurrentWebhookApi>();
        var client = builder.Services.AddHttpClient<PenneoClient>(http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.DefaultRequestHeaders.UserAgent.ParseAdd("PenneoDashboard/1.0");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .AddHttpMessageHandler<TokenAuthorization>();
        client.AddResilienceHandler("penneo", (pipeline, context) =>
        {
            pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            pipeline.AddRetry(Retry()).AddTimeout(LongestAttempt);
        });
        client.AddHttpMessageHandler<WholeAnswer>();
    }

    private static HttpRetryStrategyOptions Retry()
    {
        var retry = new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = 1,
            Delay = TimeSpan.FromMilliseconds(300),

            // Someone is looking at the page: better to say "slow down" now than to wait as long as Penneo asks.
            ShouldRetryAfterHeader = false,
            ShouldHandle = x => ValueTask.FromResult(
                HttpClientResiliencePredicates.IsTransient(x.Outcome) && x.Outcome.Result?.StatusCode != System.Net.HttpStatusCode.TooManyRequests),
        };

        // Reads only: a create that is repeated blindly may create twice.
        retry.DisableForUnsafeHttpMethods();
        return retry;
    }
}
