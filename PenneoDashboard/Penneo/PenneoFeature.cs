using Microsoft.Extensions.Http.Resilience;
using PenneoDashboard.Data;
using Polly;

namespace PenneoDashboard.Penneo;

/// <summary>Penneo's API; no other folder knows a Penneo URL.</summary>
public static class PenneoFeature
{
    private const int LargestAnswer = 4 * 1024 * 1024;
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(10);

    public static void AddPenneo(this IHostApplicationBuilder builder)
    {
        builder.AddChecked<PenneoOptions, PenneoOptionsValidator>(PenneoOptions.Section);
        builder.Services.AddSingleton<OwnAddress>();
        builder.Services.AddSingleton<PenneoHosts>();
        builder.Services.AddTransient<TokenAuthorization>();
        var client = builder.Services.AddHttpClient<LegacyWebhookApi>(http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.MaxResponseContentBufferSize = LargestAnswer;
                http.DefaultRequestHeaders.UserAgent.ParseAdd("PenneoDashboard/1.0");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false })
            .AddHttpMessageHandler<TokenAuthorization>();
        client.AddResilienceHandler("penneo", pipeline =>
        {
            // Reads only: a create that is repeated blindly may create twice.
            var retry = new HttpRetryStrategyOptions { MaxRetryAttempts = 2, Delay = TimeSpan.FromMilliseconds(300), UseJitter = true, BackoffType = DelayBackoffType.Exponential };
            retry.DisableForUnsafeHttpMethods();
            pipeline.AddRetry(retry).AddTimeout(LongestAttempt);
        });
    }
}
