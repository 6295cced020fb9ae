using PenneoDashboard.Data;
using PenneoDashboard.Events;
using PenneoDashboard.Subscriptions.Findings;
using PenneoDashboard.Subscriptions.Health;
using PenneoDashboard.Subscriptions.Keys;
using PenneoDashboard.Subscriptions.Moves;

namespace PenneoDashboard.Subscriptions;

/// <summary>The subscriptions that make Penneo call.</summary>
public static class SubscriptionsFeature
{
    public static void AddSubscriptions(this IHostApplicationBuilder builder)
    {
        builder.AddChecked<PublicAddressOptions, PublicAddressOptionsValidator>(PublicAddressOptions.Section);
        builder.Services.AddOptions<PublicAddressOptions>().PostConfigure<IConfiguration>(
            (options, configuration) => options.ListensOn = ConfiguredList.Texts(configuration, "Webhooks:Urls") is [var url, ..] ? url : null);
        builder.Services.AddSingleton<PublicAddress>();
        builder.Services.AddSingleton<SubscriptionChanges>();
        builder.Services.AddSingleton<ICommitListener>(services => services.GetRequiredService<SubscriptionChanges>());
        builder.Services.AddSingleton<SubscriptionLocks>();
        builder.Services.AddSingleton<SubscriptionStore>();
        builder.Services.AddSingleton<SubscriptionNames>();
        builder.Services.AddTransient<WebhookServices>();
        builder.Services.AddTransient<SubscriptionCreation>();
        builder.Services.AddTransient<SubscriptionService>();
        builder.Services.AddTransient<CurrentSubscriptions>();
        builder.Services.AddTransient<PenneoSync>();
        builder.AddMoves();
        builder.Services.AddSingleton<ReceiveKeys>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ReceiveKeys>());
        builder.Services.AddSingleton<RetiredKeys>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RetiredKeys>());
        builder.Services.AddTransient<KeyRotation>();
        builder.Services.AddSingleton<SubscriptionSecrets>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SubscriptionSecrets>());
        builder.Services.AddHostedService<ConfirmationWorker>();
        builder.Services.AddSingleton<ReceiverAnswers>();
        builder.Services.AddSingleton<HealthBook>();
        builder.Services.AddHostedService<HealthMonitor>();
        builder.Services.AddSingleton<KnownElsewhere>();
        builder.Services.AddSingleton<ReceiverProbe>();
        builder.Services.AddSingleton<FindingsReader>();
        builder.Services.AddHttpClient(ReceiverProbe.HttpClientName, http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.DefaultRequestHeaders.UserAgent.ParseAdd("PenneoDashboard/1.0");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    }
}
