using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace PenneoDashboard.Simulator;

/// <summary>Penneo's legacy webhook API, under both versions its clients use.</summary>
internal static class PenneoApi
{
    private const long MaxBodyBytes = 64 * 1024;

    public static void MapPenneoApi(this IEndpointRouteBuilder app)
    {
        var penneo = app.MapGroup("/simulator/penneo")
            .AddEndpointFilter<PenneoDoor>()
            .AllowAnonymous()
            .DisableAntiforgery()
            .ExcludeFromDescription();
        foreach (var version in (string[])["v1", "v3"])
        {
            var subscriptions = penneo.MapGroup($"/api/{version}/webhook/subscriptions");
            subscriptions.MapGet("", (SubscriptionBook book) => PenneoAnswers.Body(book.All.Select(PenneoSubscription.From)));
            subscriptions.MapPost("", CreateAsync);
            subscriptions.MapGet("/{id:int}", Read);
            subscriptions.MapDelete("/{id:int}", DeleteAsync);
            subscriptions.MapPost("/{id:int}/confirm", ConfirmAsync);
            subscriptions.MapPost("/{id:int}/test", Test);
        }
        penneo.Map("/{**path}", PenneoAnswers.NoSuchRoute);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, SubscriptionBook book, DeliveryService deliveries)
    {
        using var body = await ReadObjectAsync(http);
        if (body is null)
            return PenneoAnswers.BadRequest("The body must be a JSON object.");
        var (topic, endpoint) = (Text(body, "topic"), Text(body, "endpoint"));
        if (topic is null || !SimulatorTopics.IsKnown(topic))
            return PenneoAnswers.BadRequest("topic must be casefile or signer.");
        if (endpoint is null || !Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return PenneoAnswers.BadRequest("endpoint must be an absolute http or https URL.");
        var subscription = book.Create(topic, endpoint);
        deliveries.Send(subscription, OutgoingMessage.Confirmation(subscription));
        return PenneoAnswers.Body(PenneoSubscription.From(subscription), StatusCodes.Status201Created);
    }

    private static IResult Read(int id, SubscriptionBook book) =>
        book.Find(id) is { } subscription ? PenneoAnswers.Body(PenneoSubscription.From(subscription)) : PenneoAnswers.NoSuchSubscription(id);

    private static async Task<IResult> DeleteAsync(int id, SubscriptionBook book, DeliveryService deliveries)
    {
        if (!book.Delete(id))
            return PenneoAnswers.NoSuchSubscription(id);
        await deliveries.ForgetAsync(id);
        return Results.NoContent();
    }

    private static async Task<IResult> ConfirmAsync(int id, HttpContext http, SubscriptionBook book)
    {
        using var body = await ReadObjectAsync(http);
        if (book.Find(id) is not { } subscription)
            return PenneoAnswers.NoSuchSubscription(id);
        if (body is null || Text(body, "token") != subscription.Token)
            return PenneoAnswers.BadRequest("The token is not the one that was sent to the endpoint.");
        book.Confirm(id);
        return Results.Ok();
    }

    private static IResult Test(int id, SubscriptionBook book, DeliveryService deliveries, EventClock clock)
    {
        if (book.Find(id) is not { } subscription)
            return PenneoAnswers.NoSuchSubscription(id);
        if (!subscription.Confirmed)
            return PenneoAnswers.BadRequest("The subscription is not confirmed, so it receives nothing. Confirm it first.");
        if (subscription.Dropping)
            return PenneoAnswers.BadRequest("The subscription's notifications are dropped after repeated failures. Confirm it again to resume.");
        deliveries.Send(subscription, SampleNotification.For(subscription.Topic, book, clock));
        return Results.Ok();
    }

    /// <summary>The body whatever its content type; null when it is no JSON object.</summary>
    private static async Task<JsonDocument?> ReadObjectAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBodyBytes;
        try
        {
            var document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is JsonException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static string? Text(JsonDocument body, string name) =>
        body.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
