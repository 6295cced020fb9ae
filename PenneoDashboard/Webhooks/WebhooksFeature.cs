using PenneoDashboard.Data;

namespace PenneoDashboard.Webhooks;

/// <summary>The door: bytes in, 2xx only when stored.</summary>
public static class WebhooksFeature
{
    public static void AddWebhooks(this IHostApplicationBuilder builder)
    {
        builder.AddChecked<WebhookOptions, WebhookOptionsValidator>(WebhookOptions.Section);
        builder.Services.AddSingleton<Receiver>();
    }

    public static void MapWebhooks(this IEndpointRouteBuilder app) =>
        app.MapPost("/webhooks/penneo/{key}", (string key, HttpContext http, Receiver receiver) => receiver.ReceiveAsync(key, http))
            .WithName("receive")
            .ExcludeFromDescription()
            .DisableAntiforgery();
}
