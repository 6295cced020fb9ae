using PenneoDashboard.Data;
using PenneoDashboard.Webhooks.Admission;

namespace PenneoDashboard.Webhooks;

/// <summary>The door: bytes in, 2xx only when stored.</summary>
public static class WebhooksFeature
{
    private const string Path = "/webhooks/penneo/{key}";

    public static void AddWebhooks(this IHostApplicationBuilder builder)
    {
        builder.AddChecked<WebhookOptions, WebhookOptionsValidator>(WebhookOptions.Section);
        builder.Services.AddSingleton<SignatureVerifier>();
        builder.Services.AddSingleton<Receiver>();
        builder.AddConnectionLimits();
        builder.AddAdmission();
    }

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        // Nothing that the pages need (sign-in, antiforgery, error pages) stands between Penneo and the log.
        var receiver = app.ServiceProvider.GetRequiredService<Receiver>();
        app.MapPost(Path, (RequestDelegate)(http => receiver.ReceiveAsync((string)http.GetRouteValue("key")!, http)))
            .ExcludeFromDescription()
            .AllowAnonymous()
            .ShortCircuit();

        // Both said here, because the route of static files would otherwise answer a GET with 404 and a POST with 405.
        app.Map(Path, (HttpContext http) =>
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            return TypedResults.StatusCode(StatusCodes.Status405MethodNotAllowed);
        }).ExcludeFromDescription().DisableAntiforgery().AllowAnonymous();
        app.Map("/webhooks/{**path}", () => TypedResults.NotFound()).ExcludeFromDescription().DisableAntiforgery().AllowAnonymous();
    }
}
